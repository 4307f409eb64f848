//! The life of a card: freezing, canceling, limits, nicknames (PG 7.2 to 7.6).

use async_graphql::{Context, Object, Result};

use super::super::types::{
    CancelCardInput, CardLimitResponse, CardOperationResponse, UpdateCardLimitInput,
};
use crate::{
    card_graphql::{ChangedCard, Operation, change_status},
    programs::collateral::{
        CardId, CardStatus, Limit, Refusal,
        card::CardAction,
        commands::{Cancel, Freeze, Rename, SetLimit, Unfreeze},
    },
    world::Act,
};

#[derive(Default)]
pub(super) struct Lifecycle;

#[Object]
impl Lifecycle {
    /// Freezes an active card.
    async fn freeze_card(&self, ctx: &Context<'_>, card_id: i32) -> Result<CardOperationResponse> {
        let command = Freeze { card: CardId(card_id), action: CardAction::Freeze };
        moved(ctx, "freezeCard", card_id, &command, CardStatus::Locked)
    }

    /// Makes a locked card usable again.
    async fn unfreeze_card(
        &self,
        ctx: &Context<'_>,
        card_id: i32,
    ) -> Result<CardOperationResponse> {
        let command = Unfreeze { card: CardId(card_id), action: CardAction::Unfreeze };
        moved(ctx, "unfreezeCard", card_id, &command, CardStatus::Active)
    }

    /// Freezes an active card, like `freezeCard`.
    async fn lock_card(&self, ctx: &Context<'_>, card_id: i32) -> Result<CardOperationResponse> {
        let command = Freeze { card: CardId(card_id), action: CardAction::Lock };
        moved(ctx, "lockCard", card_id, &command, CardStatus::Locked)
    }

    /// Makes a locked card usable again, like `unfreezeCard`.
    async fn unlock_card(&self, ctx: &Context<'_>, card_id: i32) -> Result<CardOperationResponse> {
        let command = Unfreeze { card: CardId(card_id), action: CardAction::Unlock };
        moved(ctx, "unlockCard", card_id, &command, CardStatus::Active)
    }

    /// Cancels a card for good.
    async fn cancel_card(
        &self,
        ctx: &Context<'_>,
        input: CancelCardInput,
    ) -> Result<CardOperationResponse> {
        let command = Cancel { card: CardId(input.card_id), reason: input.reason };
        moved(ctx, "cancelCard", input.card_id, &command, CardStatus::Canceled)
    }

    /// Gives a card a label.
    async fn update_card_nickname(
        &self,
        ctx: &Context<'_>,
        card_id: i32,
        #[graphql(tag = "personal")] nickname: String,
    ) -> Result<CardOperationResponse> {
        let operation = Operation::begin(ctx, "updateCardNickname");
        let outcome = operation
            .act(&Rename { card: CardId(card_id), nickname })
            .map(|()| ChangedCard::read(&operation, CardId(card_id), None).into());
        operation.finish(outcome)
    }

    /// Sets the spending limit of a card.
    async fn update_card_limit(
        &self,
        ctx: &Context<'_>,
        input: UpdateCardLimitInput,
    ) -> Result<CardLimitResponse> {
        let operation = Operation::begin(ctx, "updateCardLimit");
        let limit =
            Limit { amount: input.limit_amount.into(), frequency: input.limit_frequency.into() };
        let command = SetLimit { card: CardId(input.card_id), limit };
        let outcome = operation.act_with_issuer(&command).map(|()| CardLimitResponse {
            success: true,
            id: Some(input.card_id),
            card_id: ChangedCard::read(&operation, CardId(input.card_id), None).external_id,
            limit_amount: Some(input.limit_amount),
            limit_frequency: Some(limit.frequency.name().to_owned()),
            error: None,
        });
        operation.finish(outcome)
    }
}

/// Runs a command that takes a card to a state, and answers with that state.
fn moved<A: Act<Done = (), Refusal = Refusal>>(
    ctx: &Context<'_>,
    name: &'static str,
    card_id: i32,
    command: &A,
    status: CardStatus,
) -> Result<CardOperationResponse> {
    let operation = Operation::begin(ctx, name);
    let outcome = change_status(&operation, CardId(card_id), command, status);
    operation.finish(outcome.map(Into::into))
}
