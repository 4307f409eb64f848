//! A delivery that is odd on purpose (SB 11).

use serde::{Deserialize, Serialize};

use super::{ReceiverError, receiver::open};
use crate::world::{
    Change, CommandContext, World,
    outbox::{FanOutContext, ProbeKind, ProbePlan},
};

/// Sends one odd delivery, even to a paused receiver (`…/probe`). It is not repeated.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ProbeReceiver {
    /// Number of the receiver.
    pub receiver: u64,
    /// The oddity.
    pub kind: ProbeKind,
}

impl ProbeReceiver {
    pub(in crate::world::commands) const NAME: &'static str = "webhook.probe";
}

impl Change for ProbeReceiver {
    type Plan = ProbePlan;
    /// Number of the delivery.
    type Done = u64;
    type Refusal = ReceiverError;

    fn check(&self, world: &World, _: &CommandContext) -> Result<ProbePlan, ReceiverError> {
        open(world, self.receiver)?;
        let wanted = (self.receiver, self.kind);
        let plan = world.outbox.plan_probe(&world.rules, &world.events, wanted);
        plan.ok_or(ReceiverError::NothingYet)
    }

    fn apply(&self, plan: ProbePlan, world: &mut World, context: &CommandContext) -> u64 {
        let World { outbox, timeline, dice, rules, .. } = world;
        let mut fan_out = FanOutContext { timeline, dice, rules };
        outbox.probe(&mut fan_out, (self.receiver, self.kind, context.now), plan)
    }
}
