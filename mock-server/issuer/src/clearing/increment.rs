//! `Increment`: the merchant asks for more.

use serde::{Deserialize, Serialize};

use super::{Authorized, Book, Decline, Movement, Presented, Step, book::within};
use crate::{
    command::{ApplyContext, CheckContext, Command},
    money::Cents,
};

/// The merchant asks for more (`increment`).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(bound = "")]
pub struct Increment<B: Book> {
    /// The transaction.
    pub transaction: B::TransactionId,
    /// The amount that is added, in cents.
    pub by: Cents,
}

impl<B: Book> Command for Increment<B> {
    type Program = B;
    type Plan = Option<Decline>;
    type Done = Authorized<B>;

    fn check(&self, book: &B, context: &CheckContext<'_, B>) -> Result<Self::Plan, B::Refusal> {
        book.must_be_authorized(self.transaction)?;
        within::<B::Refusal>(self.by, 1, book.room_to_raise(self.transaction))?;
        let card = book.card_of(self.transaction)?;
        let declined = book.declines(card, self.by, Presented::default(), context);
        if declined.is_none() {
            within::<B::Refusal>(self.by, 0, book.room(card, Movement::Hold, context))?;
        }
        Ok(declined)
    }

    fn apply(
        &self,
        declined: Option<Decline>,
        book: &mut B,
        context: &mut ApplyContext<'_, B>,
    ) -> Authorized<B> {
        let transaction = self.transaction;
        if declined.is_none() {
            book.change(transaction).held += self.by;
            book.raise(transaction, self.by);
            book.hold(transaction, self.by);
            book.moved_on(context, transaction, Step::Increment);
        }
        Authorized { transaction, declined }
    }
}
