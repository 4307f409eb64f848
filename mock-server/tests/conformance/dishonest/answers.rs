//! Misbehaviour in every answer of a surface.

use serde_json::{Value, json};

use super::{Misbehaviour, Wrong};

pub(super) const WRONGS: &[Misbehaviour] = &[
    Misbehaviour {
        name: "has lost an operation from its schema",
        area: "PG-ERR",
        wrong: Wrong::Answer(|_, a, _| {
            a.result("__schema", |v| {
                for list in ["/mutationType/fields", "/types"] {
                    if let Some(Value::Array(rows)) = v.pointer_mut(list) {
                        rows.clear();
                    }
                }
            });
        }),
    },
    Misbehaviour {
        name: "answers syntax errors with 200",
        area: "PG-ERR",
        wrong: Wrong::Answer(|_, a, _| {
            if a.status == 400 {
                a.status = 200;
            }
        }),
    },
    Misbehaviour {
        name: "gives errors without a code",
        area: "PG",
        wrong: Wrong::Answer(|_, a, _| {
            let mut j = a.json();
            for e in j["errors"].as_array_mut().into_iter().flatten() {
                e["extensions"] = json!({});
            }
            if !j.is_null() {
                a.set_json(&j);
            }
        }),
    },
    Misbehaviour {
        name: "gives a reason with every success",
        area: "PG-ERR",
        wrong: Wrong::Answer(|_, a, _| {
            a.results(|v| {
                if v["success"] == true {
                    v["error"] = json!("none");
                }
            });
        }),
    },
    Misbehaviour {
        name: "gives no reason with a refusal",
        area: "PG-ERR",
        wrong: Wrong::Answer(|_, a, _| {
            a.results(|v| {
                if v["success"] == false {
                    v["error"] = Value::Null;
                }
            });
        }),
    },
];
