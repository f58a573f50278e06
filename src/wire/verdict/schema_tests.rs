//! `docs/verdict.schema.json` is generated from the structs, and documents fit it.

use std::path::Path;

use schemars::Schema;
use schemars::generate::SchemaSettings;
use schemars::transform::{RecursiveTransform, Transform};
use serde_json::{Map, Value};

use super::document::VerdictFile;
use super::sample::{assessment, smallest};
use super::to_json;
use crate::model::comparison::Measure;
use crate::wire::schema;

/// The published schema, from the structs and their comments.
fn schema() -> Value {
    let mut schema = schema::of::<VerdictFile>(SchemaSettings::draft2020_12().for_serialize());
    RecursiveTransform(drop_null).transform(&mut schema);
    schema.to_value()
}

/// Takes `null` off optional keys: they are absent instead.
fn drop_null(schema: &mut Schema) {
    if let Some(Value::Array(names)) = schema.get_mut("type") {
        names.retain(|name| name != "null");
        if let [name] = names.as_slice() {
            let name = name.clone();
            schema.insert("type".to_owned(), name);
        }
    }
    if let Some(Value::Array(alternatives)) = schema.get_mut("anyOf") {
        alternatives.retain(|alternative| alternative["type"] != "null");
        if let [Value::Object(only)] = alternatives.as_slice() {
            let only = only.clone();
            schema.remove("anyOf");
            only.into_iter().for_each(|(keyword, rule)| drop(schema.insert(keyword, rule)));
        }
    }
}

/// What of `value` does not fit `schema`, by path. Knows the keywords that the generator uses, and
/// refuses others, so that nothing goes unchecked.
fn misfits(value: &Value, schema: &Value, root: &Value, path: &str, found: &mut Vec<String>) {
    for (keyword, rule) in schema.as_object().unwrap_or(&Map::new()) {
        match keyword.as_str() {
            "$ref" => {
                let target = root.pointer(rule.as_str().unwrap().strip_prefix('#').unwrap()).unwrap();
                misfits(value, target, root, path, found);
            }
            "type" => {
                let names: Vec<_> = rule.as_array().map_or(vec![rule], |names| names.iter().collect());
                if !names.iter().any(|name| is_a(value, name.as_str().unwrap())) {
                    found.push(format!("{path} is not {rule}: {value}"));
                }
            }
            "properties" => {
                for (key, member) in value.as_object().into_iter().flatten() {
                    match rule.get(key) {
                        Some(rule) => misfits(member, rule, root, &format!("{path}.{key}"), found),
                        None => found.push(format!("{path}.{key} is not described")),
                    }
                }
            }
            "required" => {
                let keys = rule.as_array().unwrap().iter().map(|key| key.as_str().unwrap());
                found.extend(
                    keys.filter(|key| value.get(key).is_none()).map(|key| format!("{path}.{key} is absent")),
                );
            }
            "items" | "additionalProperties" => {
                let items = value.as_array().into_iter().flatten();
                let members = value.as_object().into_iter().flat_map(Map::values);
                for (index, item) in items.chain(members).enumerate() {
                    if rule != &Value::Bool(false) {
                        misfits(item, rule, root, &format!("{path}[{index}]"), found);
                    }
                }
            }
            "prefixItems" => {
                for (index, rule) in rule.as_array().unwrap().iter().enumerate() {
                    misfits(&value[index], rule, root, &format!("{path}[{index}]"), found);
                }
            }
            "patternProperties" => {
                for (pattern, rule) in rule.as_object().unwrap() {
                    assert_eq!(pattern, r"^\d+$", "the only pattern known here");
                    for (key, member) in value.as_object().into_iter().flatten() {
                        if key.bytes().all(|byte| byte.is_ascii_digit()) {
                            misfits(member, rule, root, &format!("{path}.{key}"), found);
                        } else {
                            found.push(format!("{path}.{key} is not a whole number"));
                        }
                    }
                }
            }
            "pattern" => {
                assert_eq!(rule, "^(p[0-9]+([.][0-9]+)?|avg)$", "the only pattern known here");
                if value.as_str().and_then(Measure::of_key).is_none() {
                    found.push(format!("{path} is no measure: {value}"));
                }
            }
            "enum" if !rule.as_array().unwrap().contains(value) => {
                found.push(format!("{path} is not one of {rule}: {value}"));
            }
            "const" if rule != value => found.push(format!("{path} is not {rule}: {value}")),
            "minItems" | "maxItems" => {
                let (length, limit) = (value.as_array().map_or(0, Vec::len) as u64, rule.as_u64().unwrap());
                if (keyword == "minItems" && length < limit) || (keyword == "maxItems" && length > limit) {
                    found.push(format!("{path} has {length} items"));
                }
            }
            "minimum" if value.as_f64() < rule.as_f64() => found.push(format!("{path} is below {rule}")),
            "enum" | "const" | "minimum" | "default" | "description" | "title" | "format" | "$schema"
            | "$id" | "$defs" => {}
            other => panic!("the check does not know the keyword {other}"),
        }
    }
}

fn is_a(value: &Value, name: &str) -> bool {
    match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.is_u64() || value.is_i64(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        _ => false,
    }
}

fn misfits_of(document: &Value) -> Vec<String> {
    let (schema, mut found) = (schema(), Vec::new());
    misfits(document, &schema, &schema, "$", &mut found);
    found
}

#[test]
fn the_published_schema_is_the_one_of_the_structs() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/verdict.schema.json");
    let generated = serde_json::to_string_pretty(&schema()).unwrap() + "\n";
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &generated).unwrap();
    }
    let published = std::fs::read_to_string(&path).unwrap();
    assert!(
        published == generated,
        "docs/verdict.schema.json is not what the structs say; write it with UPDATE_DOCS=1 cargo nextest run schema"
    );
}

#[test]
fn documents_fit_the_schema() {
    for assessment in [assessment(), smallest()] {
        let document: Value = serde_json::from_str(&to_json(&assessment).unwrap()).unwrap();
        assert_eq!(misfits_of(&document), [""; 0]);
    }
}

#[test]
fn what_does_not_fit_is_found() {
    let mut document: Value = serde_json::from_str(&to_json(&assessment()).unwrap()).unwrap();
    document["format"] = "perfreport/verdict@9".into();
    document["verdict"] = "MAYBE".into();
    document["run"]["latency"]["p95"] = "fast".into();
    document["run"]["requests"] = 1.5.into();
    document["findings"][0]["interval"] = vec![1.0].into();
    document["findings"][0].as_object_mut().unwrap().remove("text");
    document["run"]["missing"]["script_hash"] = 1.into();
    let found = misfits_of(&document);
    for path in [
        "$.format is not",
        "$.verdict is not",
        "$.run.latency.p95 is not",
        "$.run.requests is not",
        "$.findings[0].interval has 1",
        "$.findings[0].text is absent",
        "$.run.missing[0] is not",
    ] {
        assert!(found.iter().any(|misfit| misfit.starts_with(path)), "{path}: {found:#?}");
    }
}

#[test]
fn every_key_has_a_description() {
    let schema = schema();
    let objects = schema["$defs"].as_object().unwrap().values().chain([&schema]);
    for (key, rule) in objects.filter_map(|object| object["properties"].as_object()).flatten() {
        assert!(rule["description"].is_string(), "{key}");
    }
}
