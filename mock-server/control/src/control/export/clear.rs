//! Bodies of a request and its answer in clear: opened where the surface seals them.

use serde_json::Value;

use crate::{
    log::{Entry, RedactionContext},
    surface::Surface,
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
    let plain = entry.log_renderer.opened(&entry.request.head, body, redaction)?;
    serde_json::from_slice(&plain).ok()
}
