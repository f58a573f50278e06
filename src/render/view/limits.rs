//! What was not tested, and how small a change could have been seen.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::comparison::{Comparison, Measure, NotTested};
use crate::model::indicator::Indicator;
use crate::model::quantity::RelativeChange;
use crate::model::subject::Subject;

use crate::render::text::plain;
use crate::words::{Arg, say, text};

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
        let name = plain(judged.subject.row().text());
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
        what: say!("untested-more", count = more),
        reason: say!("untested-in-file"),
        endpoints: Vec::new(),
    });
    lines
        .into_iter()
        .take(MOST_LINES)
        .map(|(entry, names)| {
            let measure = plain(entry.judged.untested_text());
            let what = match (names.as_slice(), &entry.judged.indicator) {
                _ if matches!(entry.judged.subject, Subject::Metric(_)) => plain(&entry.judged.subject),
                ([one], Indicator::Latency(_)) if entry.judged.subject.key().is_none() => {
                    say!("untested-of", measure = measure, subject = one)
                }
                ([_], _) if entry.judged.subject.key().is_none() => measure,
                ([one], _) => format!("{one} {measure}"),
                (many, _) => say!("untested-of-endpoints", measure = measure, count = many.len()),
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
    let low = cells.iter().copied().fold(f64::INFINITY, f64::min);
    let high = cells.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let (low, high) = (RelativeChange(low), RelativeChange(high));
    let size = if low.to_string() == high.to_string() {
        Arg::from(low)
    } else {
        text!("seen-range", low = low, high = high).into()
    };
    let shared = comparison.shared.iter().find(|shift| at_p95(shift.measure) && shift.detectable.is_finite());
    Some(match shared {
        _ if cells.len() == 1 => say!("seen-whole", size = size),
        None => say!("seen-endpoint", size = size),
        Some(shift) => {
            say!("seen-endpoint-and-all", size = size, all = RelativeChange(shift.detectable))
        }
    })
}

/// The same of metrics, where there is no latency of requests.
fn metrics_could_have_seen(comparison: &Comparison) -> Option<String> {
    let judged = || comparison.metrics.iter().filter(|cell| cell.is_judged);
    let (size, cell) =
        judged().filter_map(|cell| Some((cell.detectable?, cell))).min_by(|a, b| a.0.total_cmp(&b.0))?;
    let (metric, measure) = (plain(cell.name()), cell.judged.indicator.text());
    Some(say!("seen-metric", size = RelativeChange(size), metric = metric, measure = measure))
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
