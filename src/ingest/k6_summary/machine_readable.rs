//! Shape C, `--new-machine-readable-summary`: metrics as an array in random order, no thresholds, no
//! groups, and the whole script, of which only the hash is kept.

use std::fmt;

use chrono::{DateTime, Utc};
use serde::de::Visitor;
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::groups::WireCheck;
use super::metrics;
use super::summary::Summary;
use super::value::{self, Fields, RateKeys};
use crate::ingest::error::Problem;
use crate::ingest::locate::quoted;
use crate::model::metric::MetricType;

#[derive(Deserialize)]
#[serde(expecting = "a k6 summary")]
pub(super) struct Wire {
    #[serde(default)]
    metadata: WireMetadata,
    #[serde(default)]
    config: WireConfig,
    results: WireResults,
}

/// Both spellings are seen in the wild.
#[derive(Deserialize, Default)]
#[serde(expecting = "an object with `k6_version`")]
struct WireMetadata {
    #[serde(alias = "generatedAt")]
    generated_at: Option<String>,
    #[serde(alias = "k6Version")]
    k6_version: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(expecting = "an object with `duration`")]
struct WireConfig {
    /// Seconds.
    #[serde(default)]
    duration: Value,
    script: Option<ScriptHash>,
}

#[derive(Deserialize)]
#[serde(expecting = "an object with `metrics`")]
struct WireResults {
    metrics: Option<Vec<WireMetric>>,
    checks: Option<WireChecks>,
}

#[derive(Deserialize)]
#[serde(expecting = "a metric with `name` and `values`")]
struct WireMetric {
    name: String,
    #[serde(default)]
    values: Fields,
    #[serde(rename = "type", default, deserialize_with = "metrics::text")]
    kind: Option<String>,
    #[serde(default, deserialize_with = "metrics::text")]
    contains: Option<String>,
}

#[derive(Deserialize)]
#[serde(expecting = "an object with `results`")]
struct WireChecks {
    #[serde(default)]
    results: Vec<WireCheck>,
}

impl TryFrom<Wire> for Summary {
    type Error = Problem;

    fn try_from(wire: Wire) -> Result<Self, Problem> {
        let Some(metrics) = wire.results.metrics else {
            let key = "results.metrics".to_owned();
            return Err(Problem::MissingKey { shape: "a machine-readable k6 summary", key });
        };
        let mut summary = Self {
            duration: value::length_of_time(&wire.config.duration, "config.duration")?,
            ended: wire.metadata.generated_at.as_deref().and_then(date),
            version: wire.metadata.k6_version.map(|version| version.trim_start_matches('v').to_owned()),
            script_hash: wire.config.script.map(|script| script.0),
            ..Self::default()
        };
        for metric in metrics {
            let path = format!("results.metrics.{}.values", quoted(&metric.name));
            value::read(&mut summary.metrics, &metric.name, &metric.values, RateKeys::MatchesTotal, &path)?;
            let of = metric.kind.as_deref().map(|kind| MetricType::of_k6(kind, metric.contains.as_deref()));
            metrics::read(&mut summary.own, &metric.name, &metric.values, of);
        }
        // A script without checks has no such key.
        for check in wire.results.checks.map(|checks| checks.results).unwrap_or_default() {
            summary.checks.push(check.convert("")?);
        }
        Ok(summary)
    }
}

fn date(text: &str) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(text).ok().map(|date| date.with_timezone(&Utc))
}

/// SHA-256 of a text that is not kept, in hex.
struct ScriptHash(String);

impl<'de> Deserialize<'de> for ScriptHash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(ScriptVisitor).map(Self)
    }
}

struct ScriptVisitor;

impl Visitor<'_> for ScriptVisitor {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the script's text")
    }

    fn visit_str<E>(self, script: &str) -> Result<String, E> {
        Ok(Sha256::digest(script.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect())
    }
}
