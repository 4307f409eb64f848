//! `decide-dispute` (SB 5.2).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Effect, Op, Outcome, act};
use crate::{
    programs::managed::commands::{self, Verdict},
    surfaces::control::entities::{Reference, managed},
    worlds::Handle,
};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DecideDispute {
    /// A dispute that is open or under review.
    dispute: Reference,
    status: Verdict,
    /// The operator's words, which the caller reads.
    note: Option<String>,
}

/// A dispute and where it stands now.
#[derive(Serialize, ToSchema)]
pub(super) struct DisputeNow {
    dispute: String,
    status: &'static str,
}

impl Op for DecideDispute {
    const NAME: &'static str = "decide-dispute";
    const SUMMARY: &'static str = "Takes up or decides a dispute on a managed card.";
    type Result = DisputeNow;

    fn run(self, handle: &Handle) -> Outcome<DisputeNow> {
        let dispute =
            handle.read(|world| managed::dispute(world, &self.dispute).map(|one| one.id))?;
        let (verdict, note) = (self.status, self.note);
        act(handle, Self::NAME, &commands::DecideDispute { dispute, verdict, note })?;
        let result = handle.read(|world| {
            let row = &world.issuer.managed.disputes[dispute];
            DisputeNow { dispute: row.reference.clone(), status: row.status.word() }
        });
        let changed = vec![format!("dispute:{}", result.dispute)];
        Ok(Effect { result, changed })
    }
}
