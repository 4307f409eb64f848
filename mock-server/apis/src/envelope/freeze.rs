//! Freezing and unfreezing (ER 8.12, 8.13).

use serde::Serialize;

use super::{
    call::{Call, Outcome, Reply},
    orders,
    refusal::OperationError,
    slugs::Slug,
};
use crate::{
    programs::prepaid::commands::{ChangeStatus, OrderStatusChange},
    rulebook::er::FreezeAnswer,
};

/// A card's new state, where the reading of AMB-ER-09 answers it directly.
#[derive(Serialize)]
pub(super) struct StatusBody {
    card_id: String,
    status: &'static str,
}

/// `/cards/freeze`.
pub(super) fn freeze(call: &Call<'_>) -> Outcome {
    change(call, true)
}

/// `/cards/unfreeze`.
pub(super) fn unfreeze(call: &Call<'_>) -> Outcome {
    change(call, false)
}

fn change(call: &Call<'_>, freeze: bool) -> Outcome {
    let user = call.fields.required_user(Slug::ExternalUserIdRequired)?;
    let card = call.fields.required("card_id")?;
    if card.len() != 24 || !card.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(OperationError::of(Slug::InvalidCardId));
    }
    let command = OrderStatusChange { user, card, freeze };
    call.would(&command)?;
    if call.strikes("provider-invalid-card-status") {
        return Err(OperationError::of(Slug::ProviderInvalidCardStatus));
    }
    call.reach_provider()?;
    match call.rules().er.amb.freeze_answer {
        FreezeAnswer::Order => orders::answer(call, &call.act(&command)?),
        FreezeAnswer::Direct => {
            let card = call.act(&ChangeStatus { change: command })?;
            let status = card.status.word();
            Ok(Reply::of(&StatusBody { card_id: card.external_id, status }))
        }
    }
}
