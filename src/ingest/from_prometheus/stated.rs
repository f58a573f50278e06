//! A run of k6's trend stats: `k6_http_req_duration_p99` and the like, a gauge for each percentile and each set of tags.
//!
//! They are cumulative since the start of the test: the last sample speaks of all of it. Percentiles of several sets of
//! tags do not add up, so that of each endpoint the set with the most requests speaks.

use std::collections::BTreeMap;

use super::choose::{Stat, is_of, stat, text, unit};
use super::labels::{Part, Reading};
use super::outcomes::counts;
use super::steps::Reader;
use super::{Counter, adopt, sources, width};
use crate::ingest::error::Problem;
use crate::ingest::tool_summary::{Part as Figures, Summary, assemble};
use crate::model::endpoint::{EndpointId, Span};
use crate::model::labeller::Labeller;
use crate::model::latency::{Percentiles, Population, first_fall};
use crate::model::missing::{Known, Missing};
use crate::model::outcome::{Outcome, Outcomes};
use crate::model::request_labels::Labels;
use crate::model::run::Run;
use crate::model::series::{Series, Signal};
use crate::model::settings::Settings;
use crate::model::source::{Format, Source};
use crate::words::text;

/// The figures of one set of tags.
#[derive(Debug, Default)]
struct Stats {
    points: Vec<(f64, f64)>,
    min: Option<f64>,
    mean: Option<f64>,
    max: Option<f64>,
    requests: Option<u64>,
}

/// Makes a run of percentiles.
pub(super) fn run(
    stats: &[&Signal],
    signals: &[Signal],
    name: String,
    labeller: &dyn Labeller,
    settings: &Settings,
) -> Result<Run, Problem> {
    let reading = Reading { counter: Counter::K6, labeller, settings };
    let mut by_tags = by_tags(stats);
    let outcomes = outcomes(&reading, signals, &mut by_tags);
    let mut endpoints: BTreeMap<EndpointId, (Option<u64>, Figures)> = BTreeMap::new();
    let mut judged_tags = false;
    for (labels, stats) in by_tags {
        let Part::Test(requests) = reading.of(&labels) else { continue };
        if !requests.judged {
            continue;
        }
        judged_tags = true;
        // What was not expected is not what an endpoint's latency is.
        if requests.expected == Some(false) {
            continue;
        }
        let (id, count) = (requests.endpoint.id, stats.requests);
        let is_busier = endpoints.get(&id).is_none_or(|(known, _)| count > *known);
        if is_busier {
            let outcomes = outcomes.get(&id).cloned().unwrap_or_default();
            endpoints.insert(id, (count, Figures::of(outcomes, percentiles(stats))));
        }
    }
    if !judged_tags {
        let names = stats.iter().map(|signal| signal.title()).collect();
        return Err(Problem::NoRequestSeries { found: names });
    }
    let together = Err(Missing::message("untold-percentiles-together"));
    let whole = Figures::of(sum(outcomes.values()), together);
    let span = span(stats);
    let seconds = span.map(|(from, to)| (to - from) as f64 / 1e6).filter(|seconds| *seconds > 0.0);
    let source = sources(stats).into_iter().next();
    let time = chrono::DateTime::from_timestamp_micros;
    let summary = Summary {
        whole,
        endpoints: endpoints.into_iter().map(|(id, (_, figures))| (id, figures)).collect(),
        when: span.and_then(|(from, to)| time(from).zip(time(to))),
        seconds: seconds.ok_or(Missing::message("untold-duration-by-series")),
        data_received: Err(Missing::message("untold-bytes-by-series")),
        notes: Vec::new(),
    };
    let source = source.unwrap_or(Source { name: String::new(), bytes: 0, format: Format::Prometheus });
    let mut run = assemble(summary, name, source, settings);
    run.meta.sources = sources(stats);
    adopt(&mut run, Counter::K6);
    if outcomes.is_empty() {
        let traffic = run.endpoints.iter_mut().map(|endpoint| &mut endpoint.traffic).chain([&mut run.whole]);
        for traffic in traffic {
            traffic.requests = Err(Missing::message("untold-requests-without-series"));
            traffic.outcomes = Err(Missing::message("untold-outcomes-without-series"));
        }
    }
    Ok(run)
}

