//! `Refund`: the merchant gives money back.

use serde::{Deserialize, Serialize};

use super::{Book, Movement, Step, book::within};
use crate::{
    command::{ApplyContext, CheckContext, Command},
    money::Cents,
};

/// Money back from the merchant (`refund`).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(bound = "")]
pub struct Refund<B: Book> {
    /// The card.
    pub card: B::CardId,
    /// The transaction that is refunded, if one is named.
    pub transaction: Option<B::TransactionId>,
    /// The amount, in cents; all that is left of the transaction when absent.
    pub amount: Option<Cents>,
}

impl<B: Book> Command for Refund<B> {
    type Program = B;
    type Plan = Cents;
    type Done = B::RefundId;

    fn check(&self, book: &B, context: &CheckContext<'_, B>) -> Result<Cents, B::Refusal> {
        book.check_card(self.card, context)?;
        let room = book.room(self.card, Movement::Refund, context);
        let Some(id) = self.transaction else { return within(self.amount.unwrap_or(0), 1, room) };
        let spending = book.spending(id)?;
        match spending.refundable().filter(|_| book.is_debit(id)) {
            Some(left) => within(self.amount.unwrap_or(left), 1, left.min(room)),
            None => Err(book.wrong_state(id, spending)),
        }
    }

    fn apply(&self, amount: Cents, book: &mut B, context: &mut ApplyContext<'_, B>) -> B::RefundId {
        let mut merchant = None;
        if let Some(id) = self.transaction {
            book.change(id).refund(amount);
            merchant = book.merchant(id);
            book.moved_on(context, id, Step::Refund);
        }
        book.refund(self.card, amount);
        book.record_refund(context, self.card, amount, merchant)
    }
}
