//! New secrets for signing deliveries (MC 14.4, AG 7.4, SB 5.1).

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use super::{ReceiverError, receiver::open};
use crate::world::{Change, CommandContext, World, outbox::Audience};

/// Changes a webhook secret (`rotate-secret`): that of managed cards, which all their receivers
/// share, or that of one receiver of the app.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RotateWebhookSecret {
    /// Number of the receiver, when it has a secret of its own.
    pub receiver: Option<u64>,
}

/// Most old secrets of managed cards with which deliveries are signed beside the new one.
const MOST_OLD: usize = 8;

impl RotateWebhookSecret {
    pub(in crate::world::commands) const NAME: &'static str = "webhook.rotate_secret";
}

impl Change for RotateWebhookSecret {
    type Plan = ();
    type Done = ();
    type Refusal = ReceiverError;

    fn check(&self, world: &World, context: &CommandContext) -> Result<(), ReceiverError> {
        let Some(number) = self.receiver else {
            let overlap = SignedDuration::from_millis(world.rules.mc.hook.rotation_overlap_ms);
            let is_used = |at: &&jiff::Timestamp| context.now.duration_since(**at) < overlap;
            let old = world.outbox.secret_changes().iter().filter(is_used).count();
            return match old < MOST_OLD {
                true => Ok(()),
                false => Err(ReceiverError::TooManySecrets(MOST_OLD)),
            };
        };
        open(world, number)?;
        match world.outbox.receiver(number).map(|receiver| receiver.audience) {
            Some(Audience::InAppUsers) => Ok(()),
            Some(Audience::Project(_) | Audience::ManagedUsers) | None => {
                Err(ReceiverError::NotYours)
            }
        }
    }

    fn apply(&self, (): (), world: &mut World, context: &CommandContext) {
        match self.receiver {
            None => world.outbox.note_secret_change(context.now),
            Some(number) => {
                if let Some(receiver) = world.outbox.change(number) {
                    receiver.secret_changes.push(context.now);
                }
            }
        }
    }
}
