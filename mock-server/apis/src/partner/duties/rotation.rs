//! Credentials that are too old, or were replaced (PG-CLIENT-20).

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use super::request::PartnerRequest;
use crate::{
    client_duties::{Detector, History, Tally},
    surface::Surface,
    world::Credential,
};

/// Twelve months.
const YEAR: SignedDuration = SignedDuration::from_hours(365 * 24);

/// Time after the first use of a new token in which the old one may still be seen.
const CUTOVER: SignedDuration = SignedDuration::from_hours(1);

/// The duty that tokens are rotated, and old ones laid aside.
#[derive(Default)]
pub(super) struct Rotation {
    /// First use of each token by its label, in world time.
    first_uses: BTreeMap<String, Timestamp>,
    tally: Tally,
}

impl Rotation {
    /// True when a newer credential of the same holder has been in use for so long that this one
    /// should not be seen any more.
    fn is_replaced(&self, own: &Credential, at: Timestamp, history: &History) -> bool {
        let all = history.redaction.credentials().iter().map(|known| &known.credential);
        let mut newer = all.filter(|one| one.holder == own.holder && one.issued_at > own.issued_at);
        newer.any(|one| {
            let first = self.first_uses.get(&one.label);
            first.is_some_and(|first| at.duration_since(*first) > CUTOVER)
        })
    }
}

impl Detector<PartnerRequest> for Rotation {
    fn see(&mut self, request: &PartnerRequest, history: &History) {
        let token = request.entry.request.head.header(super::super::auth::API_KEY);
        let known = token.and_then(|token| history.redaction.credential(Surface::PG, token));
        let Some(own) = known.map(|known| &known.credential) else { return };
        let at = request.moment.world;
        if request.is_authentic() {
            self.first_uses.entry(own.label.clone()).or_insert(at);
        }
        let age = at.duration_since(own.issued_at);
        if age > YEAR {
            let says = format!("a token was {} days old", age.as_hours() / 24);
            self.tally.missed(&[request.n], says);
        } else if self.is_replaced(own, at, history) {
            let says = "a token was used more than an hour after its successor was first used";
            self.tally.missed(&[request.n], says);
        } else {
            self.tally.met(&[request.n]);
        }
    }

    fn finish(self: Box<Self>, _: &History) -> Tally {
        self.tally
    }
}
