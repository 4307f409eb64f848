//! Orders move on, and the back office moves them and their cards (ER 9, SB 5.2).

use serde::{Deserialize, Serialize};

use crate::{
    command::Command,
    programs::prepaid::{
        ApplyContext, CheckContext, Prepaid, Refusal,
        card::CardStatus,
        ids::{CardId, OrderId},
        order::End,
        order::OrderError,
    },
};

/// The next step of an order (timeline).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct StepOrder {
    /// The order.
    pub order: OrderId,
    /// The provider does not do its part.
    pub fails: bool,
}

impl Command for StepOrder {
    type Program = Prepaid;
    type Plan = ();
    type Done = ();

    fn check(&self, prepaid: &Prepaid, _: &CheckContext<'_>) -> Result<(), Refusal> {
        open(prepaid, self.order)
    }

    fn apply(&self, (): (), prepaid: &mut Prepaid, context: &mut ApplyContext<'_>) {
        prepaid.step(context, self.order, self.fails);
    }
}

/// An order ends now (`finish-order`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FinishOrder {
    /// The order.
    pub order: OrderId,
    /// The reason why the order fails; it completes when absent.
    pub error: Option<OrderError>,
}

impl Command for FinishOrder {
    type Program = Prepaid;
    type Plan = ();
    type Done = ();

    fn check(&self, prepaid: &Prepaid, _: &CheckContext<'_>) -> Result<(), Refusal> {
        open(prepaid, self.order)
    }

    fn apply(&self, (): (), prepaid: &mut Prepaid, context: &mut ApplyContext<'_>) {
        let how = self.error.clone().map_or(End::Completed, End::Failed);
        prepaid.end(context, self.order, how);
    }
}

fn open(prepaid: &Prepaid, order: OrderId) -> Result<(), Refusal> {
    let order = prepaid.orders.get(order).ok_or(Refusal::OrderNotFound)?;
    if order.has_ended() { Err(Refusal::OrderEnded(order.status.word())) } else { Ok(()) }
}

/// A card is put into a state (`set-card-status`). No money moves.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ForceCardStatus {
    /// The card.
    pub card: CardId,
    /// The new state.
    pub status: CardStatus,
}

impl Command for ForceCardStatus {
    type Program = Prepaid;
    type Plan = ();
    type Done = ();

    fn check(&self, prepaid: &Prepaid, _: &CheckContext<'_>) -> Result<(), Refusal> {
        let card = prepaid.cards.get(self.card).ok_or(Refusal::CardNotFound)?;
        if card.status == CardStatus::Closed { Err(Refusal::CardClosed) } else { Ok(()) }
    }

    fn apply(&self, (): (), prepaid: &mut Prepaid, context: &mut ApplyContext<'_>) {
        if !self.status.is_being_issued() && self.status != CardStatus::Closed {
            prepaid.emboss(context, self.card);
        }
        prepaid.become_status(context, self.card, self.status, None);
    }
}
