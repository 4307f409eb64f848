//! `CancelDispute`: the caller takes a dispute back (MC 11.3).

use serde::{Deserialize, Serialize};

use crate::{
    command::{Check, Command},
    programs::managed::{
        ApplyContext, CheckContext, Managed, Refusal, checks::FOUND, dispute::DisputeStatus,
        ids::DisputeId, notice::DisputeStep,
    },
};

/// The dispute has not ended.
const UNDECIDED: Check = Check::new("the dispute is open or under review", &["MC-DISPUTE-11"]);

/// A dispute is canceled (`disputes.cancel`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CancelDispute {
    /// The dispute.
    pub dispute: DisputeId,
}

impl Command for CancelDispute {
    type Program = Managed;
    type Plan = ();
    type Done = ();

    const CHECKS: &'static [Check] = &[FOUND, UNDECIDED];

    fn check(&self, managed: &Managed, context: &CheckContext<'_>) -> Result<(), Refusal> {
        let dispute = context.holds(FOUND, managed.own_dispute(self.dispute, context))?;
        let may = dispute.status.is_open() || context.rules.mc.dispute.cancel_after_close;
        context.requires(UNDECIDED, may, || Refusal::DisputeClosed(dispute.status))
    }

    fn apply(&self, (): (), managed: &mut Managed, context: &mut ApplyContext<'_>) {
        let takes_back = context.rules.mc.dispute.cancel_takes_back;
        let canceled = (DisputeStatus::Canceled, DisputeStep::Canceled);
        managed.close_dispute(context, self.dispute, canceled, None, takes_back);
    }
}
