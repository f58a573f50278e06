//! `perfreport fetch`.
//!
//! * here: which times and which queries; `connection`: how a server is asked, and by whom

mod connection;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail};
use chrono::{DateTime, TimeDelta, Utc};

use crate::fetch::request::{Queries, Test};
use crate::fetch::{self, Grid, Request};
use crate::ingest::{Control, Input};
use crate::model::endpoint::EndpointId;
use crate::model::quantity::{Bytes, Count, counted};
use crate::model::series::queries_of_runs::{RunSource, run_queries};
use crate::model::settings::{Query, Settings};
use crate::pipeline;
use crate::store::snapshot;

use super::args::{ConfigArgs, input};
use super::exit::Code;
use super::output;
use super::progress::Progress;
use super::when::{self, When};
use connection::ConnectionArgs;

/// Asks Prometheus for what the servers measured during a test
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Example:
  perfreport fetch --url http://prometheus:9090 --run points.json.gz --match 'job=\"shop\"' -o prom.json

  asks for the time of the run and a minute on both sides of it: requests by endpoint, connection pools,
  garbage collection, memory, processors, queues. docs/fetch.md lists the queries, and says which services
  are left out where there is no --match.

  perfreport fetch --url http://prometheus:9090 --run-from k6 --match 'testid=\"42\"' --start 30m -o prom.json

  asks for the series that a run is made of, for `perfreport record --prometheus prom.json -o run.json`.

  PERFREPORT_PROMETHEUS_TOKEN=… perfreport fetch --url https://mimir.example/prometheus --tenant shop \\
    --start 2026-11-22T10:00:00Z --end 2026-11-22T10:30:00Z --query 'errors=sum(rate(app_errors_total[1m]))'

Environment:
  PERFREPORT_PROMETHEUS_TOKEN     sent as `Authorization: Bearer`
  PERFREPORT_PROMETHEUS_USER      with PERFREPORT_PROMETHEUS_PASSWORD, sent as `Authorization: Basic`
  HTTPS_PROXY, HTTP_PROXY, NO_PROXY, as elsewhere")]
pub(super) struct Args {
    /// The base address of Prometheus, Thanos, Mimir or VictoriaMetrics
    #[arg(long, value_name = "URL")]
    url: String,

    /// The bundle: .json, .json.gz or .json.zst; `-` is standard output
    #[arg(long, short, value_name = "FILE", default_value = "prom.json")]
    output: PathBuf,

    #[command(flatten)]
    config: ConfigArgs,
    #[command(flatten)]
    time: TimeArgs,
    #[command(flatten)]
    query: QueryArgs,
    #[command(flatten)]
    connection: ConnectionArgs,
}

/// At which times.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Time")]
struct TimeArgs {
    /// From then on: a time such as 2026-11-22T10:00:00Z, a day (UTC), or 36h, 7d, 2w before the end
    #[arg(long, value_name = "TIME", value_parser = When::parse, conflicts_with = "run")]
    start: Option<When>,

    /// Until then [default: now]
    #[arg(long, value_name = "TIME", value_parser = When::parse, conflicts_with = "run")]
    end: Option<When>,

    /// The time of this run: raw points or a snapshot
    #[arg(long, value_name = "INPUT", value_parser = input())]
    run: Option<Input>,

    /// The distance of points [default: whole seconds that give at most 500]
    #[arg(long, value_name = "DURATION", value_parser = when::whole_seconds)]
    step: Option<u64>,
}

/// What.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Queries")]
struct QueryArgs {
    /// Ask this instead of the default set (repeatable)
    #[arg(long = "query", value_name = "NAME=PROMQL", value_parser = parse_query)]
    queries: Vec<Query>,

    /// Ask for what a run is made of, without any file of a load tool: what k6 wrote to Prometheus, or what the servers counted
    #[arg(long, value_name = "SOURCE", value_enum, conflicts_with_all = ["queries", "rate_over"])]
    run_from: Option<RunFrom>,

    /// Label matchers for every query of the default set or of --run-from, such as 'job="shop"'
    #[arg(long = "match", value_name = "MATCHERS", conflicts_with = "queries")]
    selector: Option<String>,

    /// Ask for services that the test of --run did not touch as well; --match asks for all that it matches
    #[arg(long, conflicts_with_all = ["queries", "run_from"])]
    all_services: bool,

