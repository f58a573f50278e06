//! What was not tested, and how small a change could have been seen.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::comparison::{Comparison, Measure, NotTested};
use crate::model::indicator::Indicator;
use crate::model::quantity::RelativeChange;
use crate::model::subject::Subject;

use crate::render::text::plain;

/// Something that was not tested; endpoints that share the measure and the reason stand together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct NotTestedLine {
    /// `POST /api/orders p99`, `p99 of 8 endpoints`.
    pub(crate) what: String,
    /// Why: a fragment.
    pub(crate) reason: String,
    /// The endpoints, where several stand together.
    pub(crate) endpoints: Vec<String>,
}

/// Longer lists are not read: the rest is counted.
const MOST_LINES: usize = 200;

/// Gathers what was not tested, in its order.
pub(crate) fn not_tested(entries: &[NotTested]) -> Vec<NotTestedLine> {
    let mut lines: Vec<(&NotTested, Vec<String>)> = Vec::new();
    let mut places = BTreeMap::new();
    for entry in entries {
        let judged = &entry.judged;
        let name = plain(&judged.subject.row().to_string());
        let place = *places.entry((&judged.indicator, &entry.reason)).or_insert(lines.len());
        match lines
            .get_mut(place)
            .filter(|_| !matches!(judged.subject, Subject::Check(_) | Subject::Metric(_)))
        {
            Some((_, names)) => names.push(name),
            None => lines.push((entry, vec![name])),
        }
    }
    let more = lines.len().saturating_sub(MOST_LINES);
    let rest = (more > 0).then(|| NotTestedLine {
        what: format!("… and {more} more"),
        reason: "verdict.json has all of them".to_owned(),
        endpoints: Vec::new(),
    });
    lines
        .into_iter()
        .take(MOST_LINES)
        .map(|(entry, names)| {
            let measure = plain(&entry.judged.untested_measure());
            let what = match (names.as_slice(), &entry.judged.indicator) {
                _ if matches!(entry.judged.subject, Subject::Metric(_)) => {
                    plain(&entry.judged.subject.to_string())
                }
                ([one], Indicator::Latency(_)) if entry.judged.subject.key().is_none() => {
                    format!("{measure} of {one}")
                }
                ([_], _) if entry.judged.subject.key().is_none() => measure,
                ([one], _) => format!("{one} {measure}"),
                (many, _) => format!("{measure} of {} endpoints", many.len()),
            };
            NotTestedLine {
                what,
                reason: plain(&entry.reason),
                endpoints: if names.len() > 1 { names } else { Vec::new() },
            }
        })
        .chain(rest)
        .collect()
}

/// Says which change would have been found with 80 % power; absent where nothing was tested.
pub(crate) fn could_have_seen(comparison: &Comparison) -> Option<String> {
    let at_p95 = |measure| measure == Measure::P95;
    let cells: Vec<f64> = comparison
        .latency
        .iter()
        .filter(|cell| at_p95(cell.measure))
        .map(|cell| cell.detectable)
        .filter(|size| size.is_finite())
        .collect();
    if cells.is_empty() {
        return metrics_could_have_seen(comparison);
    }
    let mut parts = Vec::new();
    let low = cells.iter().copied().fold(f64::INFINITY, f64::min);
    let high = cells.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let where_to = if cells.len() > 1 { "one endpoint".to_owned() } else { Subject::Whole.to_string() };
    if low.is_finite() {
        let (low, high) = (RelativeChange(low).to_string(), RelativeChange(high).to_string());
        let size = if low == high { low } else { format!("{low} to {high}") };
        parts.push(format!("{size} on {where_to}"));
    }
    let shared = comparison.shared.iter().find(|shift| at_p95(shift.measure) && shift.detectable.is_finite());
    if let (Some(shift), true) = (shared, cells.len() > 1) {
        parts.push(format!("{} on all", RelativeChange(shift.detectable)));
    }
    (!parts.is_empty())
        .then(|| format!("Smaller changes than these may go unnoticed: {} (p95).", parts.join(", ")))
}

/// The same of metrics, where there is no latency of requests.
fn metrics_could_have_seen(comparison: &Comparison) -> Option<String> {
    let judged = || comparison.metrics.iter().filter(|cell| cell.is_judged);
    let (size, cell) =
        judged().filter_map(|cell| Some((cell.detectable?, cell))).min_by(|a, b| a.0.total_cmp(&b.0))?;
    let (size, name) = (RelativeChange(size), plain(&cell.name()));
    Some(format!("This comparison could have seen: {size} on {name} ({}).", cell.judged.indicator))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::judged::Judged;

    #[test]
    fn endpoints_with_the_same_reason_stand_together() {
        let entry = |endpoint: Option<&str>, measure: &str, reason: &'static str| {
            let judged = Judged::of(&Subject::of_key(endpoint), Indicator::of_name(measure));
            NotTested::new(judged, reason.to_owned())
        };
        let lines = not_tested(&[
            entry(Some("GET /a"), "p99", "no p(99)"),
            entry(None, "throughput", "open model"),
            entry(Some("GET /b"), "p99", "no p(99)"),
            entry(Some("GET /a"), "p50", "too few"),
            entry(None, "p99", "too few"),
        ]);
        let texts: Vec<&str> = lines.iter().map(|line| line.what.as_str()).collect();
        assert_eq!(texts, ["p99 of 2 endpoints", "throughput", "GET /a p50", "p99 of all requests"]);
        assert_eq!(lines[0].endpoints, ["GET /a", "GET /b"]);
    }
}
