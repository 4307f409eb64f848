//! `CompleteOperation`: the slow partner has done its part (MC 8.1).

use serde::{Deserialize, Serialize};

use crate::{
    command::Command,
    programs::managed::{
        ApplyContext, CheckContext, Managed, Refusal, ids::OperationId, operation::OperationStatus,
    },
};

/// A funding or a withdrawal is completed by the slow partner (timeline).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CompleteOperation {
    /// The operation.
    pub operation: OperationId,
}

impl Command for CompleteOperation {
    type Program = Managed;
    type Plan = ();
    type Done = ();

    fn check(&self, managed: &Managed, _: &CheckContext<'_>) -> Result<(), Refusal> {
        let operation = managed.operations.get(self.operation).ok_or(Refusal::NotFound)?;
        match operation.status {
            OperationStatus::Processing => Ok(()),
            status => Err(Refusal::OperationEnded(status)),
        }
    }

    fn apply(&self, (): (), managed: &mut Managed, context: &mut ApplyContext<'_>) {
        managed.complete(context, self.operation);
    }
}
