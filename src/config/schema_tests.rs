//! Keeps `docs/perfreport.schema.json` and the defaults in it true.

use std::borrow::Cow;
use std::path::Path;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::Value;

use super::accepted::{Day, Increase};
use super::compare_endpoint::Percentile;
use super::metric_objective::{Limit, Selector, StatisticName};
use super::names::Names;
use super::parse;
use super::value::{
    Change, Checked, Duration, Factor, GoodShare, Link, Name, NoiseShare, Offset, Points, PositiveDuration,
    RoutePattern, Status, ValueKind, WholeNumber,
};
use super::wire::{Config, Statuses};
use crate::model::settings::Settings;

/// The schema of a kind of value.
trait Described: ValueKind {
    fn schema() -> Schema;
}

impl<K: Described> JsonSchema for Checked<K> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        std::any::type_name::<K>().into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        K::schema()
    }
}

macro_rules! described {
    ($($kind:ty: $schema:tt)*) => {
        $(impl Described for $kind { fn schema() -> Schema { json_schema!($schema) } })*
    };
}

described! {
    Duration: {"type": "string", "examples": ["30s", "2m"]}
    PositiveDuration: {"type": "string", "examples": ["500ms", "30d"]}
    Offset: {"type": "string", "examples": ["1.5s", "-2s"]}
    Change: {"type": ["string", "number"], "examples": ["5%", 0.05]}
    Increase: {"type": "string", "examples": ["+40%"]}
    Day: {"type": "string", "format": "date", "examples": ["2026-12-31"]}
    NoiseShare: {"type": ["string", "number"], "examples": ["3%", 0.03]}
    Points: {"type": ["string", "number"], "examples": ["0.1pp", 0.001]}
    GoodShare: {"type": ["string", "number"], "examples": ["99.9%", 0.999]}
    Factor: {"type": "number", "exclusiveMinimum": 1, "examples": [5]}
    WholeNumber: {"type": "integer", "minimum": 1}
    Name: {"type": "string", "minLength": 1}
    Percentile: {"type": "string", "pattern": "^p[0-9]+([.][0-9]+)?$", "examples": ["p95"]}
    Selector: {"type": "string", "minLength": 1, "examples": ["hikaricp_connections_pending", "node_load1{job=\"shop\"}"]}
    Limit: {"type": ["string", "number"], "examples": [5, "80%", "200ms"]}
    StatisticName: {"type": "string", "pattern": "^(max|min|mean|avg|p[0-9]+([.][0-9]+)?)$", "examples": ["p95", "mean"]}
    Link: {"type": "string", "pattern": "^https?://", "examples": ["https://wiki.example/orders"]}
    RoutePattern: {"type": "string", "pattern": "^/", "examples": ["/api/products/{id}"]}
    Status: {"type": "integer", "anyOf": [{"minimum": 400, "maximum": 599}, {"minimum": 1, "maximum": 16}]}
}

impl JsonSchema for Names {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Names".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let one = Name::schema();
        json_schema!({"anyOf": [one.clone(), {"type": "array", "items": one, "minItems": 1}]})
    }
}

impl JsonSchema for Statuses {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Statuses".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let one = Status::schema();
        json_schema!({"anyOf": [one.clone(), {"type": "array", "items": one, "minItems": 1}]})
    }
}

/// TOML has no null: what may be absent is simply not required.
fn without_null(value: &mut Value) {
    match value {
        Value::Object(object) => {
            if let Some(Value::Array(types)) = object.get_mut("type") {
                types.retain(|name| name != "null");
                if let [only] = types.as_slice() {
                    let only = only.clone();
                    object.insert("type".to_owned(), only);
                }
            }
            if let Some(Value::Array(options)) = object.get_mut("anyOf") {
                options.retain(|option| option["type"] != "null");
                if let [Value::Object(only)] = options.as_slice() {
                    let only = only.clone();
                    object.remove("anyOf");
                    object.extend(only.into_iter().filter(|(key, _)| key != "description"));
                }
            }
            if let Some(Value::Array(values)) = object.get_mut("enum") {
                values.retain(|value| !value.is_null());
            }
            object.values_mut().for_each(without_null);
        }
        Value::Array(values) => values.iter_mut().for_each(without_null),
        _ => {}
    }
}

fn schema() -> Value {
    let mut schema = schemars::schema_for!(Config).to_value();
    without_null(&mut schema);
    schema
}

fn docs(file: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(file)
}

/// Lists `(table, key, schema of the key)`.
fn keys(schema: &Value) -> Vec<(String, String, Value)> {
    let mut keys = Vec::new();
    for (table, property) in schema["properties"].as_object().unwrap() {
        let reference = property["$ref"].as_str().or_else(|| property["items"]["$ref"].as_str());
        if table == "links" {
            continue; // its keys are the user's own
        }
        let definition = &schema["$defs"][reference.unwrap().rsplit('/').next().unwrap()];
        for (key, value) in definition["properties"].as_object().unwrap() {
            keys.push((table.clone(), key.clone(), value.clone()));
        }
    }
    keys
}

#[test]
fn the_published_schema_is_the_parsers() {
    let wanted = serde_json::to_string_pretty(&schema()).unwrap() + "\n";
    let path = docs("perfreport.schema.json");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs_err::write(&path, &wanted).unwrap();
    }
    let found = fs_err::read_to_string(&path).unwrap_or_default();
    assert!(found == wanted, "{} is out of date: run the tests with UPDATE_DOCS=1", path.display());
    assert!(wanted.contains("https://json-schema.org/draft/2020-12/schema"));
    assert!(!wanted.contains("null"));
}

#[test]
fn the_schemas_defaults_are_the_settings() {
    let mut text = String::new();
    let mut table = String::new();
    for (name, key, value) in keys(&schema()) {
        let Some(default) = value.get("default").filter(|_| !["slo", "metric"].contains(&name.as_str()))
        else {
            continue;
        };
        if table != name {
            text.push_str(&format!("[{name}]\n"));
            table = name;
        }
        text.push_str(&format!("{key} = {default}\n"));
    }
    assert!(text.matches('\n').count() > 14, "{text}");
    assert_eq!(parse(&text, "defaults").unwrap_or_else(|error| panic!("{error}")), Settings::default());
}

#[test]
fn the_page_names_every_key() {
    let page = fs_err::read_to_string(docs("configuration.md")).unwrap();
    let schema = schema();
    for (table, key, _) in keys(&schema) {
        let is_list = ["slo", "metric", "accepted"].contains(&table.as_str());
        let heading = if is_list { format!("## `[[{table}]]`") } else { format!("## `[{table}]`") };
        let section = page.split_once(&heading).unwrap_or_else(|| panic!("{heading} is missing")).1;
        let section = section.split("\n## ").next().unwrap();
        assert!(section.contains(&format!("`{key}`")), "`{key}` is missing under {heading}");
    }
    for table in ["Intended", "SignalRule", "Query", "Severity"] {
        for (key, _) in schema["$defs"][table]["properties"].as_object().unwrap() {
            assert!(page.contains(&format!("`{key}`")), "`{key}` of {table} is missing");
        }
    }
}
