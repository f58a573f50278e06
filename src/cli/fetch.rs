//! `perfreport fetch`.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use chrono::{DateTime, TimeDelta, Utc};

use crate::fetch::address::Address;
use crate::fetch::credentials::Credentials;
use crate::fetch::request::{Queries, Server};
use crate::fetch::{self, Grid, Request};
use crate::ingest::{Control, Input};
use crate::model::quantity::{Bytes, Count};
use crate::model::settings::{Query, Settings};
use crate::pipeline;
use crate::store::snapshot;

use super::args::{ConfigArgs, input};
use super::exit::Code;
use super::output;
use super::progress::Progress;
use super::when::{self, When};

/// Asks Prometheus for what the servers measured during a test
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Example:
  perfreport fetch --url http://prometheus:9090 --run points.json.gz --match 'job=\"shop\"' -o prom.json

  asks for the time of the run and a minute on both sides of it: requests by endpoint, connection pools,
  garbage collection, memory, processors, queues. docs/fetch.md lists the queries.

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
    time: TimeArgs,
    #[command(flatten)]
    query: QueryArgs,
    #[command(flatten)]
    connection: ConnectionArgs,
    #[command(flatten)]
    config: ConfigArgs,
}

/// At which times.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Time")]
struct TimeArgs {
    /// From then on: a time such as 2026-11-22T10:00:00Z, a day (UTC), or 36h, 7d, 2w before the end
    #[arg(long, value_name = "TIME", value_parser = When::parse, required_unless_present = "run", conflicts_with = "run")]
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

    /// Label matchers for every query of the default set, such as 'job="shop"'
    #[arg(long = "match", value_name = "MATCHERS", conflicts_with = "queries")]
    selector: Option<String>,

    /// Over which time the default set takes rates [default: 4 steps or 4 scrapes, at least 10s]
    #[arg(long, value_name = "DURATION", value_parser = when::whole_seconds, conflicts_with = "queries")]
    rate_over: Option<u64>,
}

/// How, and by whom.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Connection")]
struct ConnectionArgs {
    /// Send a header whose value is in an environment variable (repeatable)
    #[arg(long = "header", value_name = "NAME=ENVVAR")]
    headers: Vec<String>,

    /// The tenant, sent as X-Scope-OrgID
    #[arg(long, value_name = "ID")]
    tenant: Option<String>,

    /// How long one attempt may take
    #[arg(long, value_name = "DURATION", value_parser = when::duration, default_value = "30s")]
    timeout: Duration,

    /// How often to ask again where a server or the network is in trouble
    #[arg(long, value_name = "COUNT", default_value_t = 3, value_parser = clap::value_parser!(u32).range(0..=20))]
    retries: u32,

    /// Trust these certificates instead of the public ones: a PEM file
    #[arg(long, value_name = "FILE")]
    ca: Option<PathBuf>,

