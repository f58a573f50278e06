//! Prometheus' text format and OpenMetrics: one scrape, or samples with their times.

use std::collections::BTreeMap;

use super::{Export, Growing, selector, wrong};
use crate::model::series::unit::SampleKind;
use crate::wire::prometheus::refusal::Refusal;

/// Tells by the first lines: comments of the format, or `metric{…} value`.
pub(super) fn is_head(head: &str) -> bool {
    let first = head.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    let is_comment = ["# HELP ", "# TYPE ", "# UNIT ", "# EOF"].iter().any(|start| first.starts_with(start));
    is_comment || (!first.starts_with('#') && sample(first).is_some())
}

pub(super) fn read(text: &str, made: i64) -> Result<Export, Refusal> {
    let mut growing = Growing::default();
    let mut kinds: BTreeMap<String, SampleKind> = BTreeMap::new();
    for (index, line) in text.lines().map(str::trim).enumerate() {
        if let Some(rest) = line.strip_prefix("# TYPE ") {
            let kind = |kind: &str| match kind.trim() {
                "counter" => Some(SampleKind::Counter),
                "gauge" => Some(SampleKind::Gauge),
                _ => None,
            };
            if let Some((name, kind)) = rest.split_once(' ').and_then(|(name, of)| Some((name, kind(of)?))) {
                kinds.insert(name.to_owned(), kind);
            }
            continue;
        }
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (metric, labels, value, at) =
            sample(line).ok_or_else(|| wrong(index + 1, "expected `metric{label=\"value\"} number`"))?;
        // A counter's type is that of its name without `_total`, in OpenMetrics.
        let kind = kinds.get(&metric).or_else(|| kinds.get(metric.strip_suffix("_total")?)).copied();
        growing.add(Some(metric.clone()), labels.clone(), at.unwrap_or(made), value);
        if value.is_finite() {
            growing.series(Some(metric), labels).kind = kind;
        }
    }
    Ok(growing.export)
}

type Read = (String, BTreeMap<String, String>, f64, Option<i64>);

fn sample(line: &str) -> Option<Read> {
    let (metric, labels, rest) = selector(line)?;
    let metric = metric.filter(|name| !name.starts_with(|c: char| c.is_ascii_digit() || ".:".contains(c)))?;
    // An exemplar follows behind ` # `.
    let rest = rest.split_once(" # ").map_or(rest, |(sample, _)| sample);
    let mut words = rest.strip_prefix([' ', '\t'])?.split_whitespace();
    let value: f64 = words.next()?.parse().ok()?;
    let at = match words.next() {
        Some(time) => Some(super::time::of_number(time.parse().ok()?)?),
        None => None,
    };
    words.next().is_none().then_some((metric, labels, value, at))
}
