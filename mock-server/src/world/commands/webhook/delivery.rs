//! Deliveries: one more attempt, and the results of attempts.

use serde::{Deserialize, Serialize};

use super::ReceiverError;
use crate::world::{Change, CommandContext, Effect, World, outbox::Attempt};

/// Makes one more attempt now (`…/resend`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Resend {
    /// Number of the delivery.
    pub delivery: u64,
}

impl Resend {
    pub(in crate::world::commands) const NAME: &'static str = "webhook.resend";
}

impl Change for Resend {
    type Plan = ();
    type Done = ();
    type Refusal = ReceiverError;

    fn check(&self, world: &World, _: &CommandContext) -> Result<(), ReceiverError> {
        let outbox = &world.outbox;
        let delivery = outbox.delivery(self.delivery).ok_or(ReceiverError::Unknown)?;
        let receiver = outbox.receiver(delivery.receiver).ok_or(ReceiverError::Unknown)?;
        if receiver.active { Ok(()) } else { Err(ReceiverError::Removed) }
    }

    fn apply(&self, (): (), world: &mut World, context: &CommandContext) {
        let effect = Effect::AttemptDelivery(self.delivery);
        world.timeline.cancel(&effect);
        world.timeline.schedule(context.now, effect);
    }
}

/// Records the result of an attempt.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RecordAttempt {
    /// Number of the delivery.
    pub delivery: u64,
    /// Number of the attempt, from 1 in the order in which attempts were started.
    pub no: u64,
    /// Result.
    pub attempt: Attempt,
}

impl RecordAttempt {
    pub(in crate::world::commands) const NAME: &'static str = "webhook.attempt";
}

impl Change for RecordAttempt {
    type Plan = ();
    type Done = ();
    type Refusal = ReceiverError;

    fn check(&self, world: &World, _: &CommandContext) -> Result<(), ReceiverError> {
        let delivery = world.outbox.delivery(self.delivery);
        let under_way = delivery.is_some_and(|one| one.under_way.contains_key(&self.no));
        if under_way { Ok(()) } else { Err(ReceiverError::Unknown) }
    }

    fn apply(&self, (): (), world: &mut World, _: &CommandContext) {
        let rules = &world.rules;
        let ticket = (self.delivery, self.no);
        world.outbox.record(&mut world.timeline, rules, ticket, &self.attempt);
    }
}

/// Records that the receiver acknowledged the last attempt.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AcknowledgeDelivery {
    /// Number of the delivery.
    pub delivery: u64,
}

impl AcknowledgeDelivery {
    pub(in crate::world::commands) const NAME: &'static str = "webhook.acknowledge";
}

impl Change for AcknowledgeDelivery {
    type Plan = ();
    type Done = ();
    type Refusal = ReceiverError;

    fn check(&self, world: &World, _: &CommandContext) -> Result<(), ReceiverError> {
        world.outbox.delivery(self.delivery).map(|_| ()).ok_or(ReceiverError::Unknown)
    }

    fn apply(&self, (): (), world: &mut World, _: &CommandContext) {
        world.outbox.acknowledge(&mut world.timeline, self.delivery);
    }
}
