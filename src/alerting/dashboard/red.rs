//! Rate, errors and duration of requests: of all together, and of the busiest endpoints.

use super::panel::{Panel, PanelKind, Section, Target};
use crate::alerting::service::Service;
use crate::alerting::text::number;
use crate::alerting::watched::{RANGE, Watched};
use crate::model::slo::Objective;

/// Grafana's variable: four scrapes at least, and a step of the chart.
const STEP: &str = "[$__rate_interval]";
/// The whole time range that is shown.
const SHOWN: &str = "[$__range]";
/// The same whatever the time on the axis.
const SHOWN_AT_END: &str = "[$__range] @ end()";
const QUANTILES: [f64; 3] = [0.5, 0.95, 0.99];

/// Each objective by itself, as its alerts see it, with its limit as a line.
pub(super) fn objectives<'a>(objectives: impl Iterator<Item = &'a Watched>, service: &Service) -> Section {
    let panel = |objective: &Watched| {
        let legend = legend(&objective.labels);
        let title = format!("{}: {}", objective.subject, objective.words);
        let (unit, expr, line) = match objective.objective {
            Objective::Success { .. } => {
                let share = format!("({}) / ({} > 0)", objective.bad, objective.requests);
                ("percentunit", share, objective.budget)
            }
            Objective::Latency { within, share } => {
                let by = objective.labels.join(", ");
                let expr = quantile(service, share, &objective.matchers, &by, RANGE);
                (unit(service), expr, within / milliseconds(service))
            }
        };
        Panel { line: Some(line), ..Panel::course(title, unit, expr, &legend) }
    };
    Section { title: "Objectives", panels: objectives.map(panel).collect() }
}

/// All requests together.
pub(super) fn whole(service: &Service) -> Section {
    let by_status = service.rate("count", &[], &service.status, STEP);
    let target = |q: f64| Target {
        expr: quantile(service, q, &[], "", STEP),
        legend: format!("p{}", number(q * 100.0)),
    };
    let latency = Panel {
        title: "How long do requests take?".to_owned(),
        kind: PanelKind::Course,
        unit: unit(service),
        targets: QUANTILES.map(target).into(),
        line: None,
    };
    let failed = share(service, "", STEP, &service.failures(&[]));
    let status = format!("{{{{{}}}}}", service.status);
    Section {
        title: "All requests",
        panels: vec![
            Panel::course("How many requests are there, by status?", "reqps", by_status, &status),
            Panel::course("What share of the requests fails?", "percentunit", failed, "server errors"),
            latency,
        ],
    }
}

/// The busiest endpoints, where they have labels.
pub(super) fn by_endpoint(service: &Service) -> Vec<Section> {
    let labels: Vec<String> = service.endpoint_labels().into_iter().map(str::to_owned).collect();
    if labels.is_empty() {
        return Vec::new();
    }
    let (by, legend) = (labels.join(", "), legend(&labels));
    let figures = |range: &str| {
        [
            ("reqps", service.rate("count", &[], &by, range)),
            ("percentunit", share(service, &by, range, &service.failures(&[]))),
            (unit(service), quantile(service, 0.95, &[], &by, range)),
        ]
    };
    let ranking = |(title, (unit, expr)): (&str, (&'static str, String))| Panel {
        kind: PanelKind::Ranking,
        ..Panel::course(title, unit, format!("topk($topn, {expr})"), &legend)
    };
    // The same endpoints in every panel and at every time: those that were the busiest when the time range ends.
    let busiest = format!("topk($topn, {})", service.rate("count", &[], &by, SHOWN_AT_END));
    let course = |(title, (unit, expr)): (&str, (&'static str, String))| {
        Panel::course(title, unit, format!("({expr}) and on ({by}) {busiest}"), &legend)
    };
    let rankings = ["Which endpoints are the busiest?", "Which fail most?", "Which are the slowest (p95)?"];
    let courses = [
        "How many requests do the busiest get?",
        "What share of them fails?",
        "How long do they take (p95)?",
    ];
    vec![
        Section {
            title: "Top endpoints of the time range",
            panels: rankings.into_iter().zip(figures(SHOWN)).map(ranking).collect(),
        },
        Section {
            title: "The busiest endpoints over time",
            panels: courses.into_iter().zip(figures(STEP)).map(course).collect(),
        },
    ]
}

/// The share of requests with some matchers, 0 where there are none of them.
fn share(service: &Service, by: &str, range: &str, matchers: &[String]) -> String {
    let all = service.rate("count", &[], by, range);
    let some = service.rate("count", matchers, by, range);
    format!("({some} or 0 * {all}) / ({all} > 0)")
}

fn quantile(service: &Service, q: f64, matchers: &[String], by: &str, range: &str) -> String {
    let by = if by.is_empty() { "le".to_owned() } else { format!("{by}, le") };
    format!("histogram_quantile({}, {})", number(q), service.rate("bucket", matchers, &by, range))
}

fn legend(labels: &[String]) -> String {
    let labels: Vec<String> = labels.iter().map(|label| format!("{{{{{label}}}}}")).collect();
    if labels.is_empty() { "all requests".to_owned() } else { labels.join(" ") }
}

fn milliseconds(service: &Service) -> f64 {
    service.instrumentation.unit.milliseconds().unwrap_or(1000.0)
}

/// The unit of latency, as Grafana calls it.
fn unit(service: &Service) -> &'static str {
    if milliseconds(service) == 1.0 { "ms" } else { "s" }
}
