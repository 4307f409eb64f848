//! Attempts that failed at the provider, and what follows them (ER 9.4 to 9.7).

use super::{End, IssueStage, Next, OrderError, Terms, TopupStage};
use crate::programs::prepaid::{ApplyContext, Prepaid, ids::OrderId};

impl Prepaid {
    /// The provider did not do its part: again later, or never.
    pub(super) fn fail_attempt(&mut self, context: &mut ApplyContext<'_>, id: OrderId) {
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

    pub(super) fn recover(&mut self, id: OrderId, step: u8) {
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
}
