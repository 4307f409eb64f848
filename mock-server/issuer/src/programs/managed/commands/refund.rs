//! `RefundCard`: a merchant gives money back (MC 19).

use serde::{Deserialize, Serialize};

use crate::{
    clearing,
    command::Command,
    money::{AmountOutOfRange, Cents},
    programs::managed::{
        Account, ApplyContext, CheckContext, Managed, Refusal,
        card::CardStatus,
        entry::{EntryKind, Posting},
        ids::{AuthorizationId, CardId, RefundId},
        operation::{Links, OperationKind},
    },
};

/// Money back from a merchant (`refund`). What is refunded can no more be disputed, and what is
/// disputed cannot be refunded.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RefundCard {
    /// The card.
    pub card: CardId,
    /// The authorization whose money it is, if one is named.
    pub authorization: Option<AuthorizationId>,
    /// The amount, in minor units; all that is left of the authorization when absent.
    pub amount: Option<Cents>,
}

impl RefundCard {
    fn inner(&self, amount: Option<Cents>) -> clearing::Refund<Managed> {
        clearing::Refund { card: self.card, transaction: self.authorization, amount }
    }
}

impl Command for RefundCard {
    type Program = Managed;
    type Plan = Cents;
    type Done = RefundId;

    fn check(&self, managed: &Managed, context: &CheckContext<'_>) -> Result<Cents, Refusal> {
        let Some(id) = self.authorization else {
            return self.inner(self.amount).check(managed, context);
        };
        let row = managed.own_authorization(id, context)?;
        let left = row.settled() - row.spending.refunded - managed.disputed(row);
        if row.settled() > 0 && (left <= 0 || self.amount.unwrap_or(left) > left) {
            return Err(AmountOutOfRange { max: left }.into());
        }
        self.inner(Some(self.amount.unwrap_or(left))).check(managed, context)
    }

    fn apply(
        &self,
        amount: Cents,
        managed: &mut Managed,
        context: &mut ApplyContext<'_>,
    ) -> RefundId {
        let (card, authorization) = (self.card, self.authorization);
        let refund = self.inner(Some(amount)).apply(amount, managed, context);
        managed.refunds.change(refund).authorization = authorization;
        if managed.cards[card].status != CardStatus::Terminated {
            let posting = Posting { authorization, ..Posting::new(EntryKind::Refund, amount, 0) };
            managed.enter(context, card, posting);
            managed.note_refund(authorization);
            managed.tell_refund(context, card, authorization, amount);
            return refund;
        }
        let wallet = managed.cards[card].wallet;
        let links = Links { card: Some(card), authorization, dispute: None };
        let paid = (OperationKind::CardRefund, amount);
        let operation = managed.credit(context, Account::Card(card), paid, (wallet, links));
        managed.note_refund(authorization);
        managed.tell_refund(context, card, authorization, amount);
        let operation = managed.operations[operation].clone();
        managed.tell_wallet(context, &operation);
        refund
    }
}

impl Managed {
    /// Writes down the balance of the card on the authorization that a refund has changed: the book
    /// has done so before the money came.
    fn note_refund(&mut self, authorization: Option<AuthorizationId>) {
        if let Some(id) = authorization {
            self.note_balance(id);
        }
    }
}
