//! `Increment`: the merchant asks for more (MC 19).

use serde::{Deserialize, Serialize};

use crate::{
    clearing::{self, Decline},
    command::Command,
    money::Cents,
    programs::managed::{
        ApplyContext, CheckContext, Managed, Refusal,
        decline_reason::DeclineReason,
        entry::{EntryKind, Posting},
        ids::AuthorizationId,
        notice::AuthorizationStep,
    },
};

/// The merchant asks for more (`increment`). A decline is a result, and leaves the hold as it is.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Increment {
    /// The authorization.
    pub authorization: AuthorizationId,
    /// The amount that is added, in minor units.
    pub by: Cents,
}

impl Increment {
    fn inner(&self) -> clearing::Increment<Managed> {
        clearing::Increment { transaction: self.authorization, by: self.by }
    }
}

impl Command for Increment {
    type Program = Managed;
    type Plan = Option<Decline>;
    type Done = Option<DeclineReason>;

    fn check(&self, managed: &Managed, context: &CheckContext<'_>) -> Result<Self::Plan, Refusal> {
        managed.own_authorization(self.authorization, context)?;
        self.inner().check(managed, context)
    }

    fn apply(
        &self,
        declined: Option<Decline>,
        managed: &mut Managed,
        context: &mut ApplyContext<'_>,
    ) -> Option<DeclineReason> {
        self.inner().apply(declined, managed, context);
        if declined.is_none() {
            let card = managed.authorizations[self.authorization].card;
            let posting = Posting::new(EntryKind::Hold, -self.by, self.by);
            managed.enter(context, card, posting.by_authorization(self.authorization));
            managed.tell_authorization(context, self.authorization, AuthorizationStep::Updated);
        }
        declined.map(Into::into)
    }
}
