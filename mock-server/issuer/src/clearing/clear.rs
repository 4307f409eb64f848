//! `Clear`: the merchant settles.

use serde::{Deserialize, Serialize};

use super::{Book, Movement, Step, book::within};
use crate::{
    command::{ApplyContext, CheckContext, Command},
    money::Cents,
};

/// Settlement (`clear`).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(bound = "")]
pub struct Clear<B: Book> {
    /// The transaction.
    pub transaction: B::TransactionId,
    /// The amount, in cents; the hold when absent.
    pub amount: Option<Cents>,
    /// The rest of the hold is released.
    pub last: bool,
    /// A released hold is settled all the same.
    pub force: bool,
}

impl<B: Book> Command for Clear<B> {
    type Program = B;
    type Plan = Cents;
    type Done = ();

    fn check(&self, book: &B, context: &CheckContext<'_, B>) -> Result<Cents, B::Refusal> {
        let id = self.transaction;
        let spending = book.spending(id)?;
        let released = spending.is_released();
        if !(released && self.force) {
            book.must_be_authorized(id)?;
        }
        let amount = self.amount.unwrap_or(if released { book.asked(id) } else { spending.held });
        within(amount, 1, book.room(book.card_of(id)?, Movement::Post, context))
    }

    fn apply(&self, amount: Cents, book: &mut B, context: &mut ApplyContext<'_, B>) {
        let released = book.change(self.transaction).clear(amount, self.last);
        book.release(self.transaction, released);
        book.post(self.transaction, amount);
        book.moved_on(context, self.transaction, Step::Clear);
    }
}