    /// Over which time the default set takes rates [default: 4 steps or 4 scrapes, at least 10s]
    #[arg(long, value_name = "DURATION", value_parser = when::whole_seconds, conflicts_with = "queries")]
    rate_over: Option<u64>,
}

/// Who counted requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum RunFrom {
    /// k6, by its remote write or its OpenTelemetry output
    K6,
    /// The servers that answered
    Servers,
}

impl From<RunFrom> for RunSource {
    fn from(from: RunFrom) -> Self {
        match from {
            RunFrom::K6 => Self::K6,
            RunFrom::Servers => Self::Servers,
        }
    }
}

pub(super) fn run(args: &Args) -> anyhow::Result<Code> {
    fetch::available()?;
    let settings = args.config.settings()?;
    let server = args.connection.server(&args.url)?;
    let mut queries = args.query.queries(&settings)?;
    let (start, end, test) = args.time.window(&settings)?;
    if let Queries::Default { test: of_run, .. } = &mut queries {
        *of_run = test.filter(|test| !args.query.all_services && !test.endpoints.is_empty());
    }
    let grid = Grid::over(start.timestamp(), end.timestamp(), args.time.step);
    let request = Request {
        server,
        grid,
        queries,
        retries: args.connection.retries,
        parallel: args.connection.parallel.into(),
    };
    let name = args.output.display().to_string();
    let fetched = pipeline::fetch::fetch(&request, &name, &settings)?;
    snapshot::write_servers(&fetched.metrics, &args.output)?;
    if name != "-" {
        output::line(&summary(&args.output, &fetched)?);
    }
    for note in &fetched.metrics.notes {
        output::remark(&note.hint.iter().fold(note.text.to_string(), |text, hint| format!("{text} {hint}")));
    }
    Ok(Code::Success)
}

fn summary(path: &Path, fetched: &pipeline::fetch::Fetched) -> anyhow::Result<String> {
    let bytes = std::fs::metadata(path).context("cannot read the bundle back")?.len();
    let (series, samples) = fetched.size();
    let grid = fetched.grid;
    let time = |seconds: i64| DateTime::from_timestamp(seconds, 0).unwrap_or_default();
    Ok(format!(
        "{}: {}, {} series, {} samples, {}; {} to {} UTC, every {} s",
        path.display(),
        counted(fetched.metrics.signals.len(), "signal"),
        Count(series),
        Count(samples),
        Bytes(bytes),
        time(grid.start).format("%Y-%m-%d %H:%M:%S"),
        time(grid.end).format("%Y-%m-%d %H:%M:%S"),
        grid.step,
    ))
}

/// What is asked for on both sides of a run: how servers were before, and how they recover.
const MARGIN: TimeDelta = TimeDelta::minutes(1);

impl TimeArgs {
    /// First and last time, on the servers' clock, and the test where there is a run.
    fn window(&self, settings: &Settings) -> anyhow::Result<(DateTime<Utc>, DateTime<Utc>, Option<Test>)> {
        let now = when::now();
        let Some(run) = &self.run else {
            let Some(start) = self.start else {
                bail!(
                    "when was the test?\nhint: give --run with its raw points or its snapshot, or --start and --end"
                );
            };
            let end = self.end.map_or(now, |end| end.until(now)).min(now);
            let start = start.since(end);
            if start >= end {
                bail!("--start is not before --end, or lies in the future");
            }
            return Ok((start, end, None));
        };
        let (started, ended, endpoints) = span(run, settings)?;
        let offset = TimeDelta::milliseconds((settings.prometheus.clock_offset * 1e3) as i64);
        let moved =
            |time: DateTime<Utc>, by| time.checked_add_signed(by).context("the run's time is out of range");
        let start = moved(started, offset - MARGIN)?;
        // Of the future there is nothing, but a server would repeat what it has last.
        let end = moved(ended, offset + MARGIN)?.min(moved(now, offset)?);
        if start >= end {
            bail!("the run lies in the future: check the clocks, and `clock_offset` in perfreport.toml");
        }
        let (from, until) = (moved(started, offset)?, moved(ended, offset)?.min(end));
        let test = Test { endpoints, from: from.timestamp(), until: until.timestamp() };
        Ok((start, end, Some(test)))
    }
}

