//! Calls with idempotency keys, lost answers and replays (MC 15.1).

use serde_json::{Value, json};

use super::{
    bank::Bank,
    model::{DAY, Refusal},
    steps::Way,
};
use crate::{managed_cards::user::request, support::Reply};

/// The calls that were answered under a key.
#[derive(Default)]
pub(super) struct Kept {
    /// Number of keys that were used.
    keys: usize,
    calls: Vec<KeptCall>,
}

struct KeptCall {
    path: String,
    key: String,
    body: Value,
    /// The instant at which the key is free again, in milliseconds since 1970.
    until: i64,
    reply: Reply,
}

fn is_replayed(reply: &Reply) -> bool {
    reply.headers.get("idempotent-replayed").is_some_and(|value| value == "true")
}

impl Bank {
    /// Sends a request of the user.
    pub(super) async fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&str>,
    ) -> Reply {
        let bearer = format!("Bearer {}", self.access);
        let headers = [headers, &[("authorization", bearer.as_str())]].concat();
        self.sandbox.send(request(method, path, &headers, body)).await
    }

    async fn post(&self, path: &str, key: Option<&str>, body: &Value) -> Reply {
        let headers: Vec<_> = key.into_iter().map(|key| ("idempotency-key", key)).collect();
        self.send("POST", path, &headers, Some(&body.to_string())).await
    }

    /// Sends a call in a way, and checks the answer; returns the body of a success.
    pub(super) async fn answered(
        &mut self,
        operation: &str,
        path: &str,
        body: Value,
        (way, wanted): (Way, Result<u16, Refusal>),
    ) -> Option<Value> {
        self.kept.keys += 1;
        let key = format!("key-{}", self.kept.keys);
        let key = (way != Way::Bare).then_some(key);
        let side = match way {
            Way::Bare | Way::Keyed => None,
            Way::LostBefore => Some("before"),
            Way::LostAfter => Some("after"),
        };
        if let Some(side) = side {
            self.lose(operation, side).await;
            self.send_in_vain(path, key.as_deref(), &body).await;
        }
        let reply = self.post(path, key.as_deref(), &body).await;
        let status = reply.status.as_u16();
        match wanted {
            Ok(wanted) => {
                assert_eq!(status, wanted, "{path} {body}: {}", reply.text());
                assert_eq!(is_replayed(&reply), way == Way::LostAfter, "{path} {body}");
                if let Some(key) = key {
                    let (path, until) = (path.to_owned(), self.model.now + DAY);
                    let json = reply.json();
                    self.kept.calls.push(KeptCall { path, key, body, until, reply });
                    return Some(json);
                }
                Some(reply.json())
            }
            Err(wanted) => {
                let code = reply.json()["code"].clone();
                assert_eq!((status, &code), (wanted.0, &json!(wanted.1)), "{path} {body}");
                None
            }
        }
    }

    /// Orders that the next call of an operation loses its connection.
    async fn lose(&self, operation: &str, side: &str) {
        let order = json!({"match": {"surface": "MC", "operation": operation},
                           "when": {"nth": 1}, "then": {"drop": side}});
        let ordered = self.sandbox.control("POST", "/worlds/test/faults", &order).await;
        assert_eq!(ordered.status, 201, "{}", ordered.text());
    }

    /// Sends a call whose connection is lost.
    async fn send_in_vain(&self, path: &str, key: Option<&str>, body: &Value) {
        let bearer = format!("Bearer {}", self.access);
        let mut headers = vec![("authorization", bearer.as_str())];
        headers.extend(key.map(|key| ("idempotency-key", key)));
        let request = request("POST", path, &headers, Some(&body.to_string()));
        let lost = tower::ServiceExt::oneshot(self.sandbox.router.clone(), request).await.unwrap();
        assert!(http_body_util::BodyExt::collect(lost.into_body()).await.is_err(), "{path}");
    }

    /// Sends an earlier call again: the first answer comes again and nothing else happens.
    pub(super) async fn replay(&self, call: usize, other_body: bool) {
        let Some(call) = self.kept.calls.iter().rev().nth(call) else { return };
        if self.model.now >= call.until {
            return;
        }
        if other_body {
            let mut body = call.body.clone();
            body["currency"] = json!("USD");
            let reply = self.post(&call.path, Some(&call.key), &body).await;
            let code = reply.json()["code"].clone();
            assert_eq!((reply.status.as_u16(), code), (409, json!("idempotency_key_conflict")));
            return;
        }
        let reply = self.post(&call.path, Some(&call.key), &call.body).await;
        let first = (call.reply.status, call.reply.text());
        assert_eq!((reply.status, reply.text()), first, "{}", call.path);
        assert!(is_replayed(&reply), "{}", call.path);
    }
}
