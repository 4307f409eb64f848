//! `DecideOperation`: the operator decides a funding or a withdrawal (MC 19).

use serde::{Deserialize, Serialize};

use crate::{
    command::Command,
    programs::managed::{
        ApplyContext, CheckContext, Managed, Refusal, ids::OperationId, operation::OperationFailure,
    },
};

/// An operation under way is approved or rejected (`decide-operation`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DecideOperation {
    /// The operation.
    pub operation: OperationId,
    /// True to approve the operation; false to let it fail.
    pub approve: bool,
}

impl Command for DecideOperation {
    type Program = Managed;
    type Plan = ();
    type Done = ();

    fn check(&self, managed: &Managed, _: &CheckContext<'_>) -> Result<(), Refusal> {
        let operation = managed.operations.get(self.operation).ok_or(Refusal::NotFound)?;
        match operation.status.is_under_way() {
            true => Ok(()),
            false => Err(Refusal::OperationEnded(operation.status)),
        }
    }

    fn apply(&self, (): (), managed: &mut Managed, context: &mut ApplyContext<'_>) {
        match self.approve {
            true => managed.complete(context, self.operation),
            false => managed.fail(context, self.operation, OperationFailure::ReviewRejected),
        }
    }
}