fn span(run: &Input, settings: &Settings) -> anyhow::Result<(DateTime<Utc>, DateTime<Utc>, Vec<EndpointId>)> {
    let control = Arc::new(Control::default());
    let progress = Progress::start(&control);
    let run = pipeline::record(std::slice::from_ref(run), settings, &control)?;
    drop(progress);
    let endpoints = run.judged_endpoints().map(|endpoint| endpoint.id.clone()).collect();
    match (run.meta.started, run.meta.ended) {
        (Ok(started), Ok(ended)) => Ok((started, ended, endpoints)),
        _ => bail!(
            "{} does not tell when the test was: a summary has no times\n\
             hint: give --start and --end instead, or raw points or a snapshot as --run",
            run.meta.name
        ),
    }
}

impl QueryArgs {
    fn queries(&self, settings: &Settings) -> anyhow::Result<Queries> {
        let configured = &settings.prometheus.queries;
        if let Some(source) = self.run_from {
            let selector = self.selector.as_deref().map(selector).transpose()?.unwrap_or_default();
            let asked = run_queries(source.into(), &selector).into_iter();
            let query = |(name, query)| Query { name, query, role: None, unit: None, kind: None };
            return Ok(Queries::Own(asked.map(query).collect()));
        }
        if !self.queries.is_empty() {
            return Ok(Queries::Own(self.queries.clone()));
        }
        if configured.is_empty() {
            let selector = self.selector.as_deref().map(selector).transpose()?.unwrap_or_default();
            let objectives = settings.metric_objectives.iter();
            let more = objectives.map(|objective| objective.selector.name.clone()).collect();
            return Ok(Queries::Default { selector, rate_over: self.rate_over, more, test: None });
        }
        if self.selector.is_some() || self.rate_over.is_some() || self.all_services {
            bail!(
                "--match, --rate-over and --all-services are for the default set, and perfreport.toml has queries of its own\n\
                 hint: write labels and ranges into `[[prometheus.queries]]`"
            );
        }
        Ok(Queries::Own(configured.clone()))
    }
}

/// Takes label matchers with or without their braces.
pub(super) fn selector(text: &str) -> anyhow::Result<String> {
    let text = text.trim();
    let inner = text.strip_prefix('{').and_then(|text| text.strip_suffix('}')).unwrap_or(text);
    let inner = inner.trim().trim_end_matches(',').trim_end();
    if !inner.contains('=') && !inner.contains("!~") {
        bail!("--match: expected label matchers such as 'job=\"shop\"'");
    }
    if !inner.contains(['"', '\'', '`']) {
        bail!("--match: the value needs quotation marks that the shell leaves: 'job=\"shop\"'");
    }
    Ok(inner.to_owned())
}

fn parse_query(text: &str) -> Result<Query, String> {
    let is_name =
        |name: &str| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "_.-".contains(c));
    match text.split_once('=') {
        Some((name, query))
            if is_name(name.trim()) && !query.trim().is_empty() && !query.starts_with(['"', '~']) =>
        {
            let (name, query) = (name.trim().to_owned(), query.trim().to_owned());
            Ok(Query { name, query, role: None, unit: None, kind: None })
        }
        _ => Err("expected NAME=PROMQL, such as 'errors=sum(rate(app_errors_total[1m]))'".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::{parse_query, selector};

    #[test]
    fn queries_have_a_name() {
        let query = parse_query("errors=sum(rate(x{a=\"b\"}[1m]))").unwrap();
        assert_eq!((query.name.as_str(), query.query.as_str()), ("errors", "sum(rate(x{a=\"b\"}[1m]))"));
        for text in ["up", "up{a=\"b\"}", "=up", "a=", "", "job=\"shop\"", "job=~\"s.*\""] {
            assert!(parse_query(text).unwrap_err().starts_with("expected NAME=PROMQL"), "{text}");
        }
    }

    #[test]
    fn matchers_need_quotation_marks() {
        assert_eq!(selector("{job=\"shop\",}").unwrap(), "job=\"shop\"");
        assert_eq!(selector(" job=~'s.*',a!=\"b\" ").unwrap(), "job=~'s.*',a!=\"b\"");
        assert!(selector("shop").unwrap_err().to_string().contains("expected label matchers"));
        assert!(selector("job=shop").unwrap_err().to_string().contains("quotation marks"));
    }
}
