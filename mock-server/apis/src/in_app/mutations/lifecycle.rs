//! The life of a card: freezing, unfreezing, canceling (AG 5.3).

use async_graphql::{Context, Object, Result};

use super::{
    super::types::{CancelRainCardInput, RainCardOperationResponse},
    of_card,
};
use crate::{
    card_graphql::{Operation, change_status},
    programs::collateral::{
        CardId, CardStatus, Refusal,
        card::CardAction,
        commands::{Cancel, Freeze, Unfreeze},
    },
    world::Act,
};

#[derive(Default)]
pub(super) struct Lifecycle;

#[Object]
impl Lifecycle {
    /// Freezes an active card.
    async fn freeze_rain_card(
        &self,
        ctx: &Context<'_>,
        card_id: i32,
    ) -> Result<RainCardOperationResponse> {
        freeze(ctx, "freezeRainCard", card_id, CardAction::Freeze)
    }

    /// Makes a locked card usable again.
    async fn unfreeze_rain_card(
        &self,
        ctx: &Context<'_>,
        card_id: i32,
    ) -> Result<RainCardOperationResponse> {
        unfreeze(ctx, "unfreezeRainCard", card_id, CardAction::Unfreeze)
    }

    /// Freezes an active card, like `freezeRainCard`.
    async fn lock_rain_card(
        &self,
        ctx: &Context<'_>,
        card_id: i32,
    ) -> Result<RainCardOperationResponse> {
        freeze(ctx, "lockRainCard", card_id, CardAction::Lock)
    }

    /// Makes a locked card usable again, like `unfreezeRainCard`.
    async fn unlock_rain_card(
        &self,
        ctx: &Context<'_>,
        card_id: i32,
    ) -> Result<RainCardOperationResponse> {
        unfreeze(ctx, "unlockRainCard", card_id, CardAction::Unlock)
    }

    /// Cancels a card for good.
    async fn cancel_rain_card(
        &self,
        ctx: &Context<'_>,
        input: CancelRainCardInput,
    ) -> Result<RainCardOperationResponse> {
        let card = CardId(input.card_id);
        let command = Cancel { card, reason: input.reason };
        moved(ctx, "cancelRainCard", card, &command, CardStatus::Canceled)
    }
}

fn freeze(
    ctx: &Context<'_>,
    name: &'static str,
    card_id: i32,
    action: CardAction,
) -> Result<RainCardOperationResponse> {
    let card = CardId(card_id);
    moved(ctx, name, card, &Freeze { card, action }, CardStatus::Locked)
}

fn unfreeze(
    ctx: &Context<'_>,
    name: &'static str,
    card_id: i32,
    action: CardAction,
) -> Result<RainCardOperationResponse> {
    let card = CardId(card_id);
    moved(ctx, name, card, &Unfreeze { card, action }, CardStatus::Active)
}

/// Runs a command that takes a card to a state, and answers with that state.
fn moved<A: Act<Done = (), Refusal = Refusal>>(
    ctx: &Context<'_>,
    name: &'static str,
    card: CardId,
    command: &A,
    status: CardStatus,
) -> Result<RainCardOperationResponse> {
    let operation = Operation::begin(ctx, name);
    let outcome = of_card(&operation, change_status(&operation, card, command, status));
    operation.finish(outcome.map(Into::into))
}
