//! Strangers to the in-app cards.

use serde_json::{Value, json};

use super::{FAULTLESS, Stranger, number_after};
use crate::proxy::{Answer, Memory, Request};

pub(super) const STRANGERS: &[Stranger] = &[
    Stranger {
        name: "sorts cards without a last use first, as databases do",
        found_by: "AG-LIST-06",
        request: nulls_first,
        ..FAULTLESS
    },
    Stranger {
        name: "gives a replacement the limit that the old card was created with",
        found_by: "AG-REPL-04",
        request: limit_of_creation,
        answer: note_creation,
        ..FAULTLESS
    },
];

/// Listing Cards: `order_by: [{ last_used_at: desc_nulls_last }, …]`.
fn nulls_first(request: &mut Request, _: &Memory) {
    let body =
        String::from_utf8_lossy(&request.body).replace("desc_nulls_last", "desc_nulls_first");
    request.body = body.into_bytes();
}

/// Replace a Virtual Card: "the new card inherits spending limits", which are those of the present.
/// The old card gets its first limit again just before it is replaced.
fn limit_of_creation(request: &mut Request, memory: &Memory) {
    let document = request.document();
    let Some((_, call)) = document.split_once("replaceVirtualRainCard(") else { return };
    let Some(card) = number_after(call, "cardId:") else { return };
    let kept = memory.kept.lock().unwrap().get(&slot(request, card)).cloned();
    let limit = kept.unwrap_or(Value::Null);
    let (amount, frequency) = match (limit["amount"].as_i64(), limit["frequency"].as_str()) {
        (Some(amount), Some(frequency)) => (amount, frequency),
        // No limit, as far as a limit can say so.
        _ => (1_000_000_000, "allTime"),
    };
    let first = format!(
        "{{ first: updateRainCardLimit(input: {{ cardId: {card}, limitAmount: {amount}, \
         limitFrequency: {frequency} }}) {{ success }} "
    );
    request.change(|body| body["query"] = json!(document.replacen('{', &first, 1)));
}

fn note_creation(request: &Request, answer: &mut Answer, memory: &Memory) {
    let mut json = answer.json();
    if let Some(card) = json["data"]["createRainCard"]["id"].as_i64() {
        let said: Value = serde_json::from_slice(&request.body).unwrap_or(Value::Null);
        let limit = said["variables"]["input"]["limit"].clone();
        memory.kept.lock().unwrap().insert(slot(request, card), limit);
    }
    if json["data"].as_object_mut().is_some_and(|data| data.shift_remove("first").is_some()) {
        answer.set_json(&json);
    }
}

/// A card of a user.
fn slot(request: &Request, card: i64) -> String {
    format!("{} {card}", request.header("authorization").unwrap_or_default())
}
