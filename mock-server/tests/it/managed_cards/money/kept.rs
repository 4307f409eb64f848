//! Calls with idempotency keys, lost answers and replays (MC 15.1).

use std::sync::{Arc, Barrier};

use serde_json::{Value, json};

use super::{
    bank::Bank,
    model::{DAY, Refusal},
    steps::Way,
};
use crate::{
    managed_cards::user::{CARDS, request},
    support::Reply,
};

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
        let key = self.key(path, way);
        let side = match way {
            Way::Bare | Way::Keyed | Way::Spent | Way::AtOnce => None,
            Way::LostBefore => Some("before"),
            Way::LostAfter => Some("after"),
        };
        if let Some(side) = side {
            self.lose(operation, side).await;
            self.send_in_vain(path, key.as_deref(), &body).await;
        }
        let reply = match &key {
            Some(key) if way == Way::AtOnce => self.at_once(path, key, &body).await,
            key => self.post(path, key.as_deref(), &body).await,
        };
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

    /// The key for a call in a way.
    fn key(&mut self, path: &str, way: Way) -> Option<String> {
        if way == Way::Bare {
            return None;
        }
        if let (Way::Spent, Some(key)) = (way, self.spent_key(path)) {
            return Some(key);
        }
        self.kept.keys += 1;
        Some(format!("key-{}", self.kept.keys))
    }

    /// The newest key that is free again at a path: one that was used there, if any.
    fn spent_key(&self, path: &str) -> Option<String> {
        let now = self.model.now;
        let (past, live): (Vec<_>, Vec<_>) =
            self.kept.calls.iter().rev().partition(|call| now >= call.until);
        let is_taken = |key: &str| live.iter().any(|call| call.path == path && call.key == key);
        let spent: Vec<_> = past.into_iter().filter(|call| !is_taken(&call.key)).collect();
        let same_path = spent.iter().find(|call| call.path == path);
        same_path.or(spent.first()).map(|call| call.key.clone())
    }

    /// Sends a call two times at once: where it is served, one of the two has the effect and the other
    /// one is its replay. Answers the one that had the effect.
    async fn at_once(&self, path: &str, key: &str, body: &Value) -> Reply {
        let bearer = format!("Bearer {}", self.access);
        let headers = [("authorization", bearer.as_str()), ("idempotency-key", key)];
        let body = body.to_string();
        let ready = Arc::new(Barrier::new(2));
        let both = [(); 2].map(|()| {
            let request = request("POST", path, &headers, Some(&body));
            let (router, ready) = (self.sandbox.router.clone(), ready.clone());
            let runtime = tokio::runtime::Handle::current();
            tokio::task::spawn_blocking(move || {
                ready.wait();
                runtime.block_on(Reply::of(router, request))
            })
        });
        let [one, other] = both;
        let (one, other) = (one.await.unwrap(), other.await.unwrap());
        assert_eq!((one.status, one.text()), (other.status, other.text()), "{path} {body}");
        let served = usize::from(one.status.is_success());
        let replays = [&one, &other].into_iter().filter(|reply| is_replayed(reply)).count();
        assert_eq!(replays, served, "{path} {body}");
        if is_replayed(&one) { other } else { one }
    }

    /// Sends an earlier call of the user as somebody else, under the same key: nobody else's key
    /// tells anything, so that it is answered by whose thing it is.
    pub(super) async fn borrow(&self, call: usize) {
        let Some(call) = self.kept.calls.iter().rev().nth(call) else { return };
        // An order of a card names nothing of the user: it would be served.
        if call.path == CARDS {
            return;
        }
        let other = self.sandbox.holder("baraka").await;
        let headers = [("idempotency-key", call.key.as_str())];
        let reply = other.send("POST", &call.path, &headers, Some(&call.body.to_string())).await;
        assert_eq!(reply.status, 404, "{}: {}", call.path, reply.text());
        assert!(!is_replayed(&reply), "{}", call.path);
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
