//! `revoke-credential` and `expire-credential` (SB 5.1).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Effect, Op, Outcome, act};
use crate::{
    control::entities::{self, Reference},
    world::commands::EndCredential,
    worlds::Handle,
};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RevokeCredential {
    /// The credential, as `acme/primary`.
    credential: Reference,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ExpireCredential {
    /// The credential, as `acme/primary`.
    credential: Reference,
}

#[derive(Serialize, ToSchema)]
pub(super) struct CredentialEnded {
    credential: String,
    /// `revoked` or `expired`.
    state: &'static str,
}

impl Op for RevokeCredential {
    const NAME: &'static str = "revoke-credential";
    const SUMMARY: &'static str =
        "Revokes a credential; it works no more from the next request on.";
    type Result = CredentialEnded;

    fn run(self, handle: &Handle) -> Outcome<CredentialEnded> {
        end(handle, Self::NAME, &self.credential, true)
    }
}

impl Op for ExpireCredential {
    const NAME: &'static str = "expire-credential";
    const SUMMARY: &'static str =
        "Lets a credential reach its end; it works no more from the next request on.";
    type Result = CredentialEnded;

    fn run(self, handle: &Handle) -> Outcome<CredentialEnded> {
        end(handle, Self::NAME, &self.credential, false)
    }
}

fn end(handle: &Handle, op: &str, reference: &str, revoke: bool) -> Outcome<CredentialEnded> {
    let credential =
        handle.read(|world| entities::credential(world, reference).map(|one| one.label.clone()))?;
    let command = EndCredential { credential: credential.clone(), revoke, after_us: 0 };
    act(handle, op, &command)?;
    let changed = vec![format!("credential:{credential}")];
    let state = if revoke { "revoked" } else { "expired" };
    Ok(Effect { result: CredentialEnded { credential, state }, changed })
}