fn span(stats: &[&Signal]) -> Option<(i64, i64)> {
    let spans = stats.iter().filter_map(|signal| signal.span());
    spans.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
}

fn by_tags(stats: &[&Signal]) -> BTreeMap<Labels, Stats> {
    let mut by_tags: BTreeMap<Labels, Stats> = BTreeMap::new();
    for signal in stats {
        let (Some(stat), Some(unit)) = (stat(signal), unit(signal)) else { continue };
        for Series { labels, samples, .. } in &signal.series {
            let Some(last) = samples.last() else { continue };
            let milliseconds = last.value * unit;
            let known = by_tags.entry(labels.clone()).or_default();
            match stat {
                Stat::Quantile(q) => known.points.push((q, milliseconds)),
                Stat::Min => known.min = Some(milliseconds),
                Stat::Mean => known.mean = Some(milliseconds),
                Stat::Max => known.max = Some(milliseconds),
            }
        }
    }
    by_tags
}

/// Counts judged requests by endpoint and outcome, and those behind each set of tags.
fn outcomes(
    reading: &Reading<'_>,
    signals: &[Signal],
    by_tags: &mut BTreeMap<Labels, Stats>,
) -> BTreeMap<EndpointId, Outcomes> {
    let mut found: BTreeMap<EndpointId, Outcomes> = BTreeMap::new();
    let counter = counts(Counter::K6, signals)
        .filter(|signal| is_of(signal, Counter::K6) && text(signal).contains("reqs"))
        .and_then(|signal| Some((signal, width::step(signal)?)));
    let Some((signal, step)) = counter else { return found };
    for counted in Reader::new(signal, Counter::K6, 1.0, step).totals() {
        let count: u64 = counted.steps.iter().flat_map(|step| &step.counts).map(|(_, count)| count).sum();
        if let Some(stats) = by_tags.get_mut(&counted.labels) {
            stats.requests = Some(count);
        }
        let Part::Test(requests) = reading.of(&counted.labels) else { continue };
        let Some(outcome) = requests.outcome.filter(|_| requests.judged) else { continue };
        let all = Outcome::ALL.into_iter().map(|outcome| (outcome, 0)).collect();
        let known = found
            .entry(requests.endpoint.id)
            .or_insert_with(|| Outcomes { classes: all, ..Outcomes::default() });
        let one = Outcomes {
            bad: if reading.settings.outcomes.undeclared_4xx.counts_as_bad(outcome) { count } else { 0 },
            good: if reading.settings.outcomes.undeclared_4xx.counts_as_bad(outcome) { 0 } else { count },
            classes: BTreeMap::from([(outcome, count)]),
            statuses: requests.status.map(|status| (status, count)).into_iter().collect(),
            bad_may_hold_4xx: false,
        };
        *known = sum([&*known, &one].into_iter());
    }
    found
}

fn sum<'a>(all: impl Iterator<Item = &'a Outcomes>) -> Outcomes {
    let mut sum = Outcomes::default();
    for outcomes in all {
        sum.bad = sum.bad.saturating_add(outcomes.bad);
        sum.good = sum.good.saturating_add(outcomes.good);
        for (class, count) in &outcomes.classes {
            *sum.classes.entry(*class).or_default() += count;
        }
        for (status, count) in &outcomes.statuses {
            *sum.statuses.entry(*status).or_default() += count;
        }
    }
    sum
}

fn percentiles(stats: Stats) -> Known<Percentiles> {
    let mut points = stats.points;
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    if points.is_empty() {
        return Err(Missing::message("untold-percentile-by-series"));
    }
    if first_fall(&points).is_some() {
        return Err(Missing::message("untold-percentiles-fall"));
    }
    let stated = |figure: Option<f64>, stat: &str| {
        figure.ok_or_else(|| Missing::because(text!("untold-stat", stat = stat)))
    };
    Ok(Percentiles {
        count: stats.requests.ok_or(Missing::message("untold-requests-by-series")),
        min: stated(stats.min, "min"),
        mean: stated(stats.mean, "avg"),
        max: stated(stats.max, "max"),
        points,
        population: Population::Expected,
        span: Span::WholeTest,
        of_all: None,
    })
}
