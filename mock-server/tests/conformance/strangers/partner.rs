//! Strangers to the partner card API.

use async_graphql::parser::{parse_query, types::Selection};
use conformance::drivers::graphql::session_key::{PinCodec, Session};
use serde_json::{Value, json};

use super::{FAULTLESS, Stranger};
use crate::proxy::{Answer, Memory, Request};

pub(super) const STRANGERS: &[Stranger] = &[
    Stranger {
        name: "takes the same charge again for a retry, and charges once",
        found_by: "PG-FUND-04",
        instead: charged_before,
        answer: note_charge,
        ..FAULTLESS
    },
    Stranger {
        name: "looks for data fields in the first operation of a document only",
        found_by: "PG-INTRO-10",
        request: exempt_by_the_first,
        ..FAULTLESS
    },
    Stranger {
        name: "uses a session up only when the operation succeeds",
        found_by: "PG-ENC-09",
        request: use_the_spare,
        answer: note_sessions,
        ..FAULTLESS
    },
];

/// Best practices, Idempotency: "Mutations are NOT idempotent".
fn charged_before(request: &Request, memory: &Memory) -> Option<Answer> {
    let known = memory.kept.lock().unwrap().get(&charge(request)).cloned();
    let body = known.filter(|_| memory.is_signed(request))?.to_string().into_bytes();
    let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
    Some(Answer { status: 200, headers, body })
}

fn note_charge(request: &Request, answer: &mut Answer, memory: &Memory) {
    let json = answer.json();
    if json["data"]["chargeCard"]["success"] == true {
        memory.kept.lock().unwrap().insert(charge(request), json);
    }
}

fn charge(request: &Request) -> String {
    let key = request.header("x-agio-api-key").unwrap_or_default();
    format!("{key} {}", String::from_utf8_lossy(&request.body))
}

/// Authentication, introspection exception: "queries containing only `__schema` or `__type` fields".
fn exempt_by_the_first(request: &mut Request, memory: &Memory) {
    let Ok(document) = parse_query(request.document()) else { return };
    let operations = document.operations.iter().map(|(_, operation)| operation);
    let Some(first) = operations.min_by_key(|operation| operation.pos) else { return };
    let only_schema = first.node.selection_set.node.items.iter().all(|item| match &item.node {
        Selection::Field(field) => ["__schema", "__type"].contains(&field.node.name.node.as_str()),
        Selection::FragmentSpread(_) | Selection::InlineFragment(_) => false,
    });
    let several = document.operations.iter().count() > 1;
    if only_schema && several && request.header("x-agio-signature").is_none() {
        let now = memory.micros() / 1_000 + memory.next();
        request.set("x-agio-timestamp", &now.to_string());
        memory.sign(request);
    }
}

/// PIN encryption: "Each sessionId is consumed on first use". A spare session stands in for one whose
/// first use was refused.
fn use_the_spare(request: &mut Request, memory: &Memory) {
    if !memory.is_signed(request) {
        return;
    }
    if request.document().contains("generateEncryptionKeys") {
        let spare = "{ spare: generateEncryptionKeys { sessionId key iv } ";
        request.change(|body| {
            body["query"] =
                json!(body["query"].as_str().unwrap_or_default().replacen('{', spare, 1));
        });
        return memory.sign(request);
    }
    let kept = memory.kept.lock().unwrap().remove(&format!("refused {}", session(request)));
    let sessions = kept.and_then(|kept| Some((Session::read(&kept[0])?, Session::read(&kept[1])?)));
    if let Some((own, spare)) = sessions {
        let codec = PinCodec::default();
        request.change(|body| {
            let input = &mut body["variables"]["input"];
            let sealed = input["encryptedPin"].as_str().unwrap_or_default();
            if let Ok(pin) = own.decrypt_pin(&codec, sealed) {
                input["encryptedPin"] = json!(spare.encrypt_pin(&codec, &pin).unwrap());
                input["sessionId"] = json!(spare.id);
            }
        });
        memory.sign(request);
    }
}

fn note_sessions(request: &Request, answer: &mut Answer, memory: &Memory) {
    let mut json = answer.json();
    let spare = json["data"].as_object_mut().and_then(|data| data.shift_remove("spare"));
    if let Some(spare) = spare {
        answer.set_json(&json);
        let own = &json["data"]["generateEncryptionKeys"];
        let id = own["sessionId"].as_str().unwrap_or_default();
        let slot = format!("opened {}", of_caller(request, id));
        memory.kept.lock().unwrap().insert(slot, json!([own, spare]));
    }
    if json["data"]["setCardPin"].is_object() {
        let mut kept = memory.kept.lock().unwrap();
        let sessions = kept.remove(&format!("opened {}", session(request)));
        if let Some(sessions) = sessions.filter(|_| json["data"]["setCardPin"]["success"] == false)
        {
            kept.insert(format!("refused {}", session(request)), sessions);
        }
    }
}

/// Session that a request to set a PIN names, and the caller's key.
fn session(request: &Request) -> String {
    let body: Value = serde_json::from_slice(&request.body).unwrap_or(Value::Null);
    of_caller(request, body["variables"]["input"]["sessionId"].as_str().unwrap_or_default())
}

/// A session and the key of its caller: worlds may have sessions with the same id.
fn of_caller(request: &Request, session: &str) -> String {
    format!("{} {session}", request.header("x-agio-api-key").unwrap_or_default())
}
