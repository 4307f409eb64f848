//! A request of a project, as the detectors see it: opened.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::super::{endpoints::Endpoint, key, numbers, raw, seal, stamp};
use crate::{
    client_duties::{History, Moment},
    crypto::digest::sha256,
    log::{Entry, Reason},
    surface::Surface,
};

/// A digest by which equal things are known.
pub(super) type Mark = [u8; 32];

/// One request.
pub(super) struct EnvelopeRequest {
    /// Its number in the log.
    pub(super) n: u64,
    /// The instant at which it came.
    pub(super) moment: Moment,
    /// Label of the project whose key it names.
    pub(super) by: Option<String>,
    /// The operation at its path.
    pub(super) endpoint: Option<&'static Endpoint>,
    /// The first reason that is not a good one.
    pub(super) reason: Option<Reason>,
    /// True when it was answered with the order that its key stands for.
    pub(super) is_repeated: bool,
    /// Mark of its `Idempotency-Key`, if it has one.
    pub(super) key: Option<Mark>,
    /// True when its answer was lost or was a 5xx.
    pub(super) has_failed: bool,
    /// True when the client got no whole answer.
    pub(super) is_lost: bool,
    /// The payload; none of an envelope that does not open.
    pub(super) payload: Option<Map<String, Value>>,
    /// The timestamp as it was written, without quotes.
    pub(super) stamp: Option<String>,
    /// The answer, opened; null where there is none.
    pub(super) answer: Value,
}

impl EnvelopeRequest {
    /// Reads an entry.
    pub(super) fn read(entry: &Arc<Entry>, history: &History) -> Self {
        let head = &entry.request.head;
        let known = head
            .header(key::API_KEY)
            .and_then(|key| history.redaction.credential(Surface::ER, key));
        let open = |body: &Value| {
            let secret = known?.credential.client_secret.reveal();
            let reader = seal::reader(history.redaction.rules());
            reader.open(secret, body["encrypted"].as_str()?).ok()
        };
        let read = |bytes: Option<&[u8]>| numbers::read(bytes?).ok();
        let sent = read(entry.request.body.bytes());
        let plain = sent.as_ref().and_then(open);
        let payload = match read(plain.as_deref()) {
            Some(Value::Object(payload)) => Some(payload),
            _ => None,
        };
        let text = plain.as_deref().filter(|_| payload.is_some());
        let text = text.and_then(|plain| std::str::from_utf8(plain).ok());
        let stamp = text.and_then(|text| raw::member(text, stamp::NAME));
        let answered = read(entry.answer.as_ref().and_then(|answer| answer.body.bytes()));
        let inside = answered.as_ref().and_then(open).and_then(|plain| read(Some(&plain)));
        let is_lost = entry.fault.is_some_and(|fault| fault.is_loss);
        let is_5xx = entry.answer.as_ref().is_none_or(|answer| answer.status.is_server_error());
        Self {
            n: entry.n,
            moment: Moment::of(entry),
            by: known.map(|known| known.credential.label.clone()),
            endpoint: Endpoint::at(head.path()),
            reason: entry.reason(),
            is_repeated: entry.done.iter().any(|(_, reason)| *reason == Reason::Repeated),
            key: head.header("idempotency-key").filter(|key| !key.trim().is_empty()).map(mark),
            has_failed: is_lost || is_5xx,
            is_lost,
            stamp: stamp.map(|text| text.trim_matches('"').to_owned()),
            payload,
            answer: inside.or(answered).unwrap_or_default(),
        }
    }

    /// The path of its operation; empty where there is none.
    pub(super) fn path(&self) -> &'static str {
        self.endpoint.map_or("", |endpoint| endpoint.path)
    }

    /// Mark of caller, path and fields, without the timestamp: equal for one request that is sent
    /// twice. None of a payload that cannot be read.
    pub(super) fn mark(&self) -> Option<Mark> {
        let mut fields: Vec<_> =
            self.payload.as_ref()?.iter().filter(|(name, _)| *name != stamp::NAME).collect();
        fields.sort_unstable_by_key(|(name, _)| *name);
        let fields = serde_json::to_string(&fields).unwrap_or_default();
        Some(mark(&format!("{} {} {fields}", self.by.as_deref()?, self.path())))
    }

    /// A member of the payload that is a text.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.payload.as_ref()?.get(name)?.as_str()
    }

    /// A member of the order that it was answered with.
    pub(super) fn of_order(&self, name: &str) -> Option<&str> {
        let nested = || self.answer.get("order")?.get(name);
        self.answer.get(name).or_else(nested)?.as_str()
    }
}

/// The mark of a text.
pub(super) fn mark(text: &str) -> Mark {
    sha256(text)
}
