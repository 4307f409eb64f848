//! Strangers to managed cards.

use serde_json::{Value, json};

use super::{FAULTLESS, Stranger};
use crate::proxy::{Answer, Memory, Request};

pub(super) const STRANGERS: &[Stranger] = &[
    Stranger {
        name: "opens disputes about anybody's authorization",
        found_by: "MC-CARD-10",
        request: dispute_as_the_owner,
        answer: note_owner,
        ..FAULTLESS
    },
    Stranger {
        name: "approves whatever the card was funded with, and looks at no hold",
        found_by: "MC-AUTHZ-02",
        answer: approve_by_total,
        ..FAULTLESS
    },
];

/// Create card dispute: "linked to an authorization", by an "authenticated caller".
fn dispute_as_the_owner(request: &mut Request, memory: &Memory) {
    let is_somebody = request.header("authorization").is_some();
    if request.method != "POST" || !request.is_at("/disputes/") || !is_somebody {
        return;
    }
    let body: Value = serde_json::from_slice(&request.body).unwrap_or(Value::Null);
    let named = body["authorization"].as_str().unwrap_or_default();
    let owner = memory.kept.lock().unwrap().get(named).cloned();
    if let Some(owner) = owner.as_ref().and_then(Value::as_str) {
        request.set("authorization", owner);
    }
}

fn note_owner(request: &Request, answer: &mut Answer, memory: &Memory) {
    let (json, owner) = (answer.json(), request.header("authorization"));
    if let (true, Some(reference)) = (request.is_at("/authorize/"), json["reference"].as_str()) {
        memory.kept.lock().unwrap().insert(reference.to_owned(), json!(owner));
    }
}

/// Authorize card transaction: "hold card balance".
fn approve_by_total(request: &Request, answer: &mut Answer, _: &Memory) {
    let mut json = answer.json();
    let cents = |amount: &Value| amount.as_str()?.replace('.', "").parse::<i64>().ok();
    let covered = cents(&json["amount"]) <= cents(&json["card_balance"]["total"]);
    if request.is_at("/authorize/") && json["decline_reason"] == "insufficient_funds" && covered {
        json["status"] = json!("authorized");
        json["decline_reason"] = Value::Null;
        json["held"] = json["amount"].clone();
        answer.set_json(&json);
    }
}
