//! Misbehaviour in authentication and permissions.

use serde_json::{Value, json};

use super::{Misbehaviour, Wrong};

pub(super) const WRONGS: &[Misbehaviour] = &[
    Misbehaviour {
        name: "refuses credentials with 403",
        area: "PG-AUTH",
        wrong: Wrong::Answer(|_, a, _| {
            if a.status == 401 {
                a.status = 403;
            }
        }),
    },
    Misbehaviour {
        name: "refuses credentials with 200",
        area: "PG-AUTH",
        wrong: Wrong::Answer(|_, a, _| {
            if a.status == 401 {
                a.status = 200;
            }
        }),
    },
    Misbehaviour {
        name: "gives no description of a refusal",
        area: "PG-AUTH",
        wrong: Wrong::Answer(|_, a, _| {
            if a.status == 401 {
                a.set_json(&json!({ "error": "Unauthorized" }));
            }
        }),
    },
    Misbehaviour {
        name: "says unauthorized in small letters",
        area: "PG-AUTH",
        wrong: Wrong::Answer(|_, a, _| {
            if a.status == 401 {
                let mut j = a.json();
                j["error"] = json!("unauthorized");
                a.set_json(&j);
            }
        }),
    },
    Misbehaviour {
        name: "refuses in plain text",
        area: "PG-AUTH",
        wrong: Wrong::Answer(|_, a, _| {
            if a.status == 401 {
                a.body = b"Unauthorized".to_vec();
            }
        }),
    },
    Misbehaviour {
        name: "does not look at signatures",
        area: "PG-SIGN",
        wrong: Wrong::Request(|r, m| m.sign(r)),
    },
    Misbehaviour {
        name: "signs what it reads, not what was sent",
        area: "PG-SIGN",
        wrong: Wrong::Request(|r, m| {
            let json: Value = serde_json::from_slice(&r.body).unwrap_or(Value::Null);
            if m.is_signed(r) && !json.is_null() && json.to_string().as_bytes() != r.body {
                r.set("x-agio-signature", "00");
            }
        }),
    },
    Misbehaviour {
        name: "does not look at timestamps",
        area: "PG-AUTH",
        wrong: Wrong::Request(|r, m| {
            if m.is_signed(r) {
                m.stamp_anew(r);
                m.sign(r);
            }
        }),
    },
    Misbehaviour {
        name: "takes every request twice",
        area: "PG-REPLAY",
        wrong: Wrong::Request(|r, m| {
            if m.is_signed(r) {
                let n = m.next();
                let stamp: i64 =
                    r.header("x-agio-timestamp").unwrap_or_default().parse().unwrap_or(0);
                if stamp > 0 {
                    r.set("x-agio-timestamp", &(stamp + n).to_string());
                    m.sign(r);
                }
            }
        }),
    },
    Misbehaviour {
        name: "wants a signature for introspection",
        area: "PG-INTRO",
        wrong: Wrong::Answer(|r, a, _| {
            if r.asks("__") && r.header("x-agio-signature").is_none() {
                a.status = 401;
                a.set_json(&json!({ "error": "Unauthorized", "description": "Invalid signature" }));
            }
        }),
    },
    Misbehaviour {
        name: "shows no schema",
        area: "PG-INTRO",
        wrong: Wrong::Answer(|_, a, _| a.result("__schema", |v| *v = Value::Null)),
    },
    Misbehaviour {
        name: "answers everybody's introspection",
        area: "PG-INTRO-06",
        wrong: Wrong::Answer(|r, a, _| {
            if r.asks("__schema") && a.status == 401 {
                a.status = 200;
                a.set_json(
                    &json!({ "data": { "__schema": { "queryType": { "name": "query_root" } } } }),
                );
            }
        }),
    },
    Misbehaviour {
        name: "refuses the foreign with 404",
        area: "PG-SCOPE",
        wrong: Wrong::Answer(|_, a, _| {
            if a.status == 403 {
                a.status = 404;
            }
        }),
    },
    Misbehaviour {
        name: "refuses the foreign with 200",
        area: "PG-SCOPE",
        wrong: Wrong::Answer(|_, a, _| {
            if a.status == 403 {
                a.status = 200;
            }
        }),
    },
    Misbehaviour {
        name: "takes every partner for the first",
        area: "PG-SCOPE",
        wrong: Wrong::Request(|r, m| {
            let first = m.first_of_world(r);
            if m.is_signed(r)
                && !r.asks("mutation")
                && let Some(first) = first
            {
                r.set("x-agio-api-key", &first);
                m.sign(r);
            }
        }),
    },
];
