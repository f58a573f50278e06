//! Grafana's frames: the answer of `/api/ds/query`, or the data of a panel as JSON.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Export, ExportedSeries};
use crate::model::series::{Sample, Series};
use crate::wire::prometheus::answer::NAME;
use crate::wire::prometheus::refusal::Refusal;

/// Tells by the beginning, without blanks.
pub(super) fn is_head(packed: &str) -> bool {
    let has = |key: &str| packed.contains(key);
    (packed.starts_with("{\"results\":") && (has("\"frames\":") || has("\"refId\":")))
        || (has("\"fields\":[") && (has("\"schema\":") || has("\"series\":[") || packed.starts_with('[')))
}

pub(super) fn read(text: &str) -> Result<Export, Refusal> {
    let document: Value = serde_json::from_str(text).map_err(Refusal::from)?;
    let mut frames = Vec::new();
    collect(&document, &mut frames);
    let mut export = Export::default();
    for frame in frames {
        read_frame(frame, &mut export);
    }
    if export.series.is_empty() && export.not_a_number == 0 {
        return Err(Refusal::OtherResult("frames without a field of times and one of numbers".to_owned()));
    }
    Ok(export)
}

/// Finds the frames, whatever they are wrapped in.
fn collect<'v>(value: &'v Value, frames: &mut Vec<&'v Value>) {
    let is_frame =
        value.pointer("/schema/fields").is_some() || value.get("fields").is_some_and(Value::is_array);
    match value {
        Value::Object(_) if is_frame => frames.push(value),
        Value::Object(map) => map.values().for_each(|value| collect(value, frames)),
        Value::Array(values) => values.iter().for_each(|value| collect(value, frames)),
        _ => {}
    }
}

fn read_frame(frame: &Value, export: &mut Export) {
    let fields = frame.pointer("/schema/fields").or_else(|| frame.get("fields")).and_then(Value::as_array);
    let fields: Vec<&Value> = fields.into_iter().flatten().collect();
    let column = |index: usize| {
        let own = fields.get(index).and_then(|field| field.get("values"));
        let values = own.or_else(|| frame.pointer("/data/values").and_then(|values| values.get(index)))?;
        // Old versions wrap them.
        values.as_array().or_else(|| values.get("buffer").and_then(Value::as_array))
    };
    let is = |field: &Value, kind: &str| field.get("type").and_then(Value::as_str) == Some(kind);
    let Some(times) = fields.iter().position(|field| is(field, "time")).and_then(column) else { return };
    for (index, field) in fields.iter().enumerate().filter(|(_, field)| is(field, "number")) {
        let Some(values) = column(index) else { continue };
        let mut labels: BTreeMap<String, String> = BTreeMap::new();
        for (name, value) in field.get("labels").and_then(Value::as_object).into_iter().flatten() {
            labels.extend(value.as_str().map(|value| (name.clone(), value.to_owned())));
        }
        let metric = labels.remove(NAME);
        let text = |pointer: &str| field.pointer(pointer).and_then(Value::as_str);
        let name = text("/name").filter(|name| !["Value", "value"].contains(name));
        let of_frame = frame.pointer("/schema/name").or_else(|| frame.get("name")).and_then(Value::as_str);
        let title =
            text("/config/displayNameFromDS").or_else(|| text("/config/displayName")).or(name).or(of_frame);
        let mut samples = Vec::with_capacity(values.len());
        for (time, value) in times.iter().zip(values) {
            match (time.as_f64().and_then(super::time::of_number), value.as_f64()) {
                (Some(at), Some(value)) => samples.push(Sample { at, value }),
                _ => export.not_a_number += 1,
            }
        }
        export.series.push(ExportedSeries {
            metric,
            title: title.map(str::to_owned),
            series: Series { labels, samples, ..Series::default() },
            ..ExportedSeries::default()
        });
    }
}
