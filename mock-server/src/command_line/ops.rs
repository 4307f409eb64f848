//! `mock-server ops`: the back office of a world (SB 5).

use anyhow::bail;
use axum::http::Method;
use clap::Args;
use serde_json::{Value, json};

use super::{
    Verdict,
    input::members,
    print, print_json,
    readable::{items, lines, table},
    sandbox::{Sandbox, WorldArgs, segment},
};
use crate::spelling::nearest;

/// Do what only the back office can; without a name, list what there is.
#[derive(Clone, Debug, Args)]
pub(super) struct Ops {
    #[command(flatten)]
    world: WorldArgs,
    /// Name of the op, like `deposit`.
    op: Option<String>,
    /// Members of the input: `card=carla/1 amount=100.00`, `merchant.mcc=5411`; `name:=JSON` for a
    /// value that is no text.
    #[arg(value_name = "NAME=VALUE")]
    input: Vec<String>,
    /// Check the op and tell what it would do, without doing it.
    #[arg(long)]
    dry_run: bool,
    /// Print the answer as JSON; with an op and --schema, its JSON Schema.
    #[arg(long)]
    json: bool,
    /// Print the JSON Schema of the op's input instead of doing it.
    #[arg(long)]
    schema: bool,
}

impl Ops {
    pub(super) async fn run(self) -> anyhow::Result<Verdict> {
        let sandbox = self.world.sandbox()?;
        let all = items(&sandbox.get("/catalog/ops?limit=1000").await?);
        let Some(op) = &self.op else {
            match self.json {
                true => print_json(&json!(all))?,
                false => print(&table(&all, &["op", "summary"]))?,
            }
            return Ok(Verdict::Yes);
        };
        let Some(described) = all.iter().find(|item| item["op"] == op.as_str()) else {
            let names = all.iter().filter_map(|item| item["op"].as_str());
            bail!("there is no op {op:?}; is {} meant?", nearest(op, names).join(" or "));
        };
        if self.schema {
            print_json(&described["input"])?;
            return Ok(Verdict::Yes);
        }
        let answer = self.done(&sandbox, op, &described["input"]).await?;
        match self.json {
            true => print_json(&answer)?,
            false => print(&lines(&answer))?,
        }
        Ok(Verdict::Yes)
    }

    async fn done(&self, sandbox: &Sandbox, op: &str, schema: &Value) -> anyhow::Result<Value> {
        let input = members(&self.input, |name, text| typed(schema, name, text))?;
        let dry_run = if self.dry_run { "?dry_run=true" } else { "" };
        let path = self.world.path(&format!("/ops/{}{dry_run}", segment(op)));
        sandbox.send(Method::POST, &path, &input).await
    }
}

/// The value of a text for a member of a schema: JSON where the member can be no text, else the
/// text. Amounts are texts (SB 2.1).
fn typed(schema: &Value, name: &str, text: &str) -> Value {
    let mut at = schema;
    for part in name.split('.') {
        at = &resolved(schema, at)["properties"][part];
    }
    let value = serde_json::from_str(text).unwrap_or(Value::Null);
    match takes(schema, at, "string") || value.is_null() || value.is_string() {
        true => json!(text),
        false => value,
    }
}

/// True when a schema, or what it refers to or consists of, takes values of a type.
fn takes(whole: &Value, schema: &Value, kind: &str) -> bool {
    let schema = resolved(whole, schema);
    let is_kind = match &schema["type"] {
        Value::String(one) => one == kind,
        Value::Array(several) => several.iter().any(|one| one == kind),
        _ => schema.get("enum").is_some(),
    };
    let parts = ["oneOf", "anyOf", "allOf"].into_iter();
    let mut parts = parts.flat_map(|name| schema[name].as_array().into_iter().flatten());
    is_kind || parts.any(|part| takes(whole, part, kind))
}

fn resolved<'a>(whole: &'a Value, schema: &'a Value) -> &'a Value {
    match schema["$ref"].as_str().and_then(|place| whole.pointer(place.trim_start_matches('#'))) {
        Some(found) => found,
        None => schema,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_the_type_of_its_member() {
        let schema = json!({"properties": {
            "amount": {"type": "string"}, "force": {"type": "boolean"},
            "chain": {"type": ["integer", "null"]}, "id": {"type": ["string", "integer"]},
            "shop": {"$ref": "#/$defs/Shop"}, "word": {"oneOf": [{"type": "null"}, {"$ref": "#/$defs/Word"}]},
        }, "$defs": {"Shop": {"properties": {"open": {"type": "boolean"}}},
                     "Word": {"type": "string", "enum": ["true"]}}});
        for (name, text, value) in [
            ("amount", "100.00", json!("100.00")),
            ("force", "true", json!(true)),
            ("chain", "8453", json!(8453)),
            ("id", "1", json!("1")),
            ("shop.open", "false", json!(false)),
            ("word", "true", json!("true")),
            ("force", "perhaps", json!("perhaps")),
            ("unknown", "1", json!(1)),
        ] {
            assert_eq!(typed(&schema, name, text), value, "{name}={text}");
        }
    }
}
