//! `decide-operation` (SB 5.2).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Effect, Op, Outcome, act};
use crate::{
    control::entities::{Reference, managed},
    programs::managed::commands,
    worlds::Handle,
};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DecideOperation {
    /// A funding or a withdrawal that is `processing` or `under_review`.
    operation: Reference,
    decision: Decision,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Decision {
    Approve,
    Reject,
}

/// An operation and where it stands now.
#[derive(Serialize, ToSchema)]
pub(super) struct OperationNow {
    operation: String,
    status: &'static str,
}

impl Op for DecideOperation {
    const NAME: &'static str = "decide-operation";
    const SUMMARY: &'static str = "Completes or fails a funding or a withdrawal under way.";
    type Result = OperationNow;

    fn run(self, handle: &Handle) -> Outcome<OperationNow> {
        let named =
            handle.read(|world| managed::operation(world, &self.operation).map(|one| one.id));
        let (operation, approve) = (named?, self.decision == Decision::Approve);
        act(handle, Self::NAME, &commands::DecideOperation { operation, approve })?;
        let result = handle.read(|world| {
            let row = &world.issuer.managed.operations[operation];
            OperationNow { operation: row.reference.clone(), status: row.status.word() }
        });
        let changed = vec![format!("operation:{}", result.operation)];
        Ok(Effect { result, changed })
    }
}
