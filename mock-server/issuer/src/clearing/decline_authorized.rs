//! `DeclineAuthorized`: the issuer declines after the fact.

use serde::{Deserialize, Serialize};

use super::{Book, Decline, Step};
use crate::command::{ApplyContext, CheckContext, Command};

/// Declines what is only authorized (`decline` with a transaction).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(bound = "")]
pub struct DeclineAuthorized<B: Book> {
    /// The transaction.
    pub transaction: B::TransactionId,
    /// The reason.
    pub reason: Decline,
}

impl<B: Book> Command for DeclineAuthorized<B> {
    type Program = B;
    type Plan = ();
    type Done = ();

    fn check(&self, book: &B, _: &CheckContext<'_, B>) -> Result<(), B::Refusal> {
        let spending = book.must_be_authorized(self.transaction)?;
        match spending.cleared {
            0 => Ok(()),
            _ => Err(book.wrong_state(self.transaction, spending)),
        }
    }

    fn apply(&self, (): (), book: &mut B, context: &mut ApplyContext<'_, B>) {
        let held = book.change(self.transaction).decline(self.reason);
        book.release(self.transaction, held);
        book.moved_on(context, self.transaction, Step::Decline);
    }
}
