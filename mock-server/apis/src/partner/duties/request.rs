//! A request of a partner, as the detectors see it.

use std::sync::Arc;

use axum::http::StatusCode;
use jiff::Timestamp;

use super::super::{auth, schema};
use crate::{
    card_graphql::{SeenCall, seen_calls},
    client_duties::{History, Moment},
    crypto::digest::Sha256,
    log::{Entry, Reason},
    surface::Surface,
};

/// Members of answers that detectors look at.
const MEMBERS: [&str; 6] = ["sessionId", "key", "iv", "encryptedSecrets", "error", "success"];

/// A digest by which equal things are known.
pub(super) type Mark = [u8; 32];

/// One request.
pub(super) struct PartnerRequest {
    /// Its number in the log.
    pub(super) n: u64,
    /// The instant at which it came.
    pub(super) moment: Moment,
    /// Real time of its answer.
    pub(super) answered: Timestamp,
    /// Status of the answer; none when there was none.
    pub(super) status: Option<StatusCode>,
    /// The first reason that is not a good one.
    pub(super) reason: Option<Reason>,
    /// Label of the credential that it names.
    pub(super) by: Option<String>,
    /// The text of its timestamp.
    pub(super) timestamp: Option<String>,
    /// Mark of key, timestamp and signature, where it has a signature.
    pub(super) signed: Option<Mark>,
    /// True when the client got no whole answer.
    pub(super) is_lost: bool,
    /// Its root fields.
    pub(super) calls: Vec<SeenCall>,
    /// The entry itself.
    pub(super) entry: Arc<Entry>,
}

impl PartnerRequest {
    /// Reads an entry.
    pub(super) fn read(entry: &Arc<Entry>, history: &History) -> Self {
        let header = |name| entry.request.head.header(name);
        let (key, timestamp) = (header(auth::API_KEY), header(auth::TIMESTAMP));
        let signed = header(auth::SIGNATURE).filter(|signature| !signature.is_empty());
        let known = key.and_then(|key| history.redaction.credential(Surface::PG, key));
        Self {
            n: entry.n,
            moment: Moment::of(entry),
            answered: entry.answered_at(),
            status: entry.answer.as_ref().map(|answer| answer.status),
            reason: entry.reason(),
            by: known.map(|known| known.credential.label.clone()),
            timestamp: timestamp.map(ToOwned::to_owned),
            signed: signed.map(|signature| {
                mark(&[key.unwrap_or_default(), timestamp.unwrap_or_default(), signature])
            }),
            is_lost: entry.fault.is_some_and(|fault| fault.is_loss),
            calls: seen_calls(entry, &schema::default_judge().1, &MEMBERS),
            entry: entry.clone(),
        }
    }

    /// True when the request is to be signed: it does more than ask about the schema.
    pub(super) fn is_executed(&self) -> bool {
        !self.calls.is_empty() || self.timestamp.is_some()
    }

    /// True when key, timestamp and signature were checked and found good.
    pub(super) fn is_authentic(&self) -> bool {
        self.signed.is_some()
            && !matches!(
                self.reason,
                Some(
                    Reason::KeyMissing
                        | Reason::KeyUnknown
                        | Reason::KeyRevoked
                        | Reason::KeyExpired
                        | Reason::KeyEnvironment
                        | Reason::Timestamp
                        | Reason::Signature
                        | Reason::TooLarge
                        | Reason::Method
                )
            )
    }

    /// Mark that a request shares with its retries: caller, operations and arguments, without what
    /// is made anew for every attempt.
    pub(super) fn mark(&self) -> Mark {
        let mut digest = Sha256::default();
        digest.update(self.by.as_deref().unwrap_or_default());
        for call in &self.calls {
            digest.update(call.digest());
        }
        if self.calls.is_empty() {
            digest.update(self.entry.request.body.sha256().unwrap_or_default());
        }
        digest.finish()
    }

    /// Its mutations.
    pub(super) fn mutations(&self) -> impl Iterator<Item = &SeenCall> {
        self.calls.iter().filter(|call| call.is_mutation)
    }

    /// True when all that it asks for is to read, and it was answered.
    pub(super) fn has_read(&self) -> bool {
        self.reason.is_none()
            && !self.is_lost
            && !self.calls.is_empty()
            && self.calls.iter().all(|call| !call.is_mutation)
    }
}

/// The mark of some texts.
pub(super) fn mark(parts: &[&str]) -> Mark {
    let mut digest = Sha256::default();
    for part in parts {
        digest.update(part.len().to_be_bytes());
        digest.update(part);
    }
    digest.finish()
}
