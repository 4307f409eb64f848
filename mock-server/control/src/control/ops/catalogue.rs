//! The catalogue of ops, with JSON Schema of input and result (SB 5).

use serde_json::{Map, Value, json};
use utoipa::openapi::{RefOr, Schema};

use super::{NamedSchemas, OPS, examples};

/// Every op with its schemas.
pub(in crate::control) fn catalogue() -> Vec<Value> {
    let item = |op: &super::AnyOp| {
        let mut input = standalone(op.input);
        if let Some(example) = examples::of(op.name) {
            input["examples"] = json!([example]);
        }
        json!({"op": op.name, "summary": op.summary, "makes_credentials": op.makes_credentials,
               "input": input, "result": standalone(op.result)})
    };
    OPS.iter().map(item).collect()
}

/// A schema that stands for itself: what it refers to is in its `$defs`.
fn standalone(schema: fn(&mut NamedSchemas) -> RefOr<Schema>) -> Value {
    let mut named = NamedSchemas::new();
    let mut schema = json!(schema(&mut named));
    let named: Map<String, Value> =
        named.into_iter().map(|(name, schema)| (name, json!(schema))).collect();
    if !named.is_empty() {
        schema["$defs"] = Value::Object(named);
    }
    refer(&mut schema);
    schema
}

/// Makes references into a document references into the schema itself.
fn refer(value: &mut Value) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                match member {
                    Value::String(text) if name == "$ref" => {
                        *text = text.replace("#/components/schemas/", "#/$defs/");
                    }
                    member => refer(member),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(refer),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
