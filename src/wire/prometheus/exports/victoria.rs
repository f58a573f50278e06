//! VictoriaMetrics' `/api/v1/export`: a series in each line, perhaps in several.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Export, Growing};
use crate::wire::prometheus::answer::NAME;
use crate::wire::prometheus::number::Number;
use crate::wire::prometheus::refusal::Refusal;

#[derive(Debug, Deserialize)]
#[serde(expecting = "a series, with `metric`, `values` and `timestamps`")]
struct Line {
    metric: BTreeMap<String, String>,
    values: Vec<Option<Number>>,
    timestamps: Vec<i64>,
}

pub(super) fn read(text: &str) -> Result<Export, Refusal> {
    let mut growing = Growing::default();
    let lines = serde_json::Deserializer::from_str(text).into_iter::<Line>();
    for line in lines {
        let Line { metric: mut labels, values, timestamps } = line.map_err(Refusal::from)?;
        let metric = labels.remove(NAME);
        if values.len() != timestamps.len() {
            let name = metric.unwrap_or_default();
            let reason = format!("{} values and {} timestamps of {name:?}", values.len(), timestamps.len());
            return Err(Refusal::Syntax { line: 1, column: 1, reason });
        }
        growing.series(metric.clone(), labels.clone());
        for (value, at) in values.into_iter().zip(timestamps) {
            let micros =
                at.checked_mul(1_000).ok_or_else(|| super::wrong(1, "a timestamp that is no time"))?;
            growing.add(metric.clone(), labels.clone(), micros, value.map_or(f64::NAN, |value| value.0));
        }
    }
    Ok(growing.export)
}
