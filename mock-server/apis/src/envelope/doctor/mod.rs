//! Why was this request refused? Hypotheses about what its client did are tried until one gives
//! what was sent (SB 9.3). Nothing of it is ever seen on the wire.
//!
//! The doctor looks where the server found something wrong: it reads with the server's own readers,
//! so it cannot call wrong what the server took.

mod amount;
mod causes;
mod encodings;
mod key;
mod layers;
mod payload;

use serde_json::{Value, json};

use super::{endpoints::Endpoint, key::API_KEY, numbers, seal, slugs::Slug};
use crate::{
    error_code::ErrorCode,
    log::{Diagnosis, Entry, Known, Proof, Reason, RedactionContext, nearest, of_head},
    surface::Surface,
};
pub(super) use causes::CAUSES;

/// A refused request with everything that the doctor knows of it.
struct Case<'a> {
    entry: &'a Entry,
    redaction: &'a RedactionContext,
    key: &'a str,
    /// Whose the key is.
    known: Option<&'a Known>,
}

impl Case<'_> {
    /// The body, if it is JSON.
    fn body(&self) -> Option<Value> {
        numbers::read(self.entry.request.body.bytes()?).ok()
    }

    /// Plain text of an envelope that this project sent, if it opens as it should.
    fn inside(&self, entry: &Entry) -> Option<Vec<u8>> {
        let body: Value = numbers::read(entry.request.body.bytes()?).ok()?;
        let secret = self.known?.credential.client_secret.reveal();
        let reader = seal::reader(self.redaction.rules());
        reader.open(secret, body["encrypted"].as_str()?).ok()
    }
}

/// Diagnoses of a refused request, the surest first.
pub(super) fn diagnose(entry: &Entry, redaction: &RedactionContext) -> Vec<Diagnosis> {
    if let Some(found) = of_head(entry, &[API_KEY, "content-type"]) {
        return vec![found];
    }
    let key = entry.request.head.header(API_KEY).unwrap_or_default();
    let case = Case { entry, redaction, key, known: redaction.credential(Surface::ER, key) };
    match entry.reason() {
        Some(Reason::UnknownPath) => {
            let doors = super::endpoints::doors();
            nearest(entry.request.head.path(), &doors, redaction)
        }
        Some(Reason::Method) => method(&case),
        Some(Reason::KeyMissing | Reason::KeyUnknown | Reason::NoAccess) => key::causes(&case),
        Some(Reason::MediaType | Reason::BadRequest | Reason::EnvelopeMissing) => {
            layers::of_body(&case)
        }
        Some(Reason::EnvelopeFormat) => layers::of_envelope(&case),
        Some(
            Reason::PayloadFormat
            | Reason::TimestampMissing
            | Reason::TimestampFormat
            | Reason::TimestampWindow
            | Reason::Replay,
        ) => payload::causes(&case),
        Some(reason) => match Slug::of(reason) {
            Some(Slug::InvalidAmount | Slug::InvalidRequest) => amount::causes(&case),
            _ => Vec::new(),
        },
        None => Vec::new(),
    }
}

/// A door that is there, and another method than it takes.
fn method(case: &Case<'_>) -> Vec<Diagnosis> {
    let head = &case.entry.request.head;
    let sent = &case.entry.request.method;
    let there = Endpoint::at(head.path()).is_some() && *sent != axum::http::Method::POST;
    let says = "The path is right; it takes POST only, with a sealed body.";
    vec![
        Diagnosis::proved("method-other", says, Proof::of(there))
            .shown_by(json!({"wanted": "POST"})),
    ]
}
