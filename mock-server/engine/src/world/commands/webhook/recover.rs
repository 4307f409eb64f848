//! Everything that a receiver has missed is sent (SB 11).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{ReceiverError, receiver::open};
use crate::world::{
    Change, CommandContext, World,
    outbox::{FanOutContext, MOST_DELIVERIES, Missed},
};

/// Sends everything since a world time that a receiver wants and has not acknowledged, in the order
/// of the events (`…/recover`): deliveries that failed or were canceled, and events from before its
/// registration or while it was switched off.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RecoverDeliveries {
    /// Number of the receiver.
    pub receiver: u64,
    /// World time of the first event.
    pub since: Timestamp,
}

impl RecoverDeliveries {
    pub(in crate::world::commands) const NAME: &'static str = "webhook.recover";
}

impl Change for RecoverDeliveries {
    type Plan = Missed;
    /// Numbers of the deliveries, in order.
    type Done = Vec<u64>;
    type Refusal = ReceiverError;

    fn check(&self, world: &World, _: &CommandContext) -> Result<Missed, ReceiverError> {
        open(world, self.receiver)?;
        let from = (self.receiver, self.since);
        let outbox = &world.outbox;
        let missed = outbox.missed(&world.rules, &world.events, from);
        let waiting = outbox.deliveries().values().filter(|one| one.state.is_waiting()).count();
        if waiting + missed.again.len() + missed.never.len() > MOST_DELIVERIES {
            return Err(ReceiverError::TooManyDeliveries(MOST_DELIVERIES));
        }
        Ok(missed)
    }

    fn apply(&self, missed: Missed, world: &mut World, context: &CommandContext) -> Vec<u64> {
        let World { outbox, timeline, dice, rules, .. } = world;
        let mut fan_out = FanOutContext { timeline, dice, rules };
        outbox.recover(&mut fan_out, (self.receiver, context.now), &missed)
    }
}
