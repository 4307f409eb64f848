//! `Authorize`: a terminal asks for an amount.

use serde::{Deserialize, Serialize};

use super::{Book, Decline, Merchant, Movement, Presented, SpendRequest, Spending, book::within};
use crate::{
    command::{ApplyContext, CheckContext, Command},
    money::Cents,
};

/// A terminal asks (`authorize`, `decline` with a card).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(bound = "")]
pub struct Authorize<B: Book> {
    /// The card.
    pub card: B::CardId,
    /// The amount, in cents.
    pub amount: Cents,
    /// The kind of transaction.
    pub kind: B::Kind,
    /// The merchant.
    pub merchant: Merchant,
    /// The report of the terminal.
    pub presented: Presented,
    /// A reason to decline that is obeyed whatever the state.
    pub forced: Option<Decline>,
}

/// The result of an authorization or increment. A decline is a result, not an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Authorized<B: Book> {
    /// The transaction.
    pub transaction: B::TransactionId,
    /// The reason of a decline.
    pub declined: Option<Decline>,
}

impl<B: Book> Command for Authorize<B> {
    type Program = B;
    type Plan = Option<Decline>;
    type Done = Authorized<B>;

    fn check(&self, book: &B, context: &CheckContext<'_, B>) -> Result<Self::Plan, B::Refusal> {
        book.check_card(self.card, context)?;
        let least = i64::from(!B::is_inquiry(self.kind));
        within::<B::Refusal>(self.amount, least, B::MOST)?;
        let declined = book.declines(self.card, self.amount, self.presented, context);
        let declined = self.forced.or(declined);
        if declined.is_none() {
            let room = book.room(self.card, Movement::Hold, context);
            within::<B::Refusal>(self.amount, 0, room)?;
        }
        Ok(declined)
    }

    fn apply(
        &self,
        declined: Option<Decline>,
        book: &mut B,
        context: &mut ApplyContext<'_, B>,
    ) -> Authorized<B> {
        let spending = Spending::authorized(self.amount, declined);
        let held = spending.held;
        let (card, amount, kind) = (self.card, self.amount, self.kind);
        let request = SpendRequest { card, amount, kind, merchant: self.merchant.clone() };
        let transaction = book.record(context, request, spending);
        book.hold(transaction, held);
        Authorized { transaction, declined }
    }
}
