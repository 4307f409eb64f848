//! Rows of a card that are made, and what its subscribers hear of them (ER 8.10, 11.3).

use super::{Draft, Kind, Transaction};
use crate::{
    clearing::Spending,
    money::Cents,
    programs::prepaid::{
        Account, ApplyContext, Named, Notice, Prepaid,
        ids::{CardId, OrderId, TransactionId},
        notice::What,
    },
};

impl Prepaid {
    /// Makes a row and tells subscribers. Moving the money is the caller's.
    pub(in crate::programs::prepaid) fn add(
        &mut self,
        context: &mut ApplyContext<'_>,
        draft: Draft,
    ) -> TransactionId {
        let id = self.transactions.next();
        let external_id = context.object_id("er.transaction");
        self.names.insert(external_id.clone(), Named::Transaction(id));
        let card = draft.card;
        self.transactions.push(Transaction {
            id,
            external_id,
            card,
            kind: draft.kind,
            amount: draft.amount,
            spending: draft.spending,
            merchant: draft.merchant,
            order: draft.order,
            created_at: context.now,
            updated_at: context.now,
        });
        self.cards.change(card).transactions.push(id);
        self.told(context, id);
        id
    }

    /// Tells subscribers that a transaction was made or moved on.
    pub(in crate::programs::prepaid) fn told(
        &mut self,
        context: &mut ApplyContext<'_>,
        id: TransactionId,
    ) {
        let transaction = self.transactions[id].clone();
        let card = transaction.card;
        self.cards.change(card).balance_at = context.now;
        Notice::raise(self, context, card, What::Transaction(Box::new(transaction)));
    }

    /// Credits a card out of an order.
    pub(in crate::programs::prepaid) fn top_up(
        &mut self,
        context: &mut ApplyContext<'_>,
        (card, order): (CardId, OrderId),
        kind: Kind,
        amount: Cents,
    ) {
        self.ledger.pay(Account::Order(order), Account::Card(card), amount);
        self.add(
            context,
            Draft {
                card,
                kind,
                amount,
                spending: Spending::posted(amount),
                merchant: None,
                order: Some(order),
            },
        );
    }
}
