//! Sealed messages of the envelope surface: a proxy that knows the secret can read and change them.

use conformance::{
    drivers::envelope::sealer::{Sealer, fresh_nonce},
    surfaces::envelope::target::EnvelopeCodec,
};
use serde_json::{Value, json};

use super::{Answer, Memory, Request};

impl Memory {
    /// Sealer with the secret of the project that has this key.
    pub(crate) fn sealer(&self, key: &str) -> Option<Sealer> {
        Sealer::new(EnvelopeCodec::default(), &self.api_secret(key)?).ok()
    }

    /// Payload of a request; none when it was not sealed by its own project.
    pub(crate) fn said(&self, request: &Request) -> Option<Value> {
        self.opened(request, &request.body)
    }

    /// Replaces the payload of a request or webhook.
    pub(crate) fn say(&self, request: &mut Request, payload: &Value) {
        if let Some(body) = self.closed(request, payload) {
            request.body = body;
        }
    }

    /// Replaces the payload of a request by arbitrary bytes.
    pub(crate) fn say_bytes(&self, request: &mut Request, plain: &[u8]) {
        let sealer = request.header("api-key").and_then(|key| self.sealer(key));
        if let Some(sealer) = sealer {
            let sealed = sealer.seal(plain, fresh_nonce());
            request.body = json!({ "encrypted": sealer.write(&sealed) }).to_string().into_bytes();
        }
    }

    /// Payload of the answer to a request; none when it is not sealed.
    pub(crate) fn told(&self, request: &Request, answer: &Answer) -> Option<Value> {
        self.opened(request, &answer.body)
    }

    /// Replaces the payload of the answer to a request.
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

    /// Gives a request the next timestamp, so that it can be passed on again.
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
