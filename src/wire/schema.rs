//! What the published schemas say in another way than the generator does.

use schemars::generate::SchemaSettings;
use schemars::transform::{RecursiveTransform, Transform};
use schemars::{JsonSchema, Schema};
use serde_json::{Value, json};

/// The schema of a document.
pub(super) fn of<T: JsonSchema>(settings: SchemaSettings) -> Schema {
    let mut schema = settings.into_generator().into_root_schema_for::<T>();
    RecursiveTransform(add_missing).transform(&mut schema);
    RecursiveTransform(list_keys).transform(&mut schema);
    RecursiveTransform(widen).transform(&mut schema);
    let reasons = json!({
        "description": "Why keys of this object are absent: key, reason.",
        "type": "object",
        "additionalProperties": { "type": "string" },
    });
    if let Some(definitions) = schema.get_mut("$defs") {
        definitions["Reasons"] = reasons;
    }
    schema
}

/// Adds `missing` where fields may be: `model::absent` marks them.
fn add_missing(schema: &mut Schema) {
    let Some(Value::Object(properties)) = schema.get_mut("properties") else { return };
    let mut marked = Vec::new();
    for (key, property) in properties.iter_mut() {
        if property.as_object_mut().is_some_and(|property| property.remove("absent").is_some()) {
            marked.push(key.clone());
        }
    }
    if marked.is_empty() && !properties.contains_key("missing") {
        return;
    }
    let missing = json!({ "description": "Why keys are absent.", "$ref": "#/$defs/Reasons" });
    properties.insert("missing".to_owned(), missing);
    if let Some(Value::Array(required)) = schema.get_mut("required") {
        required.retain(|key| !marked.iter().any(|marked| key == marked));
    }
}

/// Writes an enum as the list of its keys; what each one means becomes part of the description.
fn list_keys(schema: &mut Schema) {
    let Some(Value::Array(variants)) = schema.get("oneOf") else { return };
    let (mut keys, mut meanings) = (Vec::new(), String::new());
    for variant in variants {
        match (variant["const"].as_str(), variant["enum"].as_array()) {
            (Some(key), _) => {
                let meaning = variant["description"].as_str().unwrap_or_default().replace('\n', " ");
                meanings += &format!("\n- `{key}`: {meaning}");
                keys.push(key.into());
            }
            (None, Some(several)) => keys.extend(several.iter().cloned()),
            (None, None) => return,
        }
    }
    let description = schema.get("description").and_then(Value::as_str).unwrap_or_default();
    let description = format!("{description}\n{meanings}");
    schema.remove("oneOf");
    schema.insert("description".to_owned(), description.into());
    schema.insert("type".to_owned(), "string".into());
    schema.insert("enum".to_owned(), keys.into());
}

/// Writes a `usize` as the 64 bits that it has in a file.
fn widen(schema: &mut Schema) {
    if schema.get("format").is_some_and(|format| format == "uint") {
        schema.insert("format".to_owned(), "uint64".into());
    }
}
