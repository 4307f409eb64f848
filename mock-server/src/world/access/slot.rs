//! Which requests were seen lately, each until its own end (ER 4.2).

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Nonce;

/// Requests that may not come again yet.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Slots {
    #[serde(with = "crate::issuer::pairs")]
    until: BTreeMap<Nonce, Timestamp>,
    order: BTreeSet<(Timestamp, Nonce)>,
}

impl Slots {
    /// Whether the request was seen and its end, which still counts, has not passed.
    pub fn holds(&self, slot: &Nonce, now: Timestamp) -> bool {
        self.until.get(slot).is_some_and(|until| now <= *until)
    }

    /// Remembers the request and forgets those whose end has passed.
    pub(in crate::world) fn take(&mut self, slot: Nonce, now: Timestamp, until: Timestamp) {
        while let Some((end, old)) = self.order.first().copied().filter(|(end, _)| *end < now) {
            self.order.remove(&(end, old));
            self.until.remove(&old);
        }
        if let Some(old) = self.until.insert(slot, until) {
            self.order.remove(&(old, slot));
        }
        self.order.insert((until, slot));
    }
}
