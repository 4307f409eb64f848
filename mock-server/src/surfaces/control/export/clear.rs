//! The bodies of a request and its answer in clear: opened where the surface seals them.

use serde_json::Value;

use crate::{
    crypto::sealed::Reader,
    log::{Entry, RedactionContext},
    surface::Surface,
};

/// Every version: whatever the rules were when a request came in, it is to be read.
const ANY_VERSION: [i64; 256] = {
    let mut all = [0; 256];
    let mut at = 0;
    while at < all.len() {
        all[at] = at as i64;
        at += 1;
    }
    all
};

/// A body in clear, and what a log shows of it.
pub(super) struct Clear {
    /// The value.
    pub(super) value: Value,
    /// The redacted value.
    pub(super) shown: Value,
}

/// The body of the request; none when it cannot be read, and null when there is none.
pub(super) fn request(entry: &Entry, redaction: &RedactionContext) -> Option<Clear> {
    let bytes = entry.request.body.bytes()?;
    if bytes.is_empty() {
        return Some(Clear { value: Value::Null, shown: Value::Null });
    }
    let reading = entry.log_renderer.read(entry, redaction);
    let body: Value = serde_json::from_slice(bytes).ok()?;
    if entry.log_renderer.surface() == Some(Surface::ER) {
        let value = opened(entry, &body, redaction)?;
        return Some(Clear { value, shown: reading.request_inside? });
    }
    Some(Clear { value: body, shown: reading.request })
}

/// The body of the answer; none when there is none, or when it is not JSON.
pub(super) fn answer(entry: &Entry, redaction: &RedactionContext) -> Option<Clear> {
    let bytes = entry.answer.as_ref()?.body.bytes()?;
    let body: Value = serde_json::from_slice(bytes).ok()?;
    let reading = entry.log_renderer.read(entry, redaction);
    if entry.log_renderer.surface() == Some(Surface::ER)
        && let Some(value) = opened(entry, &body, redaction)
    {
        return Some(Clear { value, shown: reading.answer_inside? });
    }
    Some(Clear { value: body, shown: reading.answer })
}

fn opened(entry: &Entry, body: &Value, redaction: &RedactionContext) -> Option<Value> {
    let token = entry.log_renderer.token(&entry.request.head)?;
    let secret = redaction.credential(Surface::ER, token)?.credential.client_secret.reveal();
    let reader = Reader { strict: false, versions: &ANY_VERSION };
    let plain = reader.open(secret, body["encrypted"].as_str()?).ok()?;
    serde_json::from_slice(&plain).ok()
}
