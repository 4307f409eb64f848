//! Deliveries that are held back: receivers are paused, resumed and switched off.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{ReceiverError, receiver::open};
use crate::world::{Change, CommandContext, World, outbox::DeliveryState};

/// Pauses or resumes deliveries to a receiver (`…/pause`, `…/resume`). A receiver that has switched
/// itself off gets deliveries again when it is resumed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PauseReceiver {
    /// Number of the receiver.
    pub receiver: u64,
    /// True to hold deliveries back, false to send them again.
    pub pause: bool,
}

impl PauseReceiver {
    pub(in crate::world::commands) const NAME: &'static str = "webhook.pause";
}

impl Change for PauseReceiver {
    type Plan = ();
    type Done = ();
    type Refusal = ReceiverError;

    fn check(&self, world: &World, _: &CommandContext) -> Result<(), ReceiverError> {
        world.outbox.receiver(self.receiver).map(|_| ()).ok_or(ReceiverError::Unknown)
    }

    fn apply(&self, (): (), world: &mut World, context: &CommandContext) {
        let World { outbox, timeline, dice, .. } = world;
        if let Some(receiver) = outbox.change(self.receiver) {
            receiver.paused = self.pause;
            receiver.switched_off &= self.pause;
        }
        if !self.pause {
            outbox.resume(timeline, dice, (self.receiver, context.now));
        }
    }
}

/// Sends held deliveries in a chosen order; the receiver stays paused (`…/release`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ReleaseDeliveries {
    /// Number of the receiver.
    pub receiver: u64,
    /// Numbers of the deliveries, in the order in which they are sent.
    pub deliveries: Vec<u64>,
}

impl ReleaseDeliveries {
    pub(in crate::world::commands) const NAME: &'static str = "webhook.release";
}

impl Change for ReleaseDeliveries {
    type Plan = ();
    type Done = ();
    type Refusal = ReceiverError;

    fn check(&self, world: &World, _: &CommandContext) -> Result<(), ReceiverError> {
        open(world, self.receiver)?;
        let mut named = BTreeSet::new();
        for number in &self.deliveries {
            let delivery = world.outbox.delivery(*number);
            let is_held = delivery.is_some_and(|one| {
                one.receiver == self.receiver && one.state == DeliveryState::Held
            });
            if !is_held || !named.insert(number) {
                return Err(ReceiverError::NotHeld(*number));
            }
        }
        Ok(())
    }

    fn apply(&self, (): (), world: &mut World, context: &CommandContext) {
        world.outbox.release(&self.deliveries, context.now);
    }
}

/// Switches a receiver off that has answered that it is gone. The delivery that was answered so has
/// failed; what waits for the receiver is canceled.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SwitchOffReceiver {
    /// Number of the delivery.
    pub delivery: u64,
}

impl SwitchOffReceiver {
    pub(in crate::world::commands) const NAME: &'static str = "webhook.switch_off";
}

impl Change for SwitchOffReceiver {
    /// Number of the receiver.
    type Plan = u64;
    type Done = ();
    type Refusal = ReceiverError;

    fn check(&self, world: &World, _: &CommandContext) -> Result<u64, ReceiverError> {
        let delivery = world.outbox.delivery(self.delivery).ok_or(ReceiverError::Unknown)?;
        open(world, delivery.receiver)?;
        Ok(delivery.receiver)
    }

    fn apply(&self, receiver: u64, world: &mut World, _: &CommandContext) {
        let World { outbox, timeline, .. } = world;
        if let Some(receiver) = outbox.change(receiver) {
            receiver.switched_off = true;
        }
        let is_waiting = outbox.delivery(self.delivery).is_some_and(|one| one.state.is_waiting());
        if is_waiting {
            outbox.end(timeline, self.delivery, DeliveryState::Failed);
        }
        outbox.drop_waiting(timeline, receiver);
    }
}
