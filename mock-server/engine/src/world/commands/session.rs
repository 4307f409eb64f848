//! Commands that open, use and end encryption sessions (PG 8.1).

use serde::{Deserialize, Serialize};

use super::{Change, CommandContext, World};
use crate::{
    command::Dice as _,
    crypto::{Secret, digest::sha256, wrapped_key},
    world::access::{Session, SessionFault},
};

/// Makes a session (`generateEncryptionKeys`).
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct OpenSession {}

/// A new session.
#[derive(Clone, Debug, PartialEq)]
pub struct NewSession {
    /// `sessionId`.
    pub id: String,
    /// Bytes of `key`.
    pub key: Vec<u8>,
    /// Bytes of `iv`.
    pub iv: Vec<u8>,
}

impl OpenSession {
    pub(super) const NAME: &'static str = "session.open";
}

impl Change for OpenSession {
    type Plan = ();
    type Done = NewSession;
    type Refusal = std::convert::Infallible;

    fn check(&self, _: &World, _: &CommandContext) -> Result<(), Self::Refusal> {
        Ok(())
    }

    fn apply(&self, (): (), world: &mut World, context: &CommandContext) -> NewSession {
        let mut draw = |purpose, length: i64| {
            let mut bytes = vec![0; usize::try_from(length).unwrap_or(16)];
            world.dice.draw(purpose, &mut bytes);
            bytes
        };
        let key = draw("session.key", world.rules.session.key_bytes);
        let iv = draw("session.iv", world.rules.session.iv_bytes);
        let id = draw("session.id", 16).try_into().unwrap_or([0; 16]);
        let id = uuid::Builder::from_random_bytes(id).into_uuid().to_string();
        world.access.sessions.add(Session {
            id: id.clone(),
            key: Secret::new(hex::encode(&key)),
            iv: Secret::new(hex::encode(&iv)),
            made_by: context.principal.label.clone(),
            organization: context.principal.organization.clone(),
            created_at: context.now,
            used: false,
            is_wrapped: false,
        });
        NewSession { id, key, iv }
    }
}

/// Uses a session up; it cannot be used again, whether the operation succeeds or not.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TakeSession {
    /// `sessionId`.
    pub session: String,
}

impl TakeSession {
    pub(super) const NAME: &'static str = "session.take";
}

impl Change for TakeSession {
    type Plan = Session;
    type Done = Session;
    type Refusal = SessionFault;

    fn check(&self, world: &World, context: &CommandContext) -> Result<Session, SessionFault> {
        let sessions = &world.access.sessions;
        let rules = &world.rules.session;
        sessions.usable(&self.session, &context.principal, rules, context.now).cloned()
    }

    fn apply(&self, session: Session, world: &mut World, _: &CommandContext) -> Session {
        if world.rules.session.one_shot
            && let Some(row) = world.access.sessions.change(&self.session)
        {
            row.used = true;
        }
        session
    }
}

/// Uses up a key that the client has drawn and wrapped to the issuer's key (AMB-AG-03). It works
/// once, and has no owner.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TakeWrappedKey {
    /// The wrapped key, as sent.
    pub wrapped: String,
}

impl TakeWrappedKey {
    pub(super) const NAME: &'static str = "session.take_wrapped";

    /// The name under which the key is remembered.
    fn id(&self) -> String {
        format!("rsa:{}", hex::encode(sha256(&self.wrapped)))
    }
}

impl Change for TakeWrappedKey {
    /// The key.
    type Plan = [u8; 16];
    type Done = Session;
    type Refusal = SessionFault;

    fn check(&self, world: &World, _: &CommandContext) -> Result<Self::Plan, SessionFault> {
        let key = wrapped_key::unwrap(&self.wrapped).ok_or(SessionFault::Expired)?;
        match world.access.sessions.knows(&self.id()) {
            true => Err(SessionFault::Expired),
            false => Ok(key),
        }
    }

    fn apply(&self, key: Self::Plan, world: &mut World, context: &CommandContext) -> Session {
        let mut nonce = [0; 12];
        world.dice.draw("session.nonce", &mut nonce);
        let session = Session {
            id: self.id(),
            key: Secret::new(hex::encode(key)),
            iv: Secret::new(hex::encode(nonce)),
            made_by: context.principal.label.clone(),
            organization: context.principal.organization.clone(),
            created_at: context.now,
            used: true,
            is_wrapped: true,
        };
        if world.rules.session.one_shot {
            world.access.sessions.add(session.clone());
        }
        session
    }
}

/// Ends a session (`end-session`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct EndSession {
    /// `sessionId`.
    pub session: String,
}

impl EndSession {
    pub(super) const NAME: &'static str = "session.end";
}

impl Change for EndSession {
    type Plan = ();
    type Done = ();
    type Refusal = crate::programs::collateral::Refusal;

    fn check(&self, world: &World, _: &CommandContext) -> Result<(), Self::Refusal> {
        let known = world.access.sessions.knows(&self.session);
        if known { Ok(()) } else { Err(crate::programs::collateral::Refusal::NotYours) }
    }

    fn apply(&self, (): (), world: &mut World, _: &CommandContext) {
        if let Some(session) = world.access.sessions.change(&self.session) {
            session.used = true;
        }
    }
}
