//! JSON Schemas of the ops: the examples fit them and are done, and what does not fit them is
//! refused (SB 5, 16).

use jsonschema::Validator;
use serde_json::{Value, json};

use super::done;
use crate::support::Sandbox;

/// Ops whose example names something that only a client of a mocked API can make.
const NEED_A_CLIENT: [&str; 4] =
    ["decide-operation", "decide-dispute", "finish-order", "end-session"];

struct Described {
    op: String,
    schema: Value,
    validator: Validator,
    example: Value,
}

async fn described(sandbox: &Sandbox) -> Vec<Described> {
    let list = done(sandbox, "GET", "/catalog/ops?limit=1000", &Value::Null).await;
    let item = |item: &Value| {
        let schema = item["input"].clone();
        let validator = jsonschema::draft202012::new(&schema).unwrap();
        let example = schema["examples"][0].clone();
        assert!(example.is_object(), "{} has no example", item["op"]);
        Described { op: item["op"].as_str().unwrap().to_owned(), schema, validator, example }
    };
    list["items"].as_array().unwrap().iter().map(item).collect()
}

/// The steps after which the example of an op can be run.
fn after(op: &str) -> Value {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/examples/ops.toml");
    let all: Value = toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let all = all["example"].as_array().unwrap().clone();
    let example = all.into_iter().find(|example| example["op"] == op).unwrap();
    example.get("after").cloned().unwrap_or(json!([]))
}

/// Makes a world in which the example of an op can be run, and answers its id.
async fn world_for(sandbox: &Sandbox, op: &str) -> String {
    let id = format!("of-{op}");
    let clock = json!({"mode": "frozen", "at": crate::support::START});
    let world = json!({"id": id, "seed": "7", "clock": clock, "setup": after(op)});
    let made = sandbox.control("POST", "/worlds", &world).await;
    assert_eq!(made.status, 201, "{op}: {}", made.text());
    id
}

#[tokio::test]
async fn the_example_of_every_op_fits_its_schema_and_is_done() {
    let sandbox = Sandbox::new().await;
    let mut failed = Vec::new();
    for Described { op, validator, example, .. } in described(&sandbox).await {
        if let Err(error) = validator.validate(&example) {
            failed.push(format!("{op}: {error}"));
        }
        if NEED_A_CLIENT.contains(&op.as_str()) {
            continue;
        }
        let id = world_for(&sandbox, &op).await;
        let reply = sandbox.control("POST", &format!("/worlds/{id}/ops/{op}"), &example).await;
        if reply.status != 200 {
            failed.push(format!("{op} {example}: {}", reply.text()));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// The inputs with one mistake in one member: it is missing though it must be there, it has a type
/// that it never has, or nobody knows it.
fn wrong(schema: &Value, example: &Value) -> Vec<Value> {
    let mut all = Vec::new();
    let mut with = example.clone();
    with["nonsense"] = json!("1");
    all.push(with);
    for name in schema["required"].as_array().into_iter().flatten() {
        let mut without = example.clone();
        without.as_object_mut().unwrap().shift_remove(name.as_str().unwrap());
        all.push(without);
    }
    for name in schema["properties"].as_object().unwrap().keys() {
        for value in [json!([[1]]), json!({"nonsense": 1}), json!(1.5)] {
            let mut with = example.clone();
            with[name] = value;
            all.push(with);
        }
    }
    all
}

#[tokio::test]
async fn what_fits_no_schema_is_refused_and_what_is_done_fits() {
    let sandbox = Sandbox::new().await;
    let (mut failed, mut refused) = (Vec::new(), 0);
    for Described { op, schema, validator, example } in described(&sandbox).await {
        let id = world_for(&sandbox, &op).await;
        let records = async || {
            let world = done(&sandbox, "GET", &format!("/worlds/{id}"), &Value::Null).await;
            world["journal_records"].clone()
        };
        let before = records().await;
        for input in wrong(&schema, &example) {
            let fits = validator.is_valid(&input);
            let dry_run = if fits { "?dry_run=true" } else { "" };
            let path = format!("/worlds/{id}/ops/{op}{dry_run}");
            let reply = sandbox.control("POST", &path, &input).await;
            let problem = reply.json();
            let code = problem["code"].as_str().unwrap_or("none");
            if fits {
                if matches!(code, "unknown_field" | "missing_field") {
                    failed.push(format!("{op} {input} fits, but: {}", reply.text()));
                }
                continue;
            }
            refused += 1;
            let is_read = !matches!(
                code,
                "unknown_field" | "missing_field" | "invalid_value" | "money_not_string"
            );
            if is_read {
                failed.push(format!("{op} {input} does not fit, but: {}", reply.text()));
            }
        }
        assert_eq!(records().await, before, "{op}");
    }
    assert!(refused > 400, "{refused}");
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}