    /// The most that one answer may have, unpacked
    #[arg(long, value_name = "SIZE", value_parser = parse_size, default_value = "512MB")]
    max_size: u64,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Code> {
    fetch::available()?;
    let settings = args.config.settings()?;
    let server = args.server()?;
    let queries = args.query.queries(&settings)?;
    let (start, end) = args.time.window(&settings)?;
    let grid = Grid::over(start.timestamp(), end.timestamp(), args.time.step);
    let request = Request { server, grid, queries, retries: args.connection.retries };
    let name = args.output.display().to_string();
    let fetched = pipeline::fetch::fetch(&request, &name, &settings)?;
    snapshot::write_servers(&fetched.metrics, &args.output)?;
    if name != "-" {
        output::line(&summary(&args.output, &fetched)?)?;
    }
    for note in &fetched.metrics.notes {
        output::remark(&note.hint.iter().fold(note.text.clone(), |text, hint| format!("{text} {hint}")));
    }
    Ok(Code::Success)
}

fn summary(path: &Path, fetched: &pipeline::fetch::Fetched) -> anyhow::Result<String> {
    let bytes = std::fs::metadata(path).context("cannot read the bundle back")?.len();
    let (series, samples) = fetched.size();
    let grid = fetched.grid;
    let time = |seconds: i64| DateTime::from_timestamp(seconds, 0).unwrap_or_default();
    Ok(format!(
        "{}: {} signals, {} series, {} samples, {}; {} to {} UTC, every {} s",
        path.display(),
        Count(fetched.metrics.signals.len() as u64),
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
    /// First and last time, on the servers' clock.
    fn window(&self, settings: &Settings) -> anyhow::Result<(DateTime<Utc>, DateTime<Utc>)> {
        let now = when::now();
        let Some(run) = &self.run else {
            let end = self.end.map_or(now, |end| end.until(now)).min(now);
            let start = self.start.map_or(end, |start| start.since(end));
            if start >= end {
                bail!("--start is not before --end, or lies in the future");
            }
            return Ok((start, end));
        };
        let (started, ended) = span(run, settings)?;
        let offset = TimeDelta::milliseconds((settings.prometheus.clock_offset * 1e3) as i64);
        let moved =
            |time: DateTime<Utc>, by| time.checked_add_signed(by).context("the run's time is out of range");
        let start = moved(started, offset - MARGIN)?;
        // Of the future there is nothing, but a server would repeat what it has last.
        let end = moved(ended, offset + MARGIN)?.min(moved(now, offset)?);
        if start >= end {
            bail!("the run lies in the future: check the clocks, and `clock_offset` in perfreport.toml");
        }
        Ok((start, end))
    }
}

fn span(run: &Input, settings: &Settings) -> anyhow::Result<(DateTime<Utc>, DateTime<Utc>)> {
    let control = Arc::new(Control::default());
    let progress = Progress::start(&control);
    let run = pipeline::record(std::slice::from_ref(run), settings, &control)?;
    drop(progress);
    match (run.meta.started, run.meta.ended) {
        (Ok(started), Ok(ended)) => Ok((started, ended)),
        _ => bail!(
            "{} does not tell when the test was: a summary has no times\n\
             give --start and --end instead, or raw points or a snapshot as --run",
            run.meta.name
        ),
    }
}

impl QueryArgs {
    fn queries(&self, settings: &Settings) -> anyhow::Result<Queries> {
        let configured = &settings.prometheus.queries;
        if !self.queries.is_empty() {
            return Ok(Queries::Own(self.queries.clone()));
        }
        if configured.is_empty() {
            let selector = self.selector.as_deref().map(selector).transpose()?.unwrap_or_default();
            return Ok(Queries::Default { selector, rate_over: self.rate_over });
        }
        if self.selector.is_some() || self.rate_over.is_some() {
            bail!(
                "--match and --rate-over are for the default set, and perfreport.toml has queries of its own\n\
                 write labels and ranges into `[[prometheus.queries]]`"
            );
        }
        Ok(Queries::Own(configured.clone()))
    }
}

/// Takes label matchers with or without their braces.
fn selector(text: &str) -> anyhow::Result<String> {
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

impl Args {
    fn server(&self) -> anyhow::Result<Server> {
        let args = &self.connection;
        let certificates = args.ca.as_deref().map(fs_err::read).transpose()?;
        Ok(Server {
            address: Address::parse(&self.url)?,
            credentials: args.credentials()?,
            timeout: args.timeout,
            max_size: args.max_size,
            certificates,
        })
    }
}

/// An environment variable that is set to something.
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

impl ConnectionArgs {
    fn credentials(&self) -> anyhow::Result<Credentials> {
        let mut credentials = Credentials::default();
        for header in &self.headers {
            // What stands there by mistake may be the secret itself: it is not repeated.
            let parts =
                header.split_once('=').filter(|(name, variable)| is_name(name) && is_variable(variable));
            let Some((name, name_of_variable)) = parts else {
                bail!(
                    "--header: expected NAME=ENVVAR, with the name of an environment variable that holds the value"
                );
            };
            let value = variable(name_of_variable).with_context(|| {
                format!("--header {name}: the environment variable that it names is not set, or empty")
            })?;
            credentials.header(name, value.trim())?;
        }
        if let Some(token) = variable("PERFREPORT_PROMETHEUS_TOKEN") {
            credentials.bearer(token.trim())?;
        }
        match (variable("PERFREPORT_PROMETHEUS_USER"), variable("PERFREPORT_PROMETHEUS_PASSWORD")) {
            (Some(user), Some(password)) => credentials.basic(&user, password.trim_end())?,
            (None, None) => {}
            (Some(_), None) => {
                bail!("PERFREPORT_PROMETHEUS_USER is set without PERFREPORT_PROMETHEUS_PASSWORD")
            }
            (None, Some(_)) => {
                bail!("PERFREPORT_PROMETHEUS_PASSWORD is set without PERFREPORT_PROMETHEUS_USER")
            }
        }
        if let Some(tenant) = &self.tenant {
            credentials.tenant(tenant)?;
        }
        Ok(credentials)
    }
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b))
}

fn is_variable(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with(|c: char| c.is_ascii_digit())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
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

const SIZES: [(&str, u64); 7] = [
    ("kB", 1_000),
    ("KB", 1_000),
    ("MB", 1_000_000),
    ("GB", 1_000_000_000),
    ("KiB", 1 << 10),
    ("MiB", 1 << 20),
    ("GiB", 1 << 30),
];

fn parse_size(text: &str) -> Result<u64, String> {
    let found = SIZES.iter().find_map(|(unit, bytes)| Some((text.strip_suffix(unit)?.trim_end(), *bytes)));
    let size = found.and_then(|(number, bytes)| number.parse::<u64>().ok()?.checked_mul(bytes));
    size.filter(|size| *size > 0).ok_or_else(|| "expected a size such as 200MB or 2GB".to_owned())
}

#[cfg(test)]
mod tests {
    use super::{parse_query, parse_size, selector};

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

    #[test]
    fn sizes_have_a_unit() {
        assert_eq!(parse_size("512MB"), Ok(512_000_000));
        assert_eq!(parse_size("2 GiB"), Ok(2 << 30));
        for text in ["", "5", "0MB", "-1MB", "1.5GB", "MB", "99999999999999999999GB"] {
            assert!(parse_size(text).is_err(), "{text}");
        }
    }
}
