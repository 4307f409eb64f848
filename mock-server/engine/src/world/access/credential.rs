//! API tokens and secrets of partners and projects (PG 3.1, ER 1, SB 3.4).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Holder;
use crate::{
    collections::List,
    crypto::Secret,
    issuer::{Caller, Issuer},
    programs::{
        collateral::{CardUser, PartnerId},
        managed,
    },
    rulebook::Rulebook,
    surface::Surface,
};

/// An API token, its secret, and their owner.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Credential {
    /// Owner of the credential.
    pub holder: Holder,
    /// Label: `<partner>/<name>` for a partner, the project's name for a project. The control plane
    /// and the log use it.
    pub label: String,
    /// Last part of the label.
    pub name: String,
    /// `api_token` of a partner, a UUID in lower case, or `api_key` of a project.
    pub api_token: String,
    /// `client_secret` of a partner, or `api_secret` of a project.
    pub client_secret: Secret,
    /// Environment in which the token is live.
    pub environment: Environment,
    /// World time of issue.
    pub issued_at: Timestamp,
    /// World time at which the credential expires; none for a credential that does not.
    pub expires_at: Option<Timestamp>,
    /// True once the credential was revoked.
    pub revoked: bool,
}

impl Credential {
    /// A new credential. Token and secret follow from the id and seed of the world and from the
    /// label.
    pub(in crate::world) fn derived(
        world: &str,
        seed: &str,
        holder: Holder,
        label: &str,
        now: Timestamp,
    ) -> Self {
        let (api_token, client_secret) = holder.values(world, seed, label);
        Self {
            holder,
            label: label.to_owned(),
            name: label.rsplit('/').next().unwrap_or(label).to_owned(),
            api_token,
            client_secret,
            environment: Environment::This,
            issued_at: now,
            expires_at: None,
            revoked: false,
        }
    }
}

/// Environment in which a token is live.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Environment {
    /// The environment of this world.
    #[default]
    This,
    /// Another environment; only useful to test that its tokens are refused.
    Other,
}

impl Environment {
    /// Word for the environment in the rulebook.
    pub fn word(self) -> &'static str {
        match self {
            Self::This => "this",
            Self::Other => "other",
        }
    }
}

/// Identity that a request acts as.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Principal {
    /// Label: `acme/primary` for instance, the user id of an in-app user, the reference of a user of
    /// managed cards, or `ops` for the back office.
    pub label: String,
    /// Party on whose behalf commands run.
    pub caller: Caller,
    /// Id of the partner organization that encryption sessions are bound to; none for others than
    /// partners.
    pub organization: Option<String>,
}

impl Principal {
    /// Placeholder before authentication. No object belongs to it.
    pub fn nobody() -> Self {
        let caller = Caller::Partner(PartnerId(0));
        Self { label: String::new(), caller, organization: None }
    }

    /// A person with a login in the app; none for a person without. The label is the user id, to
    /// which encryption sessions are bound (AG 5.7).
    pub fn of_user(user: &CardUser) -> Option<Self> {
        let label = user.user_id.clone()?;
        Some(Self { label, caller: Caller::InAppUser(user.id), organization: None })
    }

    /// A user of managed cards. The label is the reference, because logins may be named like
    /// credentials.
    pub fn of_managed_user(user: &managed::User) -> Self {
        let label = user.reference.clone();
        Self { label, caller: Caller::User(user.id), organization: None }
    }

    /// The timeline, by which effects happen.
    pub fn timeline() -> Self {
        Self { label: "timeline".to_owned(), caller: Caller::Ops, organization: None }
    }

    /// The back office.
    pub fn ops() -> Self {
        Self { label: "ops".to_owned(), caller: Caller::Ops, organization: None }
    }
}

/// Reason why a token is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyFault {
    /// The token was revoked.
    Revoked,
    /// The token has expired.
    Expired,
    /// The token belongs to another environment.
    Environment,
}

/// All credentials of a world, in order of issue.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Credentials {
    all: List<Credential>,
}

impl Credentials {
    /// Credential of a surface with this token.
    pub fn of_token(&self, surface: Surface, token: &str) -> Option<&Credential> {
        let token = surface.spelled(token);
        let mut ours = self.all.iter().filter(|credential| credential.holder.surface() == surface);
        ours.find(|credential| credential.api_token == token)
    }

    /// Credential with this label.
    pub fn labelled(&self, label: &str) -> Option<&Credential> {
        self.all.iter().find(|credential| credential.label == label)
    }

    /// First credential of a surface. A request without an API key acts as its owner where the
    /// rules allow that.
    pub fn first(&self, surface: Surface) -> Option<&Credential> {
        self.all.iter().find(|credential| credential.holder.surface() == surface)
    }

    /// All credentials, in order of issue.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Credential> {
        self.all.iter()
    }

    /// Number of credentials.
    pub(in crate::world) fn len(&self) -> usize {
        self.all.len()
    }

    /// Gives the first credential of a surface another token and secret, for a world in which a
    /// request to a real environment is judged.
    pub fn stand_in(&mut self, surface: Surface, token: &str, secret: Secret) {
        let mut ours = self.all.iter_mut().filter(|one| one.holder.surface() == surface);
        if let Some(credential) = ours.next() {
            credential.api_token = surface.spelled(token).into_owned();
            credential.client_secret = secret;
        }
    }

    /// Gives all credentials the tokens and secrets that follow from another id of the world.
    pub(in crate::world) fn derive_anew(&mut self, world: &str, seed: &str) {
        for credential in self.all.iter_mut() {
            let (api_token, client_secret) =
                credential.holder.values(world, seed, &credential.label);
            (credential.api_token, credential.client_secret) = (api_token, client_secret);
        }
    }

    pub(in crate::world) fn push(&mut self, credential: Credential) {
        self.all.push(credential);
    }

    pub(in crate::world) fn change(&mut self, label: &str) -> Option<&mut Credential> {
        self.all.iter_mut().find(|credential| credential.label == label)
    }

    /// Drops the credentials of holders that the issuer does not have.
    pub(in crate::world) fn keep_those_of(&mut self, issuer: &Issuer) {
        if self.all.iter().any(|one| one.holder.label(issuer).is_none()) {
            self.all.retain(|one| one.holder.label(issuer).is_some());
        }
    }

    /// Checks that a credential may be used at world time `now`.
    pub fn judge(
        &self,
        credential: &Credential,
        rules: &Rulebook,
        now: Timestamp,
    ) -> Result<(), KeyFault> {
        let environments = &rules.auth.accept_environments;
        if !environments.iter().any(|word| word == credential.environment.word()) {
            return Err(KeyFault::Environment);
        }
        let lives = |other: &Credential| {
            !other.revoked
                && other.environment == Environment::This
                && other.expires_at.is_none_or(|end| now < end)
        };
        let superseded = || {
            let mut later = self.all.iter().skip_while(|other| other.label != credential.label);
            later.next();
            later.any(|other| other.holder == credential.holder && lives(other))
        };
        if credential.revoked || (!rules.auth.old_tokens_live && superseded()) {
            return Err(KeyFault::Revoked);
        }
        match credential.expires_at {
            Some(end) if now >= end => Err(KeyFault::Expired),
            _ => Ok(()),
        }
    }
}
