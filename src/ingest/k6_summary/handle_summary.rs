//! Shape B, `handleSummary(data)` written as JSON: figures under `values`, `ok: true` for a threshold
//! that was kept.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::groups::WireGroup;
use super::metrics;
use super::summary::Summary;
use super::value::{self, Fields, RateKeys};
use crate::ingest::error::Problem;
use crate::ingest::locate::quoted;
use crate::model::metric::MetricType;

#[derive(Deserialize)]
#[serde(expecting = "a k6 summary")]
pub(super) struct Wire {
    metrics: BTreeMap<String, WireMetric>,
    root_group: Option<WireGroup>,
    state: Option<WireState>,
}

#[derive(Deserialize)]
#[serde(expecting = "a metric with `values`")]
struct WireMetric {
    /// Absent where a custom handleSummary dropped it: an error only for a metric that is used.
    #[serde(default)]
    values: Fields,
    #[serde(rename = "type", default, deserialize_with = "metrics::text")]
    kind: Option<String>,
    #[serde(default, deserialize_with = "metrics::text")]
    contains: Option<String>,
    #[serde(default)]
    thresholds: Option<BTreeMap<String, WireThreshold>>,
}

#[derive(Deserialize)]
#[serde(expecting = "a threshold with `ok`")]
struct WireThreshold {
    ok: bool,
}

#[derive(Deserialize)]
#[serde(expecting = "an object with `testRunDurationMs`")]
struct WireState {
    #[serde(rename = "testRunDurationMs", default)]
    duration_ms: Value,
}

impl TryFrom<Wire> for Summary {
    type Error = Problem;

    fn try_from(wire: Wire) -> Result<Self, Problem> {
        let mut summary = Self { checks_left_out: wire.root_group.is_none(), ..Self::default() };
        for (name, metric) in wire.metrics {
            let path = format!("metrics.{}.values", quoted(&name));
            value::read(&mut summary.metrics, &name, &metric.values, RateKeys::PassesFails, &path)?;
            let of = metric.kind.as_deref().map(|kind| MetricType::of_k6(kind, metric.contains.as_deref()));
            metrics::read(&mut summary.own, &name, &metric.values, of);
            for (expression, threshold) in metric.thresholds.unwrap_or_default() {
                summary.add_threshold(&name, expression, !threshold.ok, &metric.values);
            }
        }
        if let Some(root) = wire.root_group {
            summary.checks = root.checks()?;
        }
        if let Some(state) = wire.state {
            summary.duration = value::length_of_time(&state.duration_ms, "state.testRunDurationMs")?
                .map(|milliseconds| milliseconds / 1000.0);
        }
        Ok(summary)
    }
}
