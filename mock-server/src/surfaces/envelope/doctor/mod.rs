//! Why was this request refused? Hypotheses about what its client did are tried until one gives
//! what was sent (SB 9.3). Nothing of it is ever seen on the wire.

mod causes;
mod key;
mod layers;
mod payload;

use serde_json::Value;

use super::key::API_KEY;
use crate::{
    crypto::sealed::{Reader, VERSION},
    log::{Diagnosis, Entry, Known, Sight},
    register::Reason,
};
pub(super) use causes::CAUSES;

/// What is known of a refused request.
struct Case<'a> {
    entry: &'a Entry,
    sight: &'a Sight,
    key: &'a str,
    /// Whose the key is.
    known: Option<&'a Known>,
}

impl Case<'_> {
    /// The body, if it is JSON.
    fn body(&self) -> Option<Value> {
        serde_json::from_slice(self.entry.request.body.bytes()?).ok()
    }

    /// What is inside the envelope of an entry of this project, if it opens as it should.
    fn inside(&self, entry: &Entry) -> Option<Vec<u8>> {
        let body: Value = serde_json::from_slice(entry.request.body.bytes()?).ok()?;
        let secret = self.known?.credential.client_secret.reveal();
        let versions = [i64::from(VERSION)];
        let reader = Reader { strict: false, versions: &versions };
        reader.open(secret, body["encrypted"].as_str()?).ok()
    }
}

/// What the client did wrong, what is surest first.
pub(super) fn diagnose(entry: &Entry, sight: &Sight) -> Vec<Diagnosis> {
    let key = entry.request.head.header(API_KEY).unwrap_or_default();
    let case = Case { entry, sight, key, known: sight.credential("ER", key) };
    match entry.reason() {
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
        _ => Vec::new(),
    }
}
