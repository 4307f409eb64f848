//! Strangers to the API with encrypted envelopes.

use serde_json::{Value, json};

use super::{FAULTLESS, Stranger};
use crate::proxy::{Answer, Memory, Request};

/// Microseconds of the replay window.
const WINDOW: i64 = 30_000_000;

pub(super) const STRANGERS: &[Stranger] = &[
    Stranger {
        name: "forgets an Idempotency-Key with the replay window",
        found_by: "ER-IDEM-07",
        request: forget_key,
        ..FAULTLESS
    },
    Stranger {
        name: "remembers the timestamps of served requests only",
        found_by: "ER-REPLAY-09",
        request: take_refused_again,
        answer: note_refused,
        ..FAULTLESS
    },
    Stranger {
        name: "compares timestamps as they are written",
        found_by: "ER-REPLAY-02",
        request: take_other_form,
        ..FAULTLESS
    },
];

/// Idempotency: "Retried requests with the same idempotency key return the original order without
/// double charging", for which no time is named; the 30 seconds are those of replay protection.
fn forget_key(request: &mut Request, memory: &Memory) {
    let (Some(now), Some(key)) = (stamp(request, memory), request.header("idempotency-key")) else {
        return;
    };
    let (key, slot) = (key.to_owned(), format!("{} {key}", caller(request)));
    let mut kept = memory.kept.lock().unwrap();
    let [since, times] = match kept.get(&slot).and_then(Value::as_array) {
        Some(known) => [0, 1].map(|at| known[at].as_i64().unwrap_or_default()),
        None => [now, 0],
    };
    let (since, times) = if now - since > WINDOW { (now, times + 1) } else { (since, times) };
    kept.insert(slot, json!([since, times]));
    if times > 0 {
        request.set("idempotency-key", &format!("{key}-{times}"));
    }
}

/// Idempotency and replay protection: "replay protection for all endpoints" deduplicates
/// `api_key + url + request_timestamp`, whatever became of the request.
fn take_refused_again(request: &mut Request, memory: &Memory) {
    let Some(stamp) = stamp(request, memory) else { return };
    let slot = format!("{} {stamp}", caller(request));
    if memory.kept.lock().unwrap().remove(&slot).is_some() {
        move_on(request, memory);
    }
}

fn note_refused(request: &Request, answer: &mut Answer, memory: &Memory) {
    if let (Some(stamp), Some(told)) = (stamp(request, memory), memory.told(request, answer))
        && told["success"] == false
    {
        memory.kept.lock().unwrap().insert(format!("{} {stamp}", caller(request)), Value::Null);
    }
}

/// Decrypted payload: microseconds since epoch, "string or integer", is one number in two forms.
fn take_other_form(request: &mut Request, memory: &Memory) {
    let (Some(stamp), Some(said)) = (stamp(request, memory), memory.said(request)) else { return };
    let form = json!(said["request_timestamp"].is_string());
    let slot = format!("{} {stamp}", caller(request));
    let first = memory.kept.lock().unwrap().entry(slot).or_insert_with(|| form.clone()).clone();
    if first != form {
        move_on(request, memory);
    }
}

/// API key and url of a request.
fn caller(request: &Request) -> String {
    format!("{} {}", request.header("api-key").unwrap_or_default(), request.path)
}

/// Timestamp of a request, in either form.
fn stamp(request: &Request, memory: &Memory) -> Option<i64> {
    let stamp = memory.said(request)?["request_timestamp"].clone();
    stamp.as_i64().or_else(|| stamp.as_str()?.parse().ok())
}

/// Gives a request a timestamp that was not used.
fn move_on(request: &mut Request, memory: &Memory) {
    if let (Some(stamp), Some(mut said)) = (stamp(request, memory), memory.said(request)) {
        said["request_timestamp"] = json!(stamp + 1 + memory.next());
        memory.say(request, &said);
    }
}
