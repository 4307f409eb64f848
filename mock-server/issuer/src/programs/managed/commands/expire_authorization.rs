//! `ExpireAuthorization`: the network gives a hold back after days (MC 10.4).

use serde::{Deserialize, Serialize};

use crate::{
    clearing,
    command::Command,
    money::Cents,
    programs::managed::{
        ApplyContext, CheckContext, Managed, Refusal, ids::AuthorizationId,
        notice::AuthorizationStep,
    },
};

/// A hold ends (timeline, `expire`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ExpireAuthorization {
    /// The authorization.
    pub authorization: AuthorizationId,
}

impl ExpireAuthorization {
    fn inner(&self) -> clearing::Release<Managed> {
        clearing::Release { transaction: self.authorization, amount: None, expired: true }
    }
}

impl Command for ExpireAuthorization {
    type Program = Managed;
    type Plan = Cents;
    type Done = ();

    fn check(&self, managed: &Managed, context: &CheckContext<'_>) -> Result<Cents, Refusal> {
        let row = managed.own_authorization(self.authorization, context)?;
        if !row.spending.is_authorized() {
            return Err(Refusal::AuthorizationNotOpen(row.status()));
        }
        self.inner().check(managed, context)
    }

    fn apply(&self, held: Cents, managed: &mut Managed, context: &mut ApplyContext<'_>) {
        let id = self.authorization;
        self.inner().apply(held, managed, context);
        let released = managed.gave_back(context, id, held);
        managed.tell_authorization(context, id, AuthorizationStep::Expired);
        if let Some(operation) = released {
            managed.tell_wallet(context, &operation);
        }
    }
}
