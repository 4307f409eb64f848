//! Things in reach of a caller. Missing and foreign things are refused alike (MC 4.2).

use super::{
    Authorization, Card, CheckContext, Dispute, Managed, Refusal, User,
    ids::{AuthorizationId, CardId, DisputeId, UserId},
};
use crate::command::Caller;

impl Managed {
    /// The card, if the caller may act on it.
    pub(super) fn own_card(
        &self,
        id: CardId,
        context: &CheckContext<'_>,
    ) -> Result<&Card, Refusal> {
        let card = self.cards.get(id).filter(|card| owns(context, card.user));
        card.ok_or(Refusal::NotFound)
    }

    /// The authorization, if the caller may act on it.
    pub(super) fn own_authorization(
        &self,
        id: AuthorizationId,
        context: &CheckContext<'_>,
    ) -> Result<&Authorization, Refusal> {
        let authorization = self.authorizations.get(id).ok_or(Refusal::NotFound)?;
        self.own_card(authorization.card, context)?;
        Ok(authorization)
    }

    /// The dispute, if the caller may act on it.
    pub(super) fn own_dispute(
        &self,
        id: DisputeId,
        context: &CheckContext<'_>,
    ) -> Result<&Dispute, Refusal> {
        let dispute = self.disputes.get(id).ok_or(Refusal::NotFound)?;
        self.own_card(dispute.card, context)?;
        Ok(dispute)
    }

    /// The user for whom something is made: the caller, or the one that the back office names.
    pub(super) fn acting_user(
        &self,
        named: Option<UserId>,
        context: &CheckContext<'_>,
    ) -> Result<&User, Refusal> {
        let id = match context.caller {
            Caller::Ops => named,
            Caller::Tenant(user) => Some(user),
            Caller::Stranger => None,
        };
        id.and_then(|id| self.users.get(id)).ok_or(Refusal::NotFound)
    }
}

fn owns(context: &CheckContext<'_>, user: UserId) -> bool {
    match context.caller {
        Caller::Ops => true,
        Caller::Tenant(caller) => caller == user,
        Caller::Stranger => false,
    }
}
