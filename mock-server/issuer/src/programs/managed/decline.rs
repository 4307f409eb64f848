//! Deciding an authorization (MC 10.3).

use super::{
    CheckContext, Managed,
    adapter::{Adapter, AdapterChoice, Partner},
    decline_reason::DeclineReason,
    ids::CardId,
};
use crate::money::Cents;

/// A request for money, as far as it decides about approval.
pub(super) struct Ask<'a> {
    /// The card.
    pub(super) card: CardId,
    /// The amount.
    pub(super) amount: Cents,
    /// The merchant category, where one is known.
    pub(super) mcc: Option<&'a str>,
    /// A reason that comes after the status of the card and before everything else.
    pub(super) simulated: Option<DeclineReason>,
    /// The adapter of this call.
    pub(super) adapter: AdapterChoice,
}

impl Managed {
    /// The first reason to decline, in the order of MC 10.3; nothing when it is approved.
    pub(super) fn decline(
        &self,
        ask: &Ask<'_>,
        context: &CheckContext<'_>,
    ) -> Option<DeclineReason> {
        let rules = &context.rules.mc.authorize;
        let card = &self.cards[ask.card];
        let program = self.program_of(card);
        let short = (ask.amount > self.ledger.card(card.id).available)
            .then_some(DeclineReason::InsufficientFunds);
        if rules.funds_first && short.is_some() {
            return short;
        }
        let spends = rules.spend_states.iter().any(|word| word == card.status.word());
        if let Some(reason) = DeclineReason::of_status(card.status).filter(|_| !spends) {
            return Some(if rules.status_reasons { reason } else { DeclineReason::CardNotActive });
        }
        if let Some(reason) = ask.simulated.filter(|_| rules.honours_forced_decline) {
            return Some(reason);
        }
        if self.partner(card.id, ask.adapter, context) == Partner::Failing {
            return Some(DeclineReason::ProviderUnavailable);
        }
        let blocked = |mcc: &str| program.blocked_mccs.iter().any(|one| one == mcc);
        if rules.enforce_mcc && ask.mcc.is_some_and(blocked) {
            return Some(DeclineReason::MerchantBlocked);
        }
        if ask.amount > program.limits.max_authorization {
            return Some(DeclineReason::AmountLimitExceeded);
        }
        short
    }

    /// The adapter that acts on a card, with its delay (MC 8.1).
    pub(super) fn partner(
        &self,
        card: CardId,
        call: AdapterChoice,
        context: &CheckContext<'_>,
    ) -> Partner {
        let card = &self.cards[card];
        acting(self.program_of(card).chosen(call, card.set), context)
    }
}

/// The adapter of a choice; one that nobody has chosen is instant.
pub(super) fn acting(choice: AdapterChoice, context: &CheckContext<'_>) -> Partner {
    match choice.adapter {
        Some(Adapter::Instant) | None => Partner::Instant,
        Some(Adapter::Delayed) => {
            Partner::Delayed(choice.delay_ms.unwrap_or(context.rules.mc.adapter.delay_ms))
        }
        Some(Adapter::Failing) => Partner::Failing,
        Some(Adapter::UnderReview) => Partner::UnderReview,
    }
}
