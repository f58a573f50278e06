//! Rule `validity`, for latency that is too good to be true: an empty answer looks like a fast one.

use super::{Inputs, finding};
use crate::model::comparison::{ALL_REQUESTS, Change, Comparison, Measure};
use crate::model::judgement::{Finding, Rule, Verdict};
use crate::model::quantity::{Milliseconds, listed, significant};

/// What one endpoint did.
struct Faster<'a> {
    endpoint: &'a str,
    /// How many times as fast at the measure at which it gained least.
    times: f64,
    /// p50 and p95, base and candidate, in milliseconds.
    figures: [(Measure, f64, f64); 2],
}

/// WARN for endpoints that became several times as fast in their body and in their tail alike. That errors rose
/// meanwhile is the affair of their own rule.
pub(super) fn findings(evidence: &Inputs<'_>) -> Option<Finding> {
    let comparison = evidence.comparison?;
    let least = evidence.settings.limits.implausible_speedup;
    let mut names: Vec<&str> = Vec::new();
    for cell in &comparison.latency {
        if !names.contains(&cell.endpoint.as_str()) {
            names.push(&cell.endpoint);
        }
    }
    let mut faster: Vec<Faster<'_>> = names
        .into_iter()
        .filter_map(|name| measured(comparison, name))
        .filter(|f| f.times >= least)
        .collect();
    faster.sort_by(|a, b| b.times.total_cmp(&a.times));
    let first = faster.first()?;
    let [(p50, p50_base, p50_run), (p95, p95_base, p95_run)] = first.figures;
    let who = if first.endpoint == ALL_REQUESTS { "The run as a whole" } else { first.endpoint };
    let (title, more) = if faster.len() == 1 {
        (format!("{who} answers {} times as fast", significant(first.times)), String::new())
    } else {
        let names: Vec<String> =
            faster.iter().map(|f| format!("{} ({} times)", f.endpoint, significant(f.times))).collect();
        let title = format!("{} endpoints answer more than {least} times as fast", faster.len());
        (title, format!(" Together: {}.", listed(&names)))
    };
    Some(Finding {
        change: Change::Unchanged,
        endpoint: (faster.len() == 1 && first.endpoint != ALL_REQUESTS).then(|| first.endpoint.to_owned()),
        title,
        text: format!(
            "{who}: {p50} went from {} to {} and {p95} from {} to {}. From {least} times on at both, hardly a request does its work any more (`[limits] implausible_speedup`).{more}",
            Milliseconds(p50_base),
            Milliseconds(p50_run),
            Milliseconds(p95_base),
            Milliseconds(p95_run),
        ),
        advice: Some(
            "Look at one answer: an empty body, an error page with status 200 or a stub is as fast."
                .to_owned(),
        ),
        ..finding(Verdict::Warn, Rule::Validity, "plausibility")
    })
}

fn measured<'a>(comparison: &'a Comparison, endpoint: &'a str) -> Option<Faster<'a>> {
    let at = |measure: Measure| {
        let of_it = |cell: &&crate::model::comparison::LatencyCell| {
            cell.endpoint == endpoint && cell.measure == measure
        };
        comparison.latency.iter().find(of_it)
    };
    let (p50, p95) = (at(Measure::P50)?, at(Measure::P95)?);
    Some(Faster {
        endpoint,
        times: (-p50.log_change).exp().min((-p95.log_change).exp()),
        figures: [p50, p95].map(|cell| (cell.measure, cell.base, cell.run)),
    })
}
