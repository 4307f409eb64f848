//! What travels sealed on the envelope surface: a proxy that knows the secret can read it and say
//! something else.

use conformance::{
    drivers::envelope::sealed::{Sealer, fresh_nonce},
    target::envelope::EnvelopeCodec,
};
use serde_json::{Value, json};

use super::{Answer, Memory, Request};

impl Memory {
    /// Seals and opens as the project of that key does.
    pub(crate) fn sealer(&self, key: &str) -> Option<Sealer> {
        Sealer::new(EnvelopeCodec::default(), &self.api_secret(key)?).ok()
    }

    /// What a request says: only what its own project has sealed, and no other body.
    pub(crate) fn said(&self, request: &Request) -> Option<Value> {
        self.opened(request, &request.body)
    }

    /// Has a request, or a webhook, say something else.
    pub(crate) fn say(&self, request: &mut Request, payload: &Value) {
        if let Some(body) = self.closed(request, payload) {
            request.body = body;
        }
    }

    /// Has a request say these bytes, whatever they are.
    pub(crate) fn say_bytes(&self, request: &mut Request, plain: &[u8]) {
        let sealer = request.header("api-key").and_then(|key| self.sealer(key));
        if let Some(sealer) = sealer {
            let sealed = sealer.seal(plain, fresh_nonce());
            request.body = json!({ "encrypted": sealer.write(&sealed) }).to_string().into_bytes();
        }
    }

    /// What the answer to a request says, where it is sealed.
    pub(crate) fn told(&self, request: &Request, answer: &Answer) -> Option<Value> {
        self.opened(request, &answer.body)
    }

    /// Has the answer to a request say something else.
    pub(crate) fn tell(&self, request: &Request, answer: &mut Answer, payload: &Value) {
        if let Some(body) = self.closed(request, payload) {
            answer.body = body;
        }
    }

    fn opened(&self, request: &Request, body: &[u8]) -> Option<Value> {
        let sealer = self.sealer(request.header("api-key")?)?;
        let body: Value = serde_json::from_slice(body).ok()?;
        let sealed = sealer.read(body["encrypted"].as_str()?).ok()?;
        serde_json::from_slice(&sealer.open(&sealed).ok()?).ok()
    }

    fn closed(&self, request: &Request, payload: &Value) -> Option<Vec<u8>> {
        let sealer = self.sealer(request.header("api-key")?)?;
        let sealed = sealer.seal(payload.to_string().as_bytes(), fresh_nonce());
        Some(json!({ "encrypted": sealer.write(&sealed) }).to_string().into_bytes())
    }

    /// Makes a request another one that says the same, so that it can be passed on again.
    pub(super) fn stamp_next(&self, request: &mut Request) {
        if let Some(mut said) = self.said(request) {
            said["request_timestamp"] = json!(said["request_timestamp"].as_i64().unwrap_or(0) + 1);
            request.set("idempotency-key", &format!("again-{}", self.next()));
            return self.say(request, &said);
        }
        let stamp = request.header("x-agio-timestamp").unwrap_or_default();
        let next = stamp.parse::<i64>().unwrap_or_default() + 1;
        request.set("x-agio-timestamp", &next.to_string());
        self.sign(request);
    }
}
