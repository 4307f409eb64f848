//! Misbehaviour on WebSockets: the connection, and the results of live queries.

use serde_json::{Value, json};

use super::{Misbehaviour, Wrong};
use crate::proxy::{Memory, Request, Side};

/// The place of a `next` among those of its socket, from 0; none for any other message.
fn place(request: &Request, from: Side, message: &Value, memory: &Memory) -> Option<u64> {
    if from == Side::Client || message["type"] != "next" {
        return None;
    }
    let key = request.header("sec-websocket-key").unwrap_or_default().to_owned();
    let mut kept = memory.kept.lock().unwrap();
    let count = kept.entry(key).or_insert_with(|| json!(0));
    let place = count.as_u64().unwrap();
    *count = json!(place + 1);
    Some(place)
}

/// Replaces the token of a `connection_init`.
fn with_token(message: &mut Value, token: Option<String>) {
    if message["type"] == "connection_init"
        && let Some(token) = token
    {
        message["payload"]["Authorization"] = json!(token);
    }
}

/// The rows of a result.
fn rows(message: &mut Value) -> impl Iterator<Item = &mut Value> {
    let data = message["payload"]["data"].as_object_mut();
    data.into_iter().flat_map(|data| data.values_mut()).flat_map(|rows| {
        let rows = rows.as_array_mut();
        rows.into_iter().flatten()
    })
}

pub(super) const PUBLIC: &[Misbehaviour] = &[
    Misbehaviour {
        name: "never acknowledges a connection",
        area: "AG-SUB",
        wrong: Wrong::Socket(|_, message, _| {
            if message["type"] == "connection_ack" { Vec::new() } else { vec![message] }
        }),
    },
    Misbehaviour {
        name: "sends the first result of a live query and no other",
        area: "AG-SUB",
        wrong: Wrong::Socket(|(request, from), message, memory| {
            match place(request, from, &message, memory) {
                Some(1..) => Vec::new(),
                Some(0) | None => vec![message],
            }
        }),
    },
    Misbehaviour {
        name: "drops every second result of a live query",
        area: "AG-SUB",
        wrong: Wrong::Socket(|(request, from), message, memory| {
            match place(request, from, &message, memory) {
                Some(place) if place % 2 == 1 => Vec::new(),
                Some(_) | None => vec![message],
            }
        }),
    },
    Misbehaviour {
        name: "sends the first rows again after each change",
        area: "AG-SUB-04",
        wrong: Wrong::Socket(|(request, from), mut message, memory| {
            let Some(place) = place(request, from, &message, memory) else { return vec![message] };
            let key = request.header("sec-websocket-key").unwrap_or_default();
            let mut kept = memory.kept.lock().unwrap();
            let first = kept.entry(format!("first {key}"));
            let first = first.or_insert_with(|| message["payload"].clone());
            if place > 0 {
                message["payload"] = first.clone();
            }
            vec![message]
        }),
    },
    Misbehaviour {
        name: "pushes what was settled as authorized",
        area: "AG-SUB",
        wrong: Wrong::Socket(|_, mut message, _| {
            for row in rows(&mut message) {
                if row["status"] == "posted" {
                    row["status"] = json!("authorized");
                }
            }
            vec![message]
        }),
    },
    Misbehaviour {
        name: "sends the results of an operation under another id",
        area: "AG-SUB",
        wrong: Wrong::Socket(|(_, from), mut message, _| {
            if from == Side::Server && message.get("id").is_some() {
                message["id"] = json!("another");
            }
            vec![message]
        }),
    },
    Misbehaviour {
        name: "sends everybody the live results of the first user",
        area: "AG-SUB",
        wrong: Wrong::Socket(|(request, _), mut message, memory| {
            with_token(&mut message, memory.first_user(request));
            vec![message]
        }),
    },
    Misbehaviour {
        name: "ends a live query after its first result",
        area: "AG-SUB",
        wrong: Wrong::Socket(|(request, from), message, memory| {
            match place(request, from, &message, memory) {
                Some(0) => {
                    let end = json!({ "id": message["id"], "type": "complete" });
                    vec![message, end]
                }
                Some(_) | None => vec![message],
            }
        }),
    },
    Misbehaviour {
        name: "fails where a live query has a further result",
        area: "AG-SUB",
        wrong: Wrong::Socket(|(request, from), message, memory| {
            match place(request, from, &message, memory) {
                Some(1..) => {
                    let errors = json!([{ "message": "No" }]);
                    vec![json!({ "id": message["id"], "type": "error", "payload": errors })]
                }
                Some(0) | None => vec![message],
            }
        }),
    },
];

pub(super) const DECIDED: &[Misbehaviour] = &[
    Misbehaviour {
        name: "sends every result twice",
        area: "AG-SUB",
        wrong: Wrong::Socket(|(_, from), message, _| {
            let is_result = from == Side::Server && message["type"] == "next";
            vec![message; if is_result { 2 } else { 1 }]
        }),
    },
    Misbehaviour {
        name: "sends no result before the first change",
        area: "AG-SUB",
        wrong: Wrong::Socket(|(request, from), message, memory| {
            match place(request, from, &message, memory) {
                Some(0) => Vec::new(),
                Some(_) | None => vec![message],
            }
        }),
    },
    Misbehaviour {
        name: "closes sockets as if all was well",
        area: "AG-SUB",
        wrong: Wrong::Close(1000),
    },
    Misbehaviour {
        name: "closes sockets with the code of a bad token, whatever the reason",
        area: "AG-SUB",
        wrong: Wrong::Close(4403),
    },
    Misbehaviour {
        name: "takes every token on a socket",
        area: "AG-SUB-06",
        wrong: Wrong::Socket(|(request, _), mut message, memory| {
            let mut asking = request.clone();
            if let Some(token) = message["payload"]["Authorization"].as_str() {
                asking.set("authorization", token);
            }
            with_token(&mut message, memory.signed_token(&asking));
            vec![message]
        }),
    },
    Misbehaviour {
        name: "never says that an operation on a socket has ended",
        area: "AG-SUB-05",
        wrong: Wrong::Socket(|(_, from), message, _| {
            let is_end = from == Side::Server && message["type"] == "complete";
            if is_end { Vec::new() } else { vec![message] }
        }),
    },
    Misbehaviour {
        name: "goes on with a live query that the client has ended",
        area: "AG-SUB-05",
        wrong: Wrong::Socket(|(_, from), message, _| {
            let is_end = from == Side::Client && message["type"] == "complete";
            if is_end { Vec::new() } else { vec![message] }
        }),
    },
    Misbehaviour {
        name: "ends the operations of a socket before they have a result",
        area: "AG-SUB-05",
        wrong: Wrong::Socket(|(_, from), message, _| {
            let end = json!({ "id": message["id"], "type": "complete" });
            match (from, message["type"].as_str()) {
                (Side::Server, Some("next")) => vec![end, message],
                (Side::Server, Some("complete")) => Vec::new(),
                _ => vec![message],
            }
        }),
    },
];
