//! Deliveries: one more attempt, and the results of attempts.

use serde::{Deserialize, Serialize};

use super::ReceiverError;
use crate::world::{
    Change, CommandContext, World,
    outbox::{Attempt, Trigger},
};

/// Makes one more attempt now (`…/resend`, `deliveries.retry`), even when the receiver is paused. It
/// leaves the schedule of the delivery as it is.
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
        super::receiver::open(world, delivery.receiver)?;
        match world.event(delivery.event) {
            Some(_) => Ok(()),
            None => Err(ReceiverError::TakenBack),
        }
    }

    fn apply(&self, (): (), world: &mut World, context: &CommandContext) {
        world.outbox.begin(self.delivery, context.now, Trigger::Manual);
    }
}

/// Records the result of an attempt.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RecordAttempt {
    /// Number of the delivery.
    pub delivery: u64,
    /// The attempt.
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
        let under_way = delivery.is_some_and(|one| one.under_way.contains_key(&self.attempt.no));
        if under_way { Ok(()) } else { Err(ReceiverError::Unknown) }
    }

    fn apply(&self, (): (), world: &mut World, _: &CommandContext) {
        let rules = &world.rules;
        world.outbox.record(&mut world.timeline, rules, self.delivery, &self.attempt);
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
