//! The secrets of a world, so that they can be found where they do not belong (SB 9.2).

use super::{Access, World};
use crate::{card_data::HoldsCardData, crypto::Secret};

/// A secret of a world.
pub enum WorldSecret<'a> {
    /// A text, such as a client secret, as it is sent.
    Text(&'a str),
    /// Bytes, such as the key of an encryption session.
    Bytes(Vec<u8>),
    /// The identifier of a credential, of which the end may be shown.
    Token(&'a str),
    /// A card number.
    CardNumber(&'a str),
}

impl World {
    /// Every secret that the world holds. It is taken apart field by field: a new part does not
    /// compile until it says whether there are secrets in it.
    pub fn secrets(&self) -> Vec<WorldSecret<'_>> {
        let Self {
            access,
            issuer,
            definition: _, // the secrets that follow from its seed are told below
            rules: _,
            changed: _,
            deviations: _,
            clock: _,
            dice: _,
            timeline: _,
            faults: _,
            outbox: _, // the secrets of receivers are told below
            events: _,
            history: _,   // rows as they were, with the secrets that they have
            snapshots: _, // they hold what the world held
        } = self;
        let numbers = issuer.card_data().map(|card| WorldSecret::CardNumber(card.pan.reveal()));
        let users = issuer.managed.users.iter().map(|user| self.managed_password(user));
        let derived = self.signing_secrets().chain(users);
        let derived = derived.map(|secret| WorldSecret::Bytes(secret.reveal().into()));
        let key = WorldSecret::Bytes(self.managed_token_key().as_ref().to_vec());
        access.secrets().chain(numbers).chain(derived).chain([key]).collect()
    }

    /// The secrets under which tokens of the app and deliveries are signed, as their owners are told
    /// them, and the key of the organization. Those of old deliveries are among them.
    pub(super) fn signing_secrets(&self) -> impl Iterator<Item = Secret> + '_ {
        [self.token_secret(), self.organization_key()].into_iter().chain(self.all_webhook_secrets())
    }

    /// The number of [`Self::signing_secrets`].
    pub(super) fn signing_secrets_made(&self) -> usize {
        2 + self.webhook_secrets_made()
    }
}

impl Access {
    fn secrets(&self) -> impl Iterator<Item = WorldSecret<'_>> {
        let Self { credentials, sessions, claims: _, spent_tokens: _, kept_answers: _ } = self;
        let credentials = credentials.iter().flat_map(|credential| {
            [
                WorldSecret::Text(credential.client_secret.reveal()),
                WorldSecret::Token(&credential.api_token),
            ]
        });
        let sessions = sessions.iter().flat_map(|session| {
            [WorldSecret::Bytes(session.key_bytes()), WorldSecret::Bytes(session.iv_bytes())]
        });
        credentials.chain(sessions)
    }
}
