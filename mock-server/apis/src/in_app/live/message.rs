//! The messages of `graphql-transport-ws` (AG 8.2).

use serde_json::{Map, Value, json};

/// A message of a client.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Message {
    /// The first one, with what identifies the user.
    Init {
        /// `payload`; empty when absent.
        payload: Map<String, Value>,
    },
    /// An operation.
    Subscribe {
        /// Id of the operation on this connection.
        id: String,
        /// The body that a POST would have.
        payload: Map<String, Value>,
    },
    /// The end of an operation, by its id.
    Complete(String),
    /// A question whether the server is there.
    Ping,
    /// The answer to the server's ping.
    Pong,
}

impl Message {
    /// Reads a message; none when it is no JSON object of a known type with the members of that
    /// type.
    pub(super) fn read(text: &str) -> Option<Self> {
        let Ok(Value::Object(mut members)) = serde_json::from_str(text) else { return None };
        let payload = match members.shift_remove("payload") {
            None | Some(Value::Null) => None,
            Some(Value::Object(payload)) => Some(payload),
            Some(_) => return None,
        };
        let id = match members.shift_remove("id") {
            Some(Value::String(id)) if !id.is_empty() => Some(id),
            _ => None,
        };
        match members.get("type")?.as_str()? {
            "connection_init" => Some(Self::Init { payload: payload.unwrap_or_default() }),
            "subscribe" => Some(Self::Subscribe { id: id?, payload: payload? }),
            "complete" => id.map(Self::Complete),
            "ping" => Some(Self::Ping),
            "pong" => Some(Self::Pong),
            _ => None,
        }
    }
}

/// A result of an operation: its body, which is JSON already.
pub(super) fn next(id: &str, body: &str) -> String {
    format!(r#"{{"id":{},"type":"next","payload":{body}}}"#, json!(id))
}

/// The errors of an operation, which end it.
pub(super) fn error(id: &str, errors: &Value) -> String {
    json!({"id": id, "type": "error", "payload": errors}).to_string()
}

/// The end of an operation.
pub(super) fn complete(id: &str) -> String {
    json!({"id": id, "type": "complete"}).to_string()
}

/// A question whether the client is there.
pub(super) const PING: &str = r#"{"type":"ping"}"#;

/// The answer to the client's ping.
pub(super) const PONG: &str = r#"{"type":"pong"}"#;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_objects_of_known_types_are_messages() {
        for text in [
            "",
            "x",
            "[]",
            "{}",
            r#"{"type":7}"#,
            r#"{"type":"start","id":"1","payload":{}}"#,
            r#"{"type":"subscribe","payload":{}}"#,
            r#"{"type":"subscribe","id":"","payload":{}}"#,
            r#"{"type":"subscribe","id":1,"payload":{}}"#,
            r#"{"type":"subscribe","id":"1"}"#,
            r#"{"type":"subscribe","id":"1","payload":[]}"#,
            r#"{"type":"complete"}"#,
            r#"{"type":"ping","payload":1}"#,
        ] {
            assert_eq!(Message::read(text), None, "{text}");
        }
        assert_eq!(Message::read(r#"{"type":"ping","payload":{"a":1}}"#), Some(Message::Ping));
        assert_eq!(
            Message::read(r#"{"type":"connection_init"}"#),
            Some(Message::Init { payload: Map::new() })
        );
    }
}
