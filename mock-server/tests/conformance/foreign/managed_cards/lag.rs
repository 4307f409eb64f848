//! A server whose reads lag behind: after each change every read is answered once more as before it.

use serde_json::json;

use crate::proxy::{Answer, Behaviour, Memory, Request};

/// The server.
pub(super) struct Lag;

impl Behaviour for Lag {
    fn answer(&self, request: &Request, answer: &mut Answer, memory: &Memory) {
        if request.managed().is_none() || !answer.is_success() {
            return;
        }
        let mut kept = memory.kept.lock().unwrap();
        if request.method != "GET" {
            kept.values_mut().for_each(|one| one["late"] = json!(true));
            return;
        }
        let now = answer.json();
        if let Some(before) = kept.get(&request.path).filter(|one| one["late"] == true) {
            answer.set_json(&before["body"]);
        }
        kept.insert(request.path.clone(), json!({ "late": false, "body": now }));
    }
}
