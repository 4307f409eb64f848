//! `rotate-secret`: a new secret for signing webhooks (SB 5.1, MC 14.4).

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Effect, Op, Outcome, act};
use crate::{
    control::{Problem, webhooks::receiver_named},
    world::{World, clock::written, commands::RotateWebhookSecret},
    worlds::Handle,
};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RotateSecret {
    /// `MC`, whose receivers share one secret; either this or `receiver`.
    surface: Option<SharedSecret>,
    /// A receiver of AG, as `h-1`, which has a secret of its own.
    receiver: Option<String>,
}

/// A surface whose receivers share one secret.
#[derive(Clone, Copy, Deserialize, ToSchema)]
enum SharedSecret {
    MC,
}

#[derive(Serialize, ToSchema)]
pub(super) struct SecretRotated {
    /// The new secret; every later attempt is signed with it.
    secret: String,
    /// World time until which attempts are signed with the old secret too; null where they are not.
    former_until: Option<String>,
}

impl Op for RotateSecret {
    const NAME: &'static str = "rotate-secret";
    const SUMMARY: &'static str = "Changes a secret with which webhooks are signed.";
    type Result = SecretRotated;

    fn run(self, handle: &Handle) -> Outcome<SecretRotated> {
        let now = handle.now();
        let receiver = match (self.surface, &self.receiver) {
            (Some(SharedSecret::MC), None) => None,
            (None, Some(id)) => Some(handle.read(|world| {
                let receiver = receiver_named(world, id)?;
                match world.webhook_secrets(receiver, now).is_empty() || receiver.is_shared() {
                    true => Err(Problem::invalid("/receiver", "not a receiver of AG")),
                    false => Ok(receiver.number),
                }
            })?),
            (Some(_), Some(_)) | (None, None) => {
                return Err(Problem::invalid("", "give either surface or receiver"));
            }
        };
        act(handle, Self::NAME, &RotateWebhookSecret { receiver })?;
        let result = handle.read(|world| shown(world, receiver, now));
        let changed = match receiver {
            None => "webhooks:MC".to_owned(),
            Some(number) => format!("receiver:h-{number}"),
        };
        Ok(Effect { result, changed: vec![changed] })
    }
}

fn shown(world: &World, receiver: Option<u64>, now: jiff::Timestamp) -> SecretRotated {
    let own = receiver.and_then(|number| world.outbox.receiver(number));
    let own = own.and_then(|receiver| world.webhook_secrets(receiver, now).into_iter().next());
    let secret = own.unwrap_or_else(|| world.current_managed_webhook_secret(now));
    let overlap = SignedDuration::from_millis(world.rules.mc.hook.rotation_overlap_ms);
    let is_shared = receiver.is_none() && overlap.is_positive();
    let until = now.checked_add(overlap).ok().filter(|_| is_shared);
    SecretRotated { secret: secret.reveal().to_owned(), former_until: until.map(written) }
}
