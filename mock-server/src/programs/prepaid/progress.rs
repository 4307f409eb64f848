//! How orders move on, step by step (ER 9.4 to 9.7).

use serde::{Deserialize, Serialize};

use super::{
    ApplyContext, Effect, Prepaid,
    card::{Card, CardStatus},
    ids::OrderId,
    notice::{Notice, What},
    order::{IssueStage, Order, OrderError, OrderStatus, Terms, TopupStage},
    transaction::Kind,
};
use crate::money::Cents;

/// What comes next of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Next {
    /// The step with this number, as the contract counts them.
    Step(u8),
    /// Back to where the attempt with this number is made again.
    Recover(u8),
}

/// How an order ends.
pub(super) enum End {
    /// It was done.
    Completed,
    /// It was not.
    Failed(OrderError),
}

impl Order {
    /// Whether the provider has to answer in the next step.
    pub fn waits_for_provider(&self) -> bool {
        let Some(Next::Step(step)) = self.next else { return false };
        match &self.terms {
            Terms::Issue { initial: Some(_), .. } => matches!(step, 2 | 5 | 6),
            Terms::Issue { initial: None, .. } | Terms::Status { .. } => step == 2,
            Terms::Topup { .. } => matches!(step, 1..=3),
        }
    }
}

impl Prepaid {
    /// Takes the next step of an order; `fails` tells that the provider does not do its part.
    pub(super) fn step(&mut self, context: &mut ApplyContext<'_>, id: OrderId, fails: bool) {
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
    fn issuing(&mut self, context: &mut ApplyContext<'_>, id: OrderId, status: CardStatus) {
        let card = self.orders[id].card;
        if self.cards[card].status.is_being_issued() {
            self.become_status(context, card, status, Some(id));
        }
    }

    fn stage(&mut self, id: OrderId, to: IssueStage) {
        if let Terms::Issue { stage, .. } = &mut self.orders.change(id).terms {
            *stage = to;
        }
    }

    fn later(&mut self, context: &mut ApplyContext<'_>, id: OrderId, next: Next, pause_ms: i64) {
        self.orders.change(id).next = Some(next);
        context.after(context.rules.er.order.step_ms + pause_ms, Effect::StepOrder(id));
    }

    /// The provider did not do its part: again later, or never.
    fn fail_attempt(&mut self, context: &mut ApplyContext<'_>, id: OrderId) {
        let rules = &context.rules.er;
        let order = self.orders.change(id);
        order.attempts += 1;
        let Some(Next::Step(step)) = order.next else { return };
        let (max, pause) = match &mut order.terms {
            Terms::Issue { stage, .. } => {
                *stage = match step {
                    2 => IssueStage::CardCreateError,
                    5 => IssueStage::InitialTopupError,
                    _ => IssueStage::InitialTopupVerifyError,
                };
                (rules.issue.max_attempts, rules.issue.retry_delay_ms)
            }
            Terms::Topup { stage, .. } => {
                *stage = match step {
                    1 => TopupStage::NewError,
                    2 => TopupStage::ProviderInProgressError,
                    _ => TopupStage::ProviderVerificationError,
                };
                (rules.topup.max_attempts, rules.topup.retry_delay_ms)
            }
            Terms::Status { .. } => (1, 0),
        };
        if order.attempts < max {
            return self.later(context, id, Next::Recover(step), pause);
        }
        let is_topup = matches!(order.terms, Terms::Topup { .. });
        let card = order.card;
        if is_topup {
            self.cards.change(card).cool(context.now, context.rules.er.topup.cooldown_ms);
            return self.end(context, id, End::Failed(OrderError::AttemptsExceeded));
        }
        self.end(context, id, End::Failed(OrderError::Provider));
    }

    fn recover(&mut self, id: OrderId, step: u8) {
        match &mut self.orders.change(id).terms {
            Terms::Issue { stage, .. } => {
                *stage = match step {
                    2 => IssueStage::CardCreatePending,
                    5 => IssueStage::InitialTopupInProgress,
                    _ => IssueStage::InitialTopupDone,
                };
            }
            Terms::Topup { stage, .. } => {
                *stage = match step {
                    1 => TopupStage::New,
                    2 => TopupStage::ProviderInProgress,
                    _ => TopupStage::ProviderVerification,
                };
            }
            Terms::Status { .. } => {}
        }
    }

    /// Ends an order: what it does to the card, to the money, and who hears of it.
    pub(super) fn end(&mut self, context: &mut ApplyContext<'_>, id: OrderId, how: End) {
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

    /// What of an order has reached its card.
    fn credited(&self, id: OrderId) -> Cents {
        let order = &self.orders[id];
        let rows = self.cards[order.card].transactions.iter().map(|row| &self.transactions[*row]);
        rows.filter(|row| row.order == Some(id)).map(|row| row.amount).sum()
    }
}

/// What became of the card meanwhile that an order cannot go on.
fn interrupted(order: &Order, card: &Card) -> Option<OrderError> {
    match order.terms {
        Terms::Status { previous, .. } if card.status != previous => Some(OrderError::CardStatus),
        Terms::Issue { .. } | Terms::Topup { .. } if card.status == CardStatus::Closed => {
            Some(OrderError::CardNotActive)
        }
        _ => None,
    }
}
