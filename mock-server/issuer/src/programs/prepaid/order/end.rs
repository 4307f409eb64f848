//! The end of an order: the card, the money, and who hears of it (ER 9.4 to 9.7).

use super::{IssueStage, OrderError, OrderStatus, Terms, TopupStage};
use crate::{
    money::Cents,
    programs::prepaid::{
        ApplyContext, Notice, Prepaid, card::CardStatus, ids::OrderId, notice::What,
        transaction::Kind,
    },
};

/// The end of an order.
pub(in crate::programs::prepaid) enum End {
    /// The order was carried out.
    Completed,
    /// The order failed.
    Failed(OrderError),
}

impl Prepaid {
    /// Ends an order: what it does to the card, to the money, and who hears of it.
    pub(in crate::programs::prepaid) fn end(
        &mut self,
        context: &mut ApplyContext<'_>,
        id: OrderId,
        how: End,
    ) {
        let terms = self.orders[id].terms.clone();
        match how {
            End::Completed => self.complete(context, id, &terms),
            End::Failed(error) => self.fail(context, id, &terms, error),
        }
        let order = self.orders.change(id);
        order.next = None;
        if !matches!(terms, Terms::Status { .. }) {
            let order = order.clone();
            let card = order.card;
            Notice::raise(self, context, card, What::Order(Box::new(order)));
        }
    }

    fn complete(&mut self, context: &mut ApplyContext<'_>, id: OrderId, terms: &Terms) {
        let order = self.orders.change(id);
        order.status = OrderStatus::Completed;
        order.completed_at = Some(context.now);
        let card = order.card;
        match *terms {
            Terms::Issue { initial, .. } => {
                self.emboss(context, card);
                match initial {
                    Some(amount) => {
                        if amount > 0 && self.credited(id) == 0 {
                            self.top_up(context, (card, id), Kind::InitialTopup, amount);
                        }
                        self.stage(id, IssueStage::Completed);
                        self.issuing(context, id, CardStatus::Active);
                    }
                    None => {
                        self.stage(id, IssueStage::InitialTopupSkipped);
                        self.issuing(context, id, CardStatus::WaitForTopup);
                    }
                }
            }
            Terms::Topup { amount, .. } => {
                if let Terms::Topup { stage, .. } = &mut order.terms {
                    *stage = TopupStage::Completed;
                }
                self.top_up(context, (card, id), Kind::Topup, amount);
                if self.cards[card].status == CardStatus::WaitForTopup {
                    self.become_status(context, card, CardStatus::Active, Some(id));
                }
            }
            Terms::Status { wanted, .. } => self.become_status(context, card, wanted, Some(id)),
        }
        self.earn(id);
    }

    fn fail(
        &mut self,
        context: &mut ApplyContext<'_>,
        id: OrderId,
        terms: &Terms,
        error: OrderError,
    ) {
        let credited = self.credited(id);
        let order = self.orders.change(id);
        order.status = OrderStatus::Failed;
        order.failed_at = Some(context.now);
        order.error = Some(error);
        let card = order.card;
        let rules = &context.rules.er;
        let refunds = match terms {
            Terms::Issue { .. } => rules.issue.refund_on_failure,
            Terms::Topup { .. } => rules.topup.refund_on_failure,
            Terms::Status { .. } => false,
        };
        if let Terms::Topup { stage, .. } = &mut order.terms {
            *stage = TopupStage::Failed;
        }
        if refunds {
            self.refund(id, credited);
        } else {
            self.earn(id);
        }
        if matches!(terms, Terms::Issue { .. }) && self.cards[card].status != CardStatus::Closed {
            self.become_status(context, card, CardStatus::Closed, Some(id));
        }
    }

    /// The amount of an order that has reached its card, in cents.
    fn credited(&self, id: OrderId) -> Cents {
        let order = &self.orders[id];
        let rows = self.cards[order.card].transactions.iter().map(|row| &self.transactions[row]);
        rows.filter(|row| row.order == Some(id)).map(|row| row.amount).sum()
    }
}
