//! Freeze, unfreeze, terminate (MC 9).

use strum::VariantNames;

use super::call::{Call, Outcome};
use crate::programs::managed::commands::{Freeze, TerminateCard, TerminationReason, Unfreeze};

/// `cards.freeze`.
pub(super) fn freeze(call: &Call<'_>) -> Outcome {
    let card = call.card(|_, card| card.id)?;
    call.empty()?;
    call.act(&Freeze { card })?;
    call.card_shown(card)
}

/// `cards.unfreeze`.
pub(super) fn unfreeze(call: &Call<'_>) -> Outcome {
    let card = call.card(|_, card| card.id)?;
    call.empty()?;
    call.act(&Unfreeze { card })?;
    call.card_shown(card)
}

/// `cards.terminate`.
pub(super) fn terminate(call: &Call<'_>) -> Outcome {
    let card = call.card(|_, card| card.id)?;
    let fields = call.body.fields();
    let reason = fields.word("reason", TerminationReason::VARIANTS);
    fields.close();
    call.fields_checked()?;
    call.act(&TerminateCard { card, reason: reason.unwrap_or_default() })?;
    call.card_shown(card)
}
