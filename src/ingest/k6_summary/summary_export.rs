//! Shape A, `--summary-export`: metrics flat and without a type, `true` for a threshold that was crossed.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::groups::WireGroup;
use super::metrics;
use super::summary::Summary;
use super::value::{self, Fields, RateKeys, describe};
use crate::ingest::error::Problem;
use crate::ingest::locate::quoted;

#[derive(Deserialize)]
#[serde(expecting = "a k6 summary")]
pub(super) struct Wire {
    metrics: BTreeMap<String, Fields>,
    root_group: Option<WireGroup>,
}

impl TryFrom<Wire> for Summary {
    type Error = Problem;

    fn try_from(wire: Wire) -> Result<Self, Problem> {
        let mut summary = Self { checks_left_out: wire.root_group.is_none(), ..Self::default() };
        for (name, mut fields) in wire.metrics {
            let path = format!("metrics.{}", quoted(&name));
            let thresholds = fields.remove("thresholds");
            value::read(&mut summary.metrics, &name, &fields, RateKeys::PassesFails, &path)?;
            metrics::read(&mut summary.own, &name, &fields, None);
            for (expression, crossed) in thresholds_of(thresholds, &path)? {
                summary.add_threshold(&name, expression, crossed, &fields);
            }
        }
        if let Some(root) = wire.root_group {
            summary.checks = root.checks()?;
        }
        Ok(summary)
    }
}

fn thresholds_of(thresholds: Option<Value>, path: &str) -> Result<Vec<(String, bool)>, Problem> {
    let entries = match thresholds {
        None | Some(Value::Null) => return Ok(Vec::new()),
        Some(Value::Object(entries)) => entries,
        Some(other) => {
            let key = format!("{path}.thresholds");
            return Err(Problem::Value { key, found: describe(&other), expected: "an object" });
        }
    };
    entries
        .into_iter()
        .map(|(expression, crossed)| match crossed {
            Value::Bool(crossed) => Ok((expression, crossed)),
            other => Err(Problem::Value {
                key: format!("{path}.thresholds.{}", quoted(&expression)),
                found: describe(&other),
                expected: "true or false",
            }),
        })
        .collect()
}
