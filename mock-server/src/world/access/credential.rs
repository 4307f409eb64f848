//! API tokens and secrets of partners and projects (PG 3.1, ER 1, SB 3.4).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Holder;
use crate::{
    crypto::Secret, issuer::Caller, programs::collateral::PartnerId, rulebook::Rulebook,
    surface::Surface,
};

/// A token and its secret.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Credential {
    /// Whose it is.
    pub holder: Holder,
    /// `<partner>/<name>`, or the project's name alone, as the control plane and the log name it.
    pub label: String,
    /// The name alone.
    pub name: String,
    /// The `api_token`, a UUID in lower case, or the `api_key`.
    pub api_token: String,
    /// The `client_secret`, or the `api_secret`.
    pub client_secret: Secret,
    /// Where it is live.
    pub environment: Environment,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// Its end, if ops gave it one.
    pub expires_at: Option<Timestamp>,
    /// Whether it was revoked.
    pub revoked: bool,
}

impl Credential {
    /// A new credential whose token and secret follow from world, seed and label.
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

/// Where a token is live.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Environment {
    /// Here.
    #[default]
    This,
    /// In another environment.
    Other,
}

impl Environment {
    /// Its word in the rulebook.
    pub fn word(self) -> &'static str {
        match self {
            Self::This => "this",
            Self::Other => "other",
        }
    }
}

/// Who a request acts as.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Principal {
    /// `acme/primary`, or `ops`.
    pub label: String,
    /// On whose behalf commands run.
    pub caller: Caller,
    /// The identity to which a partner's sessions are bound.
    pub organization: Option<String>,
}

impl Principal {
    /// Nobody: before a credential was looked at. Nothing belongs to it.
    pub fn nobody() -> Self {
        let caller = Caller::Partner(PartnerId(0));
        Self { label: String::new(), caller, organization: None }
    }

    /// The back office.
    pub fn ops() -> Self {
        Self { label: "ops".to_owned(), caller: Caller::Ops, organization: None }
    }
}

/// Why a token does not open the door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyFault {
    /// It was revoked.
    Revoked,
    /// It is past its end.
    Expired,
    /// It belongs to another environment.
    Environment,
}

/// All credentials of a world, in order of issue.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Credentials {
    all: Vec<Credential>,
}

impl Credentials {
    /// The credential that counts on a surface and has this token.
    pub fn of_token(&self, surface: Surface, token: &str) -> Option<&Credential> {
        let token = surface.spelled(token);
        let mut ours = self.all.iter().filter(|credential| credential.holder.surface() == surface);
        ours.find(|credential| credential.api_token == token)
    }

    /// The credential with this label.
    pub fn labelled(&self, label: &str) -> Option<&Credential> {
        self.all.iter().find(|credential| credential.label == label)
    }

    /// The first one issued of a surface, as whom a request without a key acts where the rules allow that.
    pub fn first(&self, surface: Surface) -> Option<&Credential> {
        self.all.iter().find(|credential| credential.holder.surface() == surface)
    }

    /// All of them, in order of issue.
    pub fn iter(&self) -> std::slice::Iter<'_, Credential> {
        self.all.iter()
    }

    pub(in crate::world) fn push(&mut self, credential: Credential) {
        self.all.push(credential);
    }

    pub(in crate::world) fn change(&mut self, label: &str) -> Option<&mut Credential> {
        self.all.iter_mut().find(|credential| credential.label == label)
    }

    /// Whether a credential opens the door at `now`.
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
