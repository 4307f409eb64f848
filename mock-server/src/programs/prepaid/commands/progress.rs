//! Orders move on, and the back office moves them and their cards (ER 9, SB 5.2).

use serde::{Deserialize, Serialize};

use crate::programs::{
    CheckContext, Command, Issuer, Refusal, Turn,
    prepaid::{
        card::CardStatus,
        ids::{CardId, OrderId},
        order::OrderError,
        progress::End,
        refusal::PrepaidRefusal,
    },
};

/// The next step of an order (timeline).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct StepOrder {
    /// Which order.
    pub order: OrderId,
    /// The provider does not do its part.
    pub fails: bool,
}

impl Command for StepOrder {
    const NAME: &'static str = "order.step";
    type Plan = ();
    type Done = ();

    fn check(&self, issuer: &Issuer, _: &CheckContext<'_>) -> Result<(), Refusal> {
        open(issuer, self.order)
    }

    fn apply(&self, (): (), issuer: &mut Issuer, turn: &mut Turn<'_>) {
        issuer.prepaid.step(turn, self.order, self.fails);
    }
}

/// An order ends now (`finish-order`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FinishOrder {
    /// Which order.
    pub order: OrderId,
    /// Why it fails; it completes when absent.
    pub error: Option<OrderError>,
}

impl Command for FinishOrder {
    const NAME: &'static str = "finish-order";
    type Plan = ();
    type Done = ();

    fn check(&self, issuer: &Issuer, _: &CheckContext<'_>) -> Result<(), Refusal> {
        open(issuer, self.order)
    }

    fn apply(&self, (): (), issuer: &mut Issuer, turn: &mut Turn<'_>) {
        let how = self.error.clone().map_or(End::Completed, End::Failed);
        issuer.prepaid.end(turn, self.order, how);
    }
}

fn open(issuer: &Issuer, order: OrderId) -> Result<(), Refusal> {
    let order = issuer.prepaid.orders.get(order).ok_or(PrepaidRefusal::OrderNotFound)?;
    if order.has_ended() {
        Err(PrepaidRefusal::OrderEnded(order.status.word()).into())
    } else {
        Ok(())
    }
}

/// A card is put into a state (`set-card-status`). No money moves.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ForceCardStatus {
    /// Which card.
    pub card: CardId,
    /// Which state.
    pub status: CardStatus,
}

impl Command for ForceCardStatus {
    const NAME: &'static str = "set-card-status";
    type Plan = ();
    type Done = ();

    fn check(&self, issuer: &Issuer, _: &CheckContext<'_>) -> Result<(), Refusal> {
        let card = issuer.prepaid.cards.get(self.card).ok_or(PrepaidRefusal::CardNotFound)?;
        if card.status == CardStatus::Closed {
            Err(PrepaidRefusal::CardClosed.into())
        } else {
            Ok(())
        }
    }

    fn apply(&self, (): (), issuer: &mut Issuer, turn: &mut Turn<'_>) {
        if !self.status.is_being_issued() && self.status != CardStatus::Closed {
            issuer.prepaid.emboss(turn, self.card);
        }
        issuer.prepaid.become_status(turn, self.card, self.status, None);
    }
}
