//! Which of the three shapes a JSON text is, from its top-level keys.

use std::fmt;

use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::ingest::error::Problem;
use crate::ingest::locate;
use crate::model::source::Format;

/// One of k6's three end-of-test summaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ingest) enum Shape {
    /// `--summary-export`.
    SummaryExport,
    /// The data of `handleSummary`.
    HandleSummary,
    /// `--new-machine-readable-summary`.
    MachineReadable,
}

impl Shape {
    /// The format that a source of this shape is.
    pub(in crate::ingest) fn format(self) -> Format {
        match self {
            Self::SummaryExport => Format::K6SummaryExport,
            Self::HandleSummary => Format::K6HandleSummary,
            Self::MachineReadable => Format::K6MachineReadable,
        }
    }
}

/// A summary whose shape is known, and its text.
pub(in crate::ingest) struct SummaryFile {
    /// As the user named it.
    pub(in crate::ingest) name: String,
    /// Bytes of the file, compressed if it was.
    pub(in crate::ingest) bytes: u64,
    pub(in crate::ingest) shape: Shape,
    pub(in crate::ingest) text: String,
}

/// Tells the shape, or which keys were found and which are missing.
pub(in crate::ingest) fn of(text: &str) -> Result<Shape, Problem> {
    let outline: Outline = serde_json::from_str(text).map_err(|error| locate::problem(text, &error))?;
    outline.format()
}

/// The top-level keys of a text; nothing else of it is kept.
#[derive(Default)]
struct Outline {
    keys: Vec<String>,
    /// Whether `metrics` is an object, and one of its metrics has `values`.
    metrics: Option<bool>,
}

impl Outline {
    fn has(&self, key: &str) -> bool {
        self.keys.iter().any(|found| found == key)
    }

    fn has_any(&self, keys: &[&str]) -> bool {
        keys.iter().any(|key| self.has(key))
    }

    fn format(self) -> Result<Shape, Problem> {
        let missing = |shape, key: &str| Err(Problem::MissingKey { shape, key: key.to_owned() });
        match self.metrics {
            Some(true) => Ok(Shape::HandleSummary),
            // Only with no metric at all do the other keys have to tell.
            Some(false) if self.has_any(&["state", "options"]) => Ok(Shape::HandleSummary),
            Some(false) => Ok(Shape::SummaryExport),
            None if self.has("results") && self.has_any(&["metadata", "config", "version"]) => {
                Ok(Shape::MachineReadable)
            }
            None if self.has("root_group") || self.has("setup_data") => missing("a k6 summary", "metrics"),
            None if self.has("metadata") && self.has("config") => {
                missing("a machine-readable k6 summary", "results")
            }
            None if self.has_any(&["http_reqs", "http_req_duration"]) => Err(Problem::Reshaped {
                found: "its metrics without the object around them (`data.metrics`)",
            }),
            None if self.has("data") => Err(Problem::Reshaped { found: "an object around it (`{ data }`)" }),
            None => Err(Problem::NoShape { found: self.keys }),
        }
    }
}

impl<'de> Deserialize<'de> for Outline {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Self::default())
    }
}

impl<'de> Visitor<'de> for Outline {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<Self, A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            if key == "metrics" {
                self.metrics = metrics_have_values(&map.next_value()?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
            self.keys.push(key);
        }
        Ok(self)
    }
}

fn metrics_have_values(metrics: &Value) -> Option<bool> {
    let metrics = metrics.as_object()?;
    Some(metrics.values().any(|metric| metric.get("values").is_some_and(Value::is_object)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_content_tells_the_shape() {
        let cases = [
            (r#"{"metrics":{"a":{"count":1}},"root_group":{}}"#, Shape::SummaryExport),
            (r#"{"metrics":{}}"#, Shape::SummaryExport),
            (r#"{"metrics":{"a":{"values":{"count":1}}}}"#, Shape::HandleSummary),
            (r#"{"state":{},"metrics":{}}"#, Shape::HandleSummary),
            (r#"{"version":"1.0.0","results":{}}"#, Shape::MachineReadable),
        ];
        for (text, format) in cases {
            assert_eq!(of(text).unwrap(), format, "{text}");
        }
    }

    #[test]
    fn other_json_is_told_what_is_missing() {
        let error = |text| of(text).unwrap_err().to_string();
        assert_eq!(error(r#"{"root_group":{},"state":{}}"#), "a k6 summary without the key metrics");
        assert_eq!(
            error(r#"{"metadata":{},"config":{}}"#),
            "a machine-readable k6 summary without the key results"
        );
        assert_eq!(
            error(r#"{"p95":12,"ok":true}"#),
            "JSON, but no k6 summary: found `p95`, `ok`; expected `metrics` and `root_group`, or `results` and `metadata`"
        );
        let bare = error(r#"{"http_reqs":{"values":{}},"vus":{}}"#);
        assert!(bare.contains("`data.metrics`"), "{bare}");
        let wrapped = error(r#"{"data":{"metrics":{}}}"#);
        assert!(wrapped.contains("`{ data }`"), "{wrapped}");
        assert!(error("{}").contains("no key at all"));
        assert!(error("{\"metrics\":{}} trailing").contains("trailing characters"));
    }
}
