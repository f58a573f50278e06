//! The published schema and the refusal of real files that are no verdict.

use perfreport::internals::wire::verdict::{self, FORMAT};
use serde_json::Value;

use crate::support::{fixture, repository};

/// The keys that `verdict.json` promises to scripts, by the definition in the schema that holds them.
const PROMISED: [(&str, &[&str]); 8] = [
    ("", &["format", "verdict", "provisional", "findings", "not_tested", "base", "run"]),
    (
        "Finding",
        &[
            "verdict",
            "rule",
            "endpoint",
            "measure",
            "base",
            "run",
            "change",
            "interval",
            "q",
            "text",
            "direction",
        ],
    ),
    ("NotTested", &["endpoint", "measure", "reason"]),
    ("Base", &["runs"]),
    (
        "Run",
        &[
            "requests",
            "duration_seconds",
            "test_duration_seconds",
            "rate",
            "outcomes",
            "latency",
            "endpoints",
            "missing",
        ],
    ),
    (
        "Outcomes",
        &[
            "ok",
            "intended_4xx",
            "undeclared_4xx",
            "server_error",
            "timeout",
            "transport_error",
            "bad",
            "good",
        ],
    ),
    ("Latency", &["p50", "p90", "p95", "p99", "max", "curve", "missing"]),
    ("Endpoint", &["name", "requests", "outcomes", "latency", "missing"]),
];

#[test]
fn the_published_schema_describes_what_is_promised() {
    let text = std::fs::read_to_string(repository().join("docs/verdict.schema.json")).unwrap();
    let schema: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(schema["properties"]["format"]["const"], FORMAT);
    for (definition, keys) in PROMISED {
        let object = if definition.is_empty() { &schema } else { &schema["$defs"][definition] };
        for key in keys {
            assert!(object["properties"][key]["description"].is_string(), "{definition}.{key}");
        }
    }
}

#[test]
fn a_k6_summary_is_refused_with_what_was_found() {
    let file = std::fs::File::open(fixture("edge/summary-export.json")).unwrap();
    let error = verdict::from_reader(file, "summary-export.json").unwrap_err().to_string();
    assert_eq!(
        error,
        "summary-export.json: not a perfreport/verdict file: \
         found a JSON object without `format`, with the keys \"metrics\", \"root_group\", \"setup_data\""
    );
}
