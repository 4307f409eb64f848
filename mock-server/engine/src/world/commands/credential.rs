//! Issuing, revoking and ending credentials (SB 5.1).

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Change, CommandContext, World};
use crate::world::access::{Credential, Environment, Holder};

/// Reason why a credential was not issued or ended.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CredentialError {
    /// The owner or the credential is unknown.
    #[error("the caller has no such thing")]
    Unknown,
    /// Another credential has this label.
    #[error("{0} exists")]
    Taken(String),
}

/// Issues a further credential of a partner or project (`make-credential`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct IssueCredential {
    /// Owner of the credential.
    pub holder: Holder,
    /// Name of the credential; the label `<holder>/<name>` must be free. The first credential of a
    /// project has no name.
    pub name: Option<String>,
    /// Time from now until it expires, in microseconds; none for a credential that does not expire.
    pub expires_in_us: Option<i64>,
    /// Environment in which it is live.
    pub environment: Environment,
}

impl IssueCredential {
    pub(super) const NAME: &'static str = "credential.issue";
}

impl Change for IssueCredential {
    type Plan = String;
    type Done = Credential;
    type Refusal = CredentialError;

    fn check(&self, world: &World, _: &CommandContext) -> Result<String, CredentialError> {
        let holder = self.holder.label(&world.issuer).ok_or(CredentialError::Unknown)?;
        let label = match &self.name {
            Some(name) => format!("{holder}/{name}"),
            None => holder.to_owned(),
        };
        match world.access.credentials.labelled(&label) {
            Some(_) => Err(CredentialError::Taken(label)),
            None => Ok(label),
        }
    }

    fn apply(&self, label: String, world: &mut World, context: &CommandContext) -> Credential {
        let (id, seed) = (&world.definition.id, &world.definition.seed);
        let end = self.expires_in_us.map(SignedDuration::from_micros);
        let credential = Credential {
            environment: self.environment,
            expires_at: end.map(|end| context.now.checked_add(end).unwrap_or(Timestamp::MAX)),
            ..Credential::derived(id, seed, self.holder, &label, context.now)
        };
        world.access.credentials.push(credential.clone());
        credential
    }
}

/// Revokes a credential, or sets its expiry (`revoke-credential`, `expire-credential`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct EndCredential {
    /// Label of the credential: `acme/primary`.
    pub credential: String,
    /// True to revoke it, false to let it expire.
    pub revoke: bool,
    /// Time from now until it expires if it is not revoked, in microseconds.
    #[serde(default)]
    pub after_us: i64,
}

impl EndCredential {
    pub(super) const NAME: &'static str = "credential.end";
}

impl Change for EndCredential {
    type Plan = ();
    type Done = ();
    type Refusal = CredentialError;

    fn check(&self, world: &World, _: &CommandContext) -> Result<(), CredentialError> {
        let found = world.access.credentials.labelled(&self.credential);
        found.map(|_| ()).ok_or(CredentialError::Unknown)
    }

    fn apply(&self, (): (), world: &mut World, context: &CommandContext) {
        if let Some(credential) = world.access.credentials.change(&self.credential) {
            if self.revoke {
                credential.revoked = true;
            } else {
                let after = SignedDuration::from_micros(self.after_us);
                credential.expires_at = Some(context.now.checked_add(after).unwrap_or(context.now));
            }
        }
    }
}
