//! `decide-dispute` (SB 5.2).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Effect, Op, Outcome, act};
use crate::{
    control::{
        Problem,
        entities::{self, AnyDispute, Reference},
    },
    programs::{
        collateral::{self, TransactionId},
        managed::{
            self,
            commands::{self, Verdict},
        },
    },
    worlds::Handle,
};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DecideDispute {
    /// A dispute on a managed card that is open or under review, or an open one of the app.
    dispute: Reference,
    /// A dispute of the app is `won` or `lost`.
    status: Verdict,
    /// The operator's words, which the caller of managed cards reads.
    note: Option<String>,
}

/// A dispute and where it stands now.
#[derive(Serialize, ToSchema)]
pub(super) struct DisputeNow {
    dispute: String,
    status: &'static str,
    /// The refund of a dispute of the app that is won; none where nothing was left to refund.
    #[serde(skip_serializing_if = "Option::is_none")]
    refund: Option<String>,
}

impl Op for DecideDispute {
    const NAME: &'static str = "decide-dispute";
    const SUMMARY: &'static str =
        "Takes up or decides a dispute on a managed card, or decides one of the app.";
    type Result = DisputeNow;

    fn run(self, handle: &Handle) -> Outcome<DisputeNow> {
        match handle.read(|world| entities::dispute(world, &self.dispute))? {
            AnyDispute::Collateral(dispute) => self.in_app(handle, dispute),
            AnyDispute::Managed(dispute) => self.managed(handle, dispute),
        }
    }
}

impl DecideDispute {
    fn managed(self, handle: &Handle, dispute: managed::DisputeId) -> Outcome<DisputeNow> {
        let (verdict, note) = (self.status, self.note);
        act(handle, Self::NAME, &commands::DecideDispute { dispute, verdict, note })?;
        let result = handle.read(|world| {
            let row = &world.issuer.managed.disputes[dispute];
            let status = row.status.word();
            DisputeNow { dispute: row.reference.clone(), status, refund: None }
        });
        let changed = vec![format!("dispute:{}", result.dispute)];
        Ok(Effect { result, changed })
    }

    fn in_app(self, handle: &Handle, dispute: collateral::DisputeId) -> Outcome<DisputeNow> {
        let is_won = match self.status {
            Verdict::Won => true,
            Verdict::Lost => false,
            Verdict::UnderReview => {
                return Err(Problem::choice("/status", "under_review", &["won", "lost"]));
            }
        };
        let note = self.note;
        let command = collateral::commands::DecideDispute { dispute, is_won, note };
        let refund = act(handle, Self::NAME, &command)?;
        let refund = refund.map(|TransactionId(number)| format!("t-{number}"));
        let result = handle.read(|world| {
            let row = &world.issuer.collateral.disputes[dispute];
            DisputeNow { dispute: row.external_id.clone(), status: row.status.name(), refund }
        });
        let refund = result.refund.iter().map(|id| format!("transaction:{id}"));
        let dispute = format!("dispute:{}", result.dispute);
        let changed = std::iter::once(dispute).chain(refund).collect();
        Ok(Effect { result, changed })
    }
}
