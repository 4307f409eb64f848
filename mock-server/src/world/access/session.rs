//! Encryption sessions of PIN and reveal operations (PG 8.1, 8.4).

use imbl::OrdMap;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::Principal;
use crate::{
    crypto::Secret,
    issuer::Caller,
    rulebook::{self, Binding},
};

/// One session.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Session {
    /// `sessionId` (UUID text).
    pub id: String,
    /// AES key, hex.
    pub key: Secret,
    /// Nonce, hex.
    pub iv: Secret,
    /// The token that made it, `acme/primary`.
    pub made_by: String,
    /// The partner organization it is bound to.
    pub organization: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Whether an operation has used it.
    pub used: bool,
}

impl Session {
    /// The bytes of the key.
    pub fn key_bytes(&self) -> Vec<u8> {
        hex::decode(self.key.reveal()).unwrap_or_default()
    }

    /// The bytes of the iv.
    pub fn iv_bytes(&self) -> Vec<u8> {
        hex::decode(self.iv.reveal()).unwrap_or_default()
    }

    fn serves(&self, principal: &Principal, rules: &rulebook::Session) -> bool {
        principal.caller == Caller::Ops
            || match rules.bound_to {
                Binding::Partner => self.organization == principal.organization,
                Binding::Token => self.made_by == principal.label,
                Binding::None => true,
            }
    }
}

/// Why a session does not serve.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionFault {
    /// Somebody else made it.
    Foreign,
    /// Unknown, used or too old.
    Expired,
}

/// All sessions of a world.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Sessions {
    all: OrdMap<String, Session>,
    order: crate::collections::List<String>,
    /// How many there ever were.
    made: u64,
}

/// Old sessions are remembered, so that a foreign one is told from an unknown one, but not for
/// ever.
const REMEMBERED: usize = 10_000;

impl Sessions {
    /// Whether somebody else made this session; an unknown one is nobody's.
    pub fn is_foreign(&self, id: &str, principal: &Principal, rules: &rulebook::Session) -> bool {
        self.all.get(id).is_some_and(|session| !session.serves(principal, rules))
    }

    /// The session, when it serves this principal now.
    pub fn usable(
        &self,
        id: &str,
        principal: &Principal,
        rules: &rulebook::Session,
        now: Timestamp,
    ) -> Result<&Session, SessionFault> {
        if self.is_foreign(id, principal, rules) {
            return Err(SessionFault::Foreign);
        }
        let session = self.all.get(id).ok_or(SessionFault::Expired)?;
        let end = session.created_at.checked_add(SignedDuration::from_millis(rules.lifetime_ms));
        if session.used || end.is_ok_and(|end| now > end) {
            return Err(SessionFault::Expired);
        }
        Ok(session)
    }

    /// Whether there was such a session.
    pub fn knows(&self, id: &str) -> bool {
        self.all.contains_key(id)
    }

    /// All that are remembered.
    pub fn iter(&self) -> impl Iterator<Item = &Session> {
        self.all.values()
    }

    /// How many are remembered.
    pub(in crate::world) fn len(&self) -> u64 {
        self.order.len() as u64
    }

    /// How many there ever were.
    pub(in crate::world) fn made(&self) -> u64 {
        self.made
    }

    /// The ones that were made last, oldest first.
    pub(in crate::world) fn latest(&self, count: u64) -> impl Iterator<Item = &Session> {
        let skipped = self.len().saturating_sub(count);
        let ids = self.order.iter().skip(usize::try_from(skipped).unwrap_or(usize::MAX));
        ids.filter_map(|id| self.all.get(id))
    }

    pub(in crate::world) fn add(&mut self, session: Session) {
        self.made += 1;
        if self.order.len() >= REMEMBERED
            && let Some(oldest) = self.order.pop_front()
        {
            self.all.remove(&oldest);
        }
        self.order.push_back(session.id.clone());
        self.all.insert(session.id.clone(), session);
    }

    pub(in crate::world) fn change(&mut self, id: &str) -> Option<&mut Session> {
        self.all.get_mut(id)
    }
}
