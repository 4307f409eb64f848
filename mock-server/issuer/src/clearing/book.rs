//! The rows and the money of a program, as the spending machine needs them.

use std::fmt::Debug;

use serde::{Serialize, de::DeserializeOwned};

use super::{Decline, Merchant, Presented, Spending, WrongState};
use crate::{
    command::{ApplyContext, CheckContext, Program},
    money::{AmountOutOfRange, Cents},
};

/// A way in which spending moves the money of a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Movement {
    /// An authorization is approved or grows.
    Hold,
    /// An amount is settled.
    Post,
    /// A merchant gives money back.
    Refund,
}

/// A step that a transaction takes after its authorization.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The hold has grown.
    Increment,
    /// An amount was settled.
    Clear,
    /// The hold, or a part of it, was given back.
    Release,
    /// A settled amount was refunded.
    Refund,
    /// The authorization was declined after all.
    Decline,
}

/// A terminal's request, as the row of the transaction keeps it.
#[derive(Clone, Debug)]
pub struct SpendRequest<B: Book> {
    /// The card.
    pub card: B::CardId,
    /// The amount, in cents.
    pub amount: Cents,
    /// The kind of transaction.
    pub kind: B::Kind,
    /// The merchant.
    pub merchant: Merchant,
}

/// The rows and the money of a program.
pub trait Book:
    Program<Refusal: From<AmountOutOfRange> + From<WrongState>> + Clone + Debug
{
    /// The number of a card.
    type CardId: Copy + Debug + Serialize + DeserializeOwned;
    /// The number of a transaction.
    type TransactionId: Copy + Debug + Serialize + DeserializeOwned;
    /// The number of a refund.
    type RefundId: Copy + Debug;
    /// The kinds of transactions.
    type Kind: Copy + Debug + Serialize + DeserializeOwned;

    /// The largest amount of one authorization, in cents.
    const MOST: Cents;
    /// A hold of nothing, as of a balance inquiry, can be given back.
    const RELEASES_NOTHING: bool;

    /// Tells whether a kind asks for the balance, with an amount that may be zero.
    fn is_inquiry(kind: Self::Kind) -> bool;

    /// Refuses a card that does not exist or that the caller may not touch.
    fn check_card(
        &self,
        card: Self::CardId,
        context: &CheckContext<'_, Self>,
    ) -> Result<(), Self::Refusal>;

    /// The reason to decline `amount`, in cents, on a card now, in the order of SB 5.4; nothing
    /// when it can be authorized.
    fn declines(
        &self,
        card: Self::CardId,
        amount: Cents,
        presented: Presented,
        context: &CheckContext<'_, Self>,
    ) -> Option<Decline>;

    /// The largest amount, in cents, by which the money of a card can be moved.
    fn room(
        &self,
        card: Self::CardId,
        movement: Movement,
        context: &CheckContext<'_, Self>,
    ) -> Cents;

    /// The largest amount, in cents, by which a transaction can be raised.
    fn room_to_raise(&self, id: Self::TransactionId) -> Cents;

    /// The amounts and the state of a transaction, or the refusal of one that does not exist.
    fn spending(&self, id: Self::TransactionId) -> Result<&Spending, Self::Refusal>;

    /// The card of a transaction, or the refusal of one without a card.
    fn card_of(&self, id: Self::TransactionId) -> Result<Self::CardId, Self::Refusal>;

    /// The amount that was asked for, in cents.
    fn asked(&self, id: Self::TransactionId) -> Cents;

    /// The merchant of a transaction.
    fn merchant(&self, id: Self::TransactionId) -> Option<Merchant>;

    /// Tells whether a transaction took money, some of which can be given back.
    fn is_debit(&self, id: Self::TransactionId) -> bool;

    /// Makes the row of an authorization. Holding the money is the machine's.
    fn record(
        &mut self,
        context: &mut ApplyContext<'_, Self>,
        request: SpendRequest<Self>,
        spending: Spending,
    ) -> Self::TransactionId;

    /// Makes the row of a refund. Moving the money is the machine's.
    fn record_refund(
        &mut self,
        context: &mut ApplyContext<'_, Self>,
        card: Self::CardId,
        amount: Cents,
        merchant: Option<Merchant>,
    ) -> Self::RefundId;

    /// The amounts and the state of a transaction, to be changed.
    fn change(&mut self, id: Self::TransactionId) -> &mut Spending;

    /// Adds an increment to what was asked for, where the program counts it so.
    fn raise(&mut self, id: Self::TransactionId, by: Cents);

    /// Holds an amount for a transaction.
    fn hold(&mut self, id: Self::TransactionId, amount: Cents);

    /// Gives back what was held for a transaction.
    fn release(&mut self, id: Self::TransactionId, amount: Cents);

    /// Takes the settled amount of a transaction.
    fn post(&mut self, id: Self::TransactionId, amount: Cents);

    /// Gives money back to a card.
    fn refund(&mut self, card: Self::CardId, amount: Cents);

    /// Keeps the instants of a transaction that has taken a step, and tells of it.
    fn moved_on(
        &mut self,
        context: &mut ApplyContext<'_, Self>,
        id: Self::TransactionId,
        step: Step,
    );

    /// Refuses a transaction that holds nothing any more.
    fn must_be_authorized(&self, id: Self::TransactionId) -> Result<&Spending, Self::Refusal> {
        let spending = self.spending(id)?;
        if spending.is_authorized() { Ok(spending) } else { Err(self.wrong_state(id, spending)) }
    }

    /// The refusal of a step that the state of a transaction does not allow.
    fn wrong_state(&self, id: Self::TransactionId, spending: &Spending) -> Self::Refusal {
        spending.wrong_state(self.is_debit(id)).into()
    }
}

/// Refuses an amount that is not from `least` to `max` cents.
pub(super) fn within<R: From<AmountOutOfRange>>(
    amount: Cents,
    least: Cents,
    max: Cents,
) -> Result<Cents, R> {
    if (least..=max).contains(&amount) { Ok(amount) } else { Err(AmountOutOfRange { max }.into()) }
}
