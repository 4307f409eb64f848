//! Misbehaviour with deliveries and their log.

use serde_json::{Value, json};

use super::{Misbehaviour, Wrong, everywhere};

pub(super) const PUBLIC: &[Misbehaviour] = &[
    Misbehaviour {
        name: "delivers nothing of managed cards",
        area: "MC-HOOK",
        wrong: Wrong::Delivery(|_, _| 0),
    },
    Misbehaviour {
        name: "names every event alike",
        area: "MC-HOOK",
        wrong: Wrong::Delivery(|d, _| {
            d.change(|body| body["type"] = json!("card.changed"));
            1
        }),
    },
    Misbehaviour {
        name: "logs no answers of receivers",
        area: "MC-HOOK",
        wrong: Wrong::Answer(|r, a, _| {
            everywhere(r, a, "response_code", |one| one["response_code"] = Value::Null);
        }),
    },
    Misbehaviour {
        name: "only says that it delivers again",
        area: "MC-HOOK",
        wrong: Wrong::Read("/retry/", |_, _, _| {}),
    },
    Misbehaviour {
        name: "shows its log to everybody",
        area: "MC-HOOK",
        wrong: Wrong::Answer(|r, a, _| {
            if r.path.contains("/deliveries/") && a.status == 403 {
                a.status = 200;
                a.set_json(&json!({"status": "succeeded", "attempts": []}));
            }
        }),
    },
];

pub(super) const DECIDED: &[Misbehaviour] = &[
    Misbehaviour {
        name: "signs deliveries in hexadecimal digits",
        area: "MC-HOOK",
        wrong: Wrong::Delivery(|d, _| {
            let signature = d.header("webhook-signature").unwrap_or_default().to_owned();
            d.set("webhook-signature", &hex::encode(signature));
            1
        }),
    },
    Misbehaviour {
        name: "breaks the body of a delivery after it has signed it",
        area: "MC-HOOK",
        wrong: Wrong::Delivery(|d, _| {
            let json: Value = serde_json::from_slice(&d.body).unwrap_or_default();
            d.body = format!("{json:#}").into_bytes();
            1
        }),
    },
    Misbehaviour {
        name: "gives every attempt an id of its own",
        area: "MC-HOOK",
        wrong: Wrong::Delivery(|d, m| {
            d.set("webhook-id", &format!("dlv_{:024x}", m.next()));
            1
        }),
    },
    Misbehaviour {
        name: "delivers managed cards by PUT",
        area: "MC-HOOK",
        wrong: Wrong::Delivery(|d, _| {
            "PUT".clone_into(&mut d.method);
            1
        }),
    },
];
