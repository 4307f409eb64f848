//! Steps of orders (ER 9.4 to 9.7).

use super::{End, IssueStage, Next, Order, OrderError, OrderStatus, Terms, TopupStage};
use crate::{
    money::Cents,
    programs::prepaid::{
        ApplyContext, Effect, Prepaid,
        card::{Card, CardStatus},
        ids::OrderId,
        transaction::Kind,
    },
};

impl Prepaid {
    /// Takes the next step of an order; `fails` tells that the provider does not do its part.
    pub(in crate::programs::prepaid) fn step(
        &mut self,
        context: &mut ApplyContext<'_>,
        id: OrderId,
        fails: bool,
    ) {
        let order = &self.orders[id];
        let Some(next) = order.next.filter(|_| !order.has_ended()) else { return };
        let attempt = order.waits_for_provider();
        let card = &self.cards[order.card];
        if let Some(error) = interrupted(order, card) {
            return self.end(context, id, End::Failed(error));
        }
        if attempt && order.doomed {
            return self.end(context, id, End::Failed(OrderError::Provider));
        }
        if attempt && fails {
            return self.fail_attempt(context, id);
        }
        match (next, order.terms.clone()) {
            (Next::Step(step), Terms::Issue { initial, .. }) => {
                self.issue_step(context, id, step, initial);
            }
            (Next::Step(step), Terms::Topup { activates, .. }) => {
                self.topup_step(context, id, step, activates);
            }
            (Next::Step(1), Terms::Status { .. }) => {
                self.orders.change(id).status = OrderStatus::Processing;
                self.later(context, id, Next::Step(2), 0);
            }
            (Next::Step(_), Terms::Status { .. }) => self.end(context, id, End::Completed),
            (Next::Recover(step), _) => {
                self.recover(id, step);
                self.later(context, id, Next::Step(step), 0);
            }
        }
    }

    fn issue_step(
        &mut self,
        context: &mut ApplyContext<'_>,
        id: OrderId,
        step: u8,
        initial: Option<Cents>,
    ) {
        let card = self.orders[id].card;
        match (step, initial) {
            (1, _) => {
                self.orders.change(id).status = OrderStatus::Processing;
                self.issuing(context, id, CardStatus::Paid);
            }
            (2, _) => {
                self.emboss(context, card);
                self.stage(id, IssueStage::CardCreateDone);
                self.issuing(context, id, CardStatus::PendingActivation);
            }
            (_, None) => return self.end(context, id, End::Completed),
            (3, _) => self.stage(id, IssueStage::InitialTopupPending),
            (4, _) => self.stage(id, IssueStage::InitialTopupInProgress),
            (5, Some(amount)) => {
                self.stage(id, IssueStage::InitialTopupDone);
                if amount > 0 {
                    self.top_up(context, (card, id), Kind::InitialTopup, amount);
                }
            }
            _ => return self.end(context, id, End::Completed),
        }
        self.later(context, id, Next::Step(step + 1), 0);
    }

    fn topup_step(
        &mut self,
        context: &mut ApplyContext<'_>,
        id: OrderId,
        step: u8,
        activates: bool,
    ) {
        let order = self.orders.change(id);
        let Terms::Topup { stage, .. } = &mut order.terms else { return };
        match step {
            1 => {
                *stage = TopupStage::ProviderInProgress;
                order.status =
                    if activates { OrderStatus::Activating } else { OrderStatus::Processing };
            }
            2 => *stage = TopupStage::ProviderVerification,
            _ => return self.end(context, id, End::Completed),
        }
        self.later(context, id, Next::Step(step + 1), 0);
    }

    /// Moves a card along with its issue, unless the back office has moved it elsewhere.
    pub(super) fn issuing(
        &mut self,
        context: &mut ApplyContext<'_>,
        id: OrderId,
        status: CardStatus,
    ) {
        let card = self.orders[id].card;
        if self.cards[card].status.is_being_issued() {
            self.become_status(context, card, status, Some(id));
        }
    }

    pub(super) fn stage(&mut self, id: OrderId, to: IssueStage) {
        if let Terms::Issue { stage, .. } = &mut self.orders.change(id).terms {
            *stage = to;
        }
    }

    pub(super) fn later(
        &mut self,
        context: &mut ApplyContext<'_>,
        id: OrderId,
        next: Next,
        pause_ms: i64,
    ) {
        self.orders.change(id).next = Some(next);
        context.after(context.rules.er.order.step_ms + pause_ms, Effect::StepOrder(id));
    }
}

/// The reason why an order cannot go on, after what became of its card.
fn interrupted(order: &Order, card: &Card) -> Option<OrderError> {
    match order.terms {
        Terms::Status { previous, .. } if card.status != previous => Some(OrderError::CardStatus),
        Terms::Issue { .. } | Terms::Topup { .. } if card.status == CardStatus::Closed => {
            Some(OrderError::CardNotActive)
        }
        _ => None,
    }
}
