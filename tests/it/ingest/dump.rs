//! A run as compact text, for snapshots: one line a fact, `-` with the reason for what is missing.

use std::fmt::{Debug, Write};

use perfreport::model::endpoint::{Span, Traffic};
use perfreport::model::latency::{Latency, Population, percent_of};
use perfreport::model::metric::{Metric, MetricKind, Samples};
use perfreport::model::missing::Known;
use perfreport::model::run::Run;

pub(super) fn text(run: &Run) -> String {
    let mut out = String::new();
    let meta = &run.meta;
    let source = &meta.sources[0];
    let mut line = |text: String| writeln!(out, "{text}").unwrap();
    line(format!("{} · {} · {} · {} bytes", meta.name, meta.tool, source.format, source.bytes));
    line(format!("from {} to {}", known(&meta.started), known(&meta.ended)));
    line(format!("seconds {}, judged {}", known(&meta.duration), known(&meta.window_duration)));
    line(format!("window {:?}: {}", meta.window.scenarios, meta.window.text));
    line(format!("script {}", known(&meta.script_hash)));
    line(String::new());
    line(format!("whole: {}", traffic(&run.whole)));
    for endpoint in &run.endpoints {
        line(format!("{}: {}", endpoint.id, traffic(&endpoint.traffic)));
    }
    line(String::new());
    let load = &run.load;
    line(format!("vus {} of {}", known(&load.peak_vus), known(&load.max_vus)));
    line(format!("iterations {}, dropped {}", known(&load.iterations), known(&load.dropped_iterations)));
    line(format!("bytes sent {}, received {}", known(&load.data_sent), known(&load.data_received)));
    let phases: Vec<_> = load.phases.iter().map(|phase| (&phase.name, phase.p95)).collect();
    line(format!("phases p95 {phases:?}"));
    for check in &run.checks {
        line(format!("check {:?} {} passed, {} failed", check.path, check.passes, check.fails));
    }
    let (crossed, kept): (Vec<_>, Vec<_>) = run.thresholds.iter().partition(|threshold| threshold.crossed);
    line(format!("{} thresholds kept, {} crossed", kept.len(), crossed.len()));
    for threshold in crossed {
        line(format!("crossed {} {}", threshold.metric, threshold.expression));
    }
    for threshold in kept.iter().filter(|threshold| threshold.no_samples) {
        line(format!("no samples {} {}", threshold.metric, threshold.expression));
    }
    for (name, metric) in &run.metrics {
        line(format!("metric {name}: {}", self::metric(metric)));
    }
    for note in &run.notes {
        line(format!("note {}", note.text));
        if let Some(hint) = &note.hint {
            line(format!("  hint {hint}"));
        }
    }
    out
}

fn known<T: Debug>(figure: &Known<T>) -> String {
    match figure {
        Ok(figure) => format!("{figure:?}"),
        Err(missing) => format!("- ({missing})"),
    }
}

fn metric(metric: &Metric) -> String {
    let kind = metric.of.kind.map_or("of no kind", MetricKind::name);
    let unit = if metric.of.is_time { " in ms" } else { "" };
    let samples = match &metric.samples {
        Samples::Measured(measured) => format!(
            "{} one by one, {} not 0, sum {}, {:?}",
            measured.count,
            measured.non_zero,
            measured.sum(),
            measured.extremes
        ),
        Samples::Stated(stated) => serde_json::to_string(stated).unwrap(),
    };
    format!("{kind}{unit}, {samples}")
}

fn traffic(traffic: &Traffic) -> String {
    let outcomes = match &traffic.outcomes {
        Err(missing) => format!("- ({missing})"),
        Ok(outcomes) => {
            let doubt = if outcomes.bad_may_hold_4xx { " (or 4xx)" } else { "" };
            let classes: Vec<String> =
                outcomes.classes.iter().map(|(class, count)| format!("{}={count}", class.key())).collect();
            format!(
                "{} bad{doubt}, {} good, classes [{}], statuses {:?}",
                outcomes.bad,
                outcomes.good,
                classes.join(" "),
                outcomes.statuses
            )
        }
    };
    format!(
        "{} requests{}\n    {outcomes}\n    {}",
        known(&traffic.requests),
        span(traffic.span),
        latency(&traffic.latency)
    )
}

fn latency(latency: &Known<Latency>) -> String {
    match latency {
        Err(missing) => format!("latency - ({missing})"),
        Ok(Latency::Distribution(distribution)) => format!("latency of {} one by one", distribution.count()),
        Ok(Latency::Percentiles(percentiles)) => {
            let points: Vec<String> =
                percentiles.points.iter().map(|&(q, ms)| format!("p{}={ms}", percent_of(q))).collect();
            let population = match percentiles.population {
                Population::Expected => "expected",
                Population::ExpectedAndTimeouts => "expected and timeouts",
                Population::AllResponses => "all responses",
            };
            format!(
                "latency of {} {population}{}: min={} avg={} {} max={}",
                known(&percentiles.count),
                span(percentiles.span),
                known(&percentiles.min),
                known(&percentiles.mean),
                points.join(" "),
                known(&percentiles.max)
            )
        }
    }
}

fn span(span: Span) -> &'static str {
    match span {
        Span::Window => " in the window",
        Span::WholeTest => " in the whole test",
    }
}
