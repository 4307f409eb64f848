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

/// An encryption session.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Session {
    /// `sessionId` (UUID text).
    pub id: String,
    /// AES key, in hex.
    pub key: Secret,
    /// Nonce (iv), in hex.
    pub iv: Secret,
    /// Label of the principal that made the session: `acme/primary`, or the id of an in-app user.
    pub made_by: String,
    /// Partner organization that the session is bound to.
    pub organization: Option<String>,
    /// World time of creation.
    pub created_at: Timestamp,
    /// True once an operation has used the session.
    pub used: bool,
    /// True when the client has drawn the key, and values carry their own nonce (AMB-AG-03).
    pub is_wrapped: bool,
}

impl Session {
    /// Bytes of the key.
    pub fn key_bytes(&self) -> Vec<u8> {
        hex::decode(self.key.reveal()).unwrap_or_default()
    }

    /// Bytes of the iv.
    pub fn iv_bytes(&self) -> Vec<u8> {
        hex::decode(self.iv.reveal()).unwrap_or_default()
    }

    fn serves(&self, principal: &Principal, rules: &rulebook::Session) -> bool {
        let is_maker = self.made_by == principal.label;
        match principal.caller {
            Caller::Ops => true,
            Caller::InAppUser(_) => is_maker || !rules.user_bound,
            Caller::Partner(_) | Caller::Project(_) | Caller::User(_) => match rules.bound_to {
                Binding::Partner => self.organization == principal.organization,
                Binding::Token => is_maker,
                Binding::None => true,
            },
        }
    }
}

/// Reason why a session cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionFault {
    /// Another principal made it.
    Foreign,
    /// The session is unknown, used or too old.
    Expired,
}

/// Encryption sessions of a world.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Sessions {
    all: OrdMap<String, Session>,
    order: crate::collections::List<String>,
    /// Number of sessions ever made.
    made: u64,
}

/// Most sessions that are remembered. Used and expired ones are kept, in order to tell a foreign
/// session from an unknown one.
const REMEMBERED: usize = 10_000;

impl Sessions {
    /// True when the session belongs to another principal; false for an unknown one.
    pub fn is_foreign(&self, id: &str, principal: &Principal, rules: &rulebook::Session) -> bool {
        self.all.get(id).is_some_and(|session| !session.serves(principal, rules))
    }

    /// The session, when this principal may use it at world time `now`.
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

    /// True when a session with this id is remembered.
    pub fn knows(&self, id: &str) -> bool {
        self.all.contains_key(id)
    }

    /// All sessions that are remembered.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Session> {
        self.all.values()
    }

    /// Number of sessions that are remembered.
    pub(in crate::world) fn len(&self) -> u64 {
        self.order.len() as u64
    }

    /// Number of sessions ever made.
    pub(in crate::world) fn made(&self) -> u64 {
        self.made
    }

    /// The `count` newest sessions that are remembered, oldest first.
    pub(in crate::world) fn latest(&self, count: u64) -> impl Iterator<Item = &Session> {
        let skipped = self.len().saturating_sub(count);
        let ids = self.order.from_position(usize::try_from(skipped).unwrap_or(usize::MAX));
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
