//! Freezing and unfreezing (ER 8.12, 8.13).

use serde::{Deserialize, Serialize};

use super::Ordered;
use crate::{
    command::{Check, Command},
    programs::prepaid::{
        ApplyContext, CheckContext, Prepaid, Refusal, Scope,
        card::{Card, CardStatus},
        checks::{CARD, HOLDER, USER},
        ids::{CardId, OrderId},
        order::Terms,
    },
};

/// The card is issued.
const ISSUED: Check = Check::new("the card is issued", &["ER-FREEZE-07"]);
/// The status allows the change, and no other change is under way.
const CHANGEABLE: Check =
    Check::new("the status allows the change, and no change is under way", &["ER-FREEZE-04"]);

/// Checks of both changes.
const CHECKS: &[Check] = &[USER, HOLDER, CARD, ISSUED, CHANGEABLE];

/// A freeze or unfreeze is ordered (`/cards/freeze`, `/cards/unfreeze`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OrderStatusChange {
    /// The user of the card.
    pub user: String,
    /// The card.
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
        prepaid: &Prepaid,
        context: &CheckContext<'_>,
    ) -> Result<(CardId, CardStatus), Refusal> {
        let scope = Scope::from(context.caller);
        let user = context.holds(USER, prepaid.user(scope, &self.user))?;
        let holder = prepaid.newest_holder(user).ok_or(Refusal::CardholderNotFound);
        context.holds(HOLDER, holder)?;
        let card = context.holds(CARD, prepaid.card_of(scope, &self.card, Some(&self.user)))?;
        let is_issued = !card.status.is_being_issued();
        context.requires(ISSUED, is_issued, || Refusal::IssueNotCompleted)?;
        let from = if self.freeze { CardStatus::Active } else { CardStatus::Frozen };
        let open = |id: OrderId| {
            let order = &prepaid.orders[id];
            matches!(order.terms, Terms::Status { .. }) && !order.has_ended()
        };
        let changed = match card.status != from || card.orders.iter().any(open) {
            true => Err(Refusal::CardStatus(card.status)),
            false => Ok((card.id, card.status)),
        };
        context.finds(CHANGEABLE, || card.status.word(), changed)
    }
}

impl Command for OrderStatusChange {
    type Program = Prepaid;
    type Plan = (CardId, CardStatus);
    type Done = Ordered;

    const CHECKS: &'static [Check] = CHECKS;

    fn check(&self, prepaid: &Prepaid, context: &CheckContext<'_>) -> Result<Self::Plan, Refusal> {
        self.card(prepaid, context)
    }

    fn apply(
        &self,
        (card, previous): Self::Plan,
        prepaid: &mut Prepaid,
        context: &mut ApplyContext<'_>,
    ) -> Ordered {
        let terms = Terms::Status { previous, wanted: self.wanted() };
        let order = prepaid.open(context, card, terms, false);
        Ordered::of(prepaid, order, false)
    }
}

/// A freeze or unfreeze without an order, at once, where the reading of AMB-ER-09 says so.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ChangeStatus {
    /// The change.
    pub change: OrderStatusChange,
}

impl Command for ChangeStatus {
    type Program = Prepaid;
    type Plan = CardId;
    type Done = Card;

    const CHECKS: &'static [Check] = CHECKS;

    fn check(&self, prepaid: &Prepaid, context: &CheckContext<'_>) -> Result<CardId, Refusal> {
        self.change.card(prepaid, context).map(|(card, _)| card)
    }

    fn apply(&self, card: CardId, prepaid: &mut Prepaid, context: &mut ApplyContext<'_>) -> Card {
        prepaid.become_status(context, card, self.change.wanted(), None);
        prepaid.cards[card].clone()
    }
}
