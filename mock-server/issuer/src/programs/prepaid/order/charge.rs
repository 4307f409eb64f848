//! Opening orders, and the money that they take and give back.

use super::{Next, Order, OrderStatus, Terms};
use crate::{
    money::Cents,
    programs::prepaid::{
        ApplyContext, Effect, Named, Prepaid,
        ids::{CardId, OrderId},
        ledger::Account,
    },
};

impl Prepaid {
    /// Makes an order of a card and schedules its first step.
    pub(in crate::programs::prepaid) fn open(
        &mut self,
        context: &mut ApplyContext<'_>,
        card: CardId,
        terms: Terms,
        doomed: bool,
    ) -> OrderId {
        let id = self.orders.next();
        let external_id = context.object_id("er.order");
        self.names.insert(external_id.clone(), Named::Order(id));
        let row = self.cards.change(card);
        row.orders.push(id);
        let (project, user) = (row.project, row.user);
        self.orders.push(Order {
            id,
            external_id,
            project,
            user,
            card,
            terms,
            operation: context.operation.to_owned(),
            status: OrderStatus::New,
            balances: None,
            charged: 0,
            refunded: 0,
            attempts: 0,
            error: None,
            doomed,
            next: Some(Next::Step(1)),
            created_at: context.now,
            completed_at: None,
            failed_at: None,
        });
        context.after(context.rules.er.order.step_ms, Effect::StepOrder(id));
        id
    }

    /// Charges the master balance for an order.
    pub(in crate::programs::prepaid) fn charge(&mut self, id: OrderId) {
        let order = &self.orders[id];
        let (project, total) = (order.project, order.terms.total());
        let before = self.ledger.cents(Account::Master(project));
        self.ledger.pay(Account::Master(project), Account::Order(id), total);
        let order = self.orders.change(id);
        order.charged += total;
        order.balances = Some((before, before - total));
    }

    /// Gives back what an order charged, which may have reached its card.
    pub(in crate::programs::prepaid) fn refund(&mut self, id: OrderId, reached_card: Cents) {
        let order = &self.orders[id];
        let (project, card, charged) = (order.project, order.card, order.charged);
        self.ledger.pay(Account::Card(card), Account::Order(id), reached_card);
        self.ledger.pay(Account::Order(id), Account::Master(project), charged);
        let order = self.orders.change(id);
        order.refunded += charged;
        order.charged = 0;
    }

    /// Earns what is left of an order's charge.
    pub(in crate::programs::prepaid) fn earn(&mut self, id: OrderId) {
        let left = self.ledger.cents(Account::Order(id));
        self.ledger.pay(Account::Order(id), Account::Fees, left);
    }
}
