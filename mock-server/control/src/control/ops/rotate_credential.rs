//! `rotate-credential`: a new credential, and the end of the one before, in one op (SB 5.1).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Effect, Op, Outcome, act, keys::Keys};
use crate::{
    control::{
        Problem,
        duration::TimeSpan,
        entities::{self, Reference},
        label::Label,
    },
    world::{
        Credential, World,
        access::Environment,
        clock::written,
        commands::{EndCredential, IssueCredential},
    },
    worlds::Handle,
};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RotateCredential {
    /// The credential that ends.
    credential: Reference,
    /// The name of the new one; `credential-<n>` when absent.
    name: Option<Label>,
    /// The time for which the old one still works, so that clients can change over; none when
    /// absent.
    overlap: Option<TimeSpan>,
}

#[derive(Serialize, ToSchema)]
pub(super) struct CredentialRotated {
    /// The label of the new credential.
    credential: String,
    name: String,
    #[serde(flatten)]
    keys: Keys,
    former: Former,
}

/// The credential that ends.
#[derive(Serialize, ToSchema)]
struct Former {
    credential: String,
    /// `revoked`, or `valid` until `expires_at`.
    state: &'static str,
    /// The instant at which it ends, when it still works.
    expires_at: Option<String>,
}

impl Op for RotateCredential {
    const NAME: &'static str = "rotate-credential";
    const SUMMARY: &'static str = "Issues a credential in the place of another one, which ends.";
    const IS_SEVERAL: bool = true;
    const MAKES_CREDENTIALS: bool = true;
    type Result = CredentialRotated;

    fn run(self, handle: &Handle) -> Outcome<CredentialRotated> {
        let now = handle.now();
        let (old, holder, count) = handle.read(|world| {
            let old = working(world, &self.credential, now)?;
            let all = world.access.credentials.iter();
            let count = all.filter(|one| one.holder == old.holder).count();
            Ok::<_, Problem>((old.label.clone(), old.holder, count))
        })?;
        let name =
            self.name.map_or_else(|| format!("credential-{}", count + 1), |Label(name)| name);
        let environment = Environment::This;
        let issue = IssueCredential { holder, name: Some(name), expires_in_us: None, environment };
        let made = act(handle, Self::NAME, &issue);
        let made = made.map_err(|problem| problem.with("pointer", "/name"))?;
        let end = EndCredential {
            credential: old.clone(),
            revoke: self.overlap.is_none(),
            after_us: self.overlap.map_or(0, |overlap| overlap.micros),
        };
        act(handle, Self::NAME, &end)?;
        let expires_at = handle.read(|world| {
            let old = world.access.credentials.labelled(&old);
            old.and_then(|old| old.expires_at).map(written)
        });
        let state = if self.overlap.is_none() { "revoked" } else { "valid" };
        let changed = vec![format!("credential:{}", made.label), format!("credential:{old}")];
        let result = CredentialRotated {
            keys: Keys::of(&made),
            credential: made.label,
            name: made.name,
            former: Former { credential: old, state, expires_at },
        };
        Ok(Effect { result, changed })
    }
}

/// A credential that has not ended yet.
fn working<'w>(
    world: &'w World,
    reference: &str,
    now: Timestamp,
) -> Result<&'w Credential, Problem> {
    let credential = entities::credential(world, reference)?;
    if credential.revoked || credential.expires_at.is_some_and(|end| end <= now) {
        let state = if credential.revoked { "revoked" } else { "expired" };
        return Err(Problem::state(state, vec!["valid".to_owned()]));
    }
    Ok(credential)
}
