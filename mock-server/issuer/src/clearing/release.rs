//! `Release`: the hold is given back.

use serde::{Deserialize, Serialize};

use super::{Book, Step, book::within};
use crate::{
    command::{ApplyContext, CheckContext, Command},
    money::Cents,
};

/// The hold is given back (`reverse`, `expire`).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(bound = "")]
pub struct Release<B: Book> {
    /// The transaction.
    pub transaction: B::TransactionId,
    /// The amount, in cents; the whole hold when absent.
    pub amount: Option<Cents>,
    /// By the network, after days.
    pub expired: bool,
}

impl<B: Book> Command for Release<B> {
    type Program = B;
    type Plan = Cents;
    type Done = ();

    fn check(&self, book: &B, _: &CheckContext<'_, B>) -> Result<Cents, B::Refusal> {
        let held = book.must_be_authorized(self.transaction)?.held;
        let least = if held == 0 && B::RELEASES_NOTHING { 0 } else { 1 };
        within(self.amount.unwrap_or(held), least, held)
    }

    fn apply(&self, amount: Cents, book: &mut B, context: &mut ApplyContext<'_, B>) {
        book.change(self.transaction).release(amount, self.expired);
        book.release(self.transaction, amount);
        book.moved_on(context, self.transaction, Step::Release);
    }
}
