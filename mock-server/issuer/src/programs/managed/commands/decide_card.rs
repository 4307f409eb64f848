//! `DecideCard`: the operator decides about a card (MC 7.3, 19).

use serde::{Deserialize, Serialize};

use crate::{
    command::Command,
    programs::managed::{
        ApplyContext, Card, CheckContext, Managed, Refusal,
        card::{CardFailure, CardStatus, Cause},
        ids::CardId,
        notice::CardChange,
    },
    rulebook::mc::{RejectTo, UnblockTo},
};

/// A card is put into a status (`set-card-status`; the delayed partner, by the timeline). The steps
/// of the operator have their events; any other change is forced, without one.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DecideCard {
    /// The card.
    pub card: CardId,
    /// The status.
    pub status: CardStatus,
    /// The operator's reason.
    pub reason: Option<String>,
    /// Only a card that waits for its partner is meant; another one is refused.
    pub if_pending: bool,
}

/// A status that a card gets, and what is told of it.
#[derive(Clone, Copy, Debug)]
pub struct Decision {
    status: CardStatus,
    told: Option<CardChange>,
}

impl DecideCard {
    /// The slow partner has made a card.
    pub(super) fn activation(card: CardId) -> Self {
        Self { card, status: CardStatus::Active, reason: None, if_pending: true }
    }

    /// The cause by which the operator's wish is a step of MC 7.3.
    fn cause(&self, card: &Card) -> Option<Cause> {
        use CardStatus::{Active, Blocked, Failed, Frozen, Pending, UnderReview};
        match (card.status, self.status) {
            (Pending | UnderReview, Active) => Some(Cause::Approve),
            (Pending | UnderReview, Failed) | (UnderReview, Blocked) => Some(Cause::Reject),
            (Active | Frozen, Blocked) => Some(Cause::Block),
            (Active | Frozen, UnderReview) => Some(Cause::Review),
            (Blocked, Active) => Some(Cause::Unblock),
            _ => None,
        }
    }
}

impl Command for DecideCard {
    type Program = Managed;
    type Plan = Decision;
    type Done = ();

    fn check(&self, managed: &Managed, context: &CheckContext<'_>) -> Result<Decision, Refusal> {
        let card = managed.own_card(self.card, context)?;
        if self.if_pending && card.status != CardStatus::Pending {
            return Err(Refusal::CardStatus(managed.standing(card)));
        }
        let was_active = card.activated_at.is_some();
        let step = self.cause(card).and_then(|cause| {
            let next = card.status.after(cause, was_active)?;
            (next == self.status).then_some(cause)
        });
        let forced = Decision { status: self.status, told: None };
        let Some(cause) = step else { return Ok(forced) };
        let rules = &context.rules.mc;
        let is_over = rules.card.expires
            && managed.end_of_validity(card.id).is_some_and(|end| context.now >= end);
        let (status, told) = match cause {
            Cause::Approve if was_active && is_over => (CardStatus::Expired, CardChange::Expired),
            Cause::Approve if was_active => (self.status, CardChange::ReviewPassed),
            Cause::Approve => (self.status, CardChange::Activated),
            Cause::Reject if was_active => (self.status, CardChange::Blocked),
            Cause::Reject => match rules.adapter.review_reject_to {
                RejectTo::Failed => (self.status, CardChange::Failed),
                RejectTo::Blocked => (CardStatus::Blocked, CardChange::Failed),
            },
            Cause::Block => (self.status, CardChange::Blocked),
            Cause::Review => (self.status, CardChange::UnderReview),
            Cause::Unblock => match rules.card.unblock_to {
                UnblockTo::Active => (self.status, CardChange::Unblocked),
                UnblockTo::Frozen => (CardStatus::Frozen, CardChange::Unblocked),
            },
            Cause::Freeze | Cause::Unfreeze | Cause::Expire | Cause::Terminate => {
                return Ok(forced);
            }
        };
        Ok(Decision { status, told: Some(told) })
    }

    fn apply(&self, decision: Decision, managed: &mut Managed, context: &mut ApplyContext<'_>) {
        let reason = self.reason.clone();
        let before = managed.become_status(context, self.card, decision.status, reason);
        if decision.told == Some(CardChange::Failed) || decision.status == CardStatus::Failed {
            let is_review = before == CardStatus::UnderReview;
            managed.cards.change(self.card).failure = Some(match is_review {
                true => CardFailure::ReviewRejected,
                false => CardFailure::ProviderRejected,
            });
        }
        if let Some(change) = decision.told {
            managed.tell_card(context, self.card, change, Some(before));
        }
    }
}
