//! Freezing and unfreezing (ER 8.12, 8.13).

use serde::{Deserialize, Serialize};

use super::Ordered;
use crate::programs::{
    CheckContext, Command, Issuer, Refusal, Turn,
    prepaid::{
        Scope,
        card::{Card, CardStatus},
        ids::{CardId, OrderId},
        order::Terms,
        refusal::PrepaidRefusal,
    },
};

/// A freeze or unfreeze is ordered (`/cards/freeze`, `/cards/unfreeze`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OrderStatusChange {
    /// Whose card.
    pub user: String,
    /// Which card.
    pub card: String,
    /// Freeze, or unfreeze.
    pub freeze: bool,
}

impl OrderStatusChange {
    fn wanted(&self) -> CardStatus {
        if self.freeze { CardStatus::Frozen } else { CardStatus::Active }
    }

    fn card(
        &self,
        issuer: &Issuer,
        context: &CheckContext<'_>,
    ) -> Result<(CardId, CardStatus), Refusal> {
        let prepaid = &issuer.prepaid;
        let scope = Scope::from(context.caller);
        let user = prepaid.user(scope, &self.user)?;
        prepaid.newest_holder(user).ok_or(PrepaidRefusal::CardholderNotFound)?;
        let card = prepaid.card_of(scope, &self.card, Some(&self.user))?;
        if card.status.is_being_issued() {
            return Err(PrepaidRefusal::IssueNotCompleted.into());
        }
        let from = if self.freeze { CardStatus::Active } else { CardStatus::Frozen };
        let open = |id: &OrderId| {
            let order = &prepaid.orders[*id];
            matches!(order.terms, Terms::Status { .. }) && !order.has_ended()
        };
        if card.status != from || card.orders.iter().any(open) {
            return Err(PrepaidRefusal::CardStatus(card.status).into());
        }
        Ok((card.id, card.status))
    }
}

impl Command for OrderStatusChange {
    const NAME: &'static str = "cards.freeze";
    type Plan = (CardId, CardStatus);
    type Done = Ordered;

    fn check(&self, issuer: &Issuer, context: &CheckContext<'_>) -> Result<Self::Plan, Refusal> {
        self.card(issuer, context)
    }

    fn apply(
        &self,
        (card, previous): Self::Plan,
        issuer: &mut Issuer,
        turn: &mut Turn<'_>,
    ) -> Ordered {
        let terms = Terms::Status { previous, wanted: self.wanted() };
        let order = issuer.prepaid.open(turn, card, terms, false);
        Ordered::of(&issuer.prepaid, order, false)
    }
}

/// The same without an order, effective at once, where the reading of AMB-ER-09 says so.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ChangeStatus {
    /// What is wanted.
    pub change: OrderStatusChange,
}

impl Command for ChangeStatus {
    const NAME: &'static str = "cards.freeze.direct";
    type Plan = CardId;
    type Done = Card;

    fn check(&self, issuer: &Issuer, context: &CheckContext<'_>) -> Result<CardId, Refusal> {
        self.change.card(issuer, context).map(|(card, _)| card)
    }

    fn apply(&self, card: CardId, issuer: &mut Issuer, turn: &mut Turn<'_>) -> Card {
        issuer.prepaid.become_status(turn, card, self.change.wanted(), None);
        issuer.prepaid.cards[card].clone()
    }
}
