//! Changes of a card's state, and its making by the provider (ER 9.4, 9.8).

use super::CardStatus;
use crate::{
    card_data::CardSecrets,
    programs::prepaid::{
        ApplyContext, Notice, Prepaid,
        ids::{CardId, OrderId},
        notice::What,
    },
};

/// The validity of a card, in months.
const VALIDITY_MONTHS: i64 = 36;

impl Prepaid {
    /// Moves a card to a state, keeping the instants that go with it, and tells subscribers.
    pub(in crate::programs::prepaid) fn become_status(
        &mut self,
        context: &mut ApplyContext<'_>,
        id: CardId,
        status: CardStatus,
        order: Option<OrderId>,
    ) {
        let now = context.now;
        let card = self.cards.change(id);
        let previous = std::mem::replace(&mut card.status, status);
        if previous == status {
            return;
        }
        card.frozen_at = (status == CardStatus::Frozen).then_some(now);
        match status {
            CardStatus::Active => {
                card.activated_at.get_or_insert(now);
            }
            CardStatus::Closed => card.closed_at = Some(now),
            _ => {}
        }
        if status.is_told() {
            Notice::raise(self, context, id, What::CardStatus { previous, status, order });
        }
    }

    /// The provider makes the card.
    pub(in crate::programs::prepaid) fn emboss(
        &mut self,
        context: &mut ApplyContext<'_>,
        id: CardId,
    ) {
        if self.cards[id].secrets.is_some() {
            return;
        }
        let bin = self.products[self.cards[id].product].bin.clone();
        let secrets = CardSecrets::draw(context.dice, context.now, &bin, VALIDITY_MONTHS);
        let card = self.cards.change(id);
        card.secrets = Some(secrets);
        card.issued_at = Some(context.now);
    }
}
