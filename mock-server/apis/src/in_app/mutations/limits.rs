//! Spending limits (AG 5.5).

use async_graphql::{Context, Object, Result};

use super::{
    super::types::{RainCardLimitResponse, UpdateRainCardLimitInput},
    of_card,
};
use crate::{
    card_graphql::{ChangedCard, Operation},
    programs::collateral::{CardId, Limit, commands::SetLimit},
};

#[derive(Default)]
pub(super) struct Limits;

#[Object]
impl Limits {
    /// Sets the spending limit of a card.
    async fn update_rain_card_limit(
        &self,
        ctx: &Context<'_>,
        input: UpdateRainCardLimitInput,
    ) -> Result<RainCardLimitResponse> {
        let operation = Operation::begin(ctx, "updateRainCardLimit");
        let card = CardId(input.card_id);
        let limit =
            Limit { amount: input.limit_amount.into(), frequency: input.limit_frequency.into() };
        let outcome = operation.act_with_issuer(&SetLimit { card, limit });
        let outcome = of_card(&operation, outcome).map(|()| RainCardLimitResponse {
            success: true,
            id: Some(input.card_id),
            card_id: ChangedCard::read(&operation, card, None).external_id,
            limit_amount: Some(input.limit_amount),
            limit_frequency: Some(limit.frequency.name().to_owned()),
            error: None,
        });
        operation.finish(outcome)
    }
}
