//! `TellRefusal`: an event about a call that was refused, which only a rule asks for (MC 16).

use serde::{Deserialize, Serialize};

use crate::{
    command::{Caller, Command},
    programs::managed::{ApplyContext, CheckContext, Managed, Refusal, UserId},
};

/// A refused call is told of (`mc.hook.emits_on_refusal`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TellRefusal {
    /// Name of the operation that was called.
    pub operation: String,
    /// Code of the refusal.
    pub code: String,
}

impl Command for TellRefusal {
    type Program = Managed;
    type Plan = UserId;
    type Done = ();

    fn check(&self, _: &Managed, context: &CheckContext<'_>) -> Result<UserId, Refusal> {
        match context.caller {
            Caller::Tenant(user) => Ok(user),
            Caller::Ops | Caller::Stranger => Err(Refusal::NotFound),
        }
    }

    fn apply(&self, user: UserId, managed: &mut Managed, context: &mut ApplyContext<'_>) {
        managed.tell_refusal(context, user, (self.operation.clone(), self.code.clone()));
    }
}
