//! `cardBalance` and its older name (AG 5.9).

use async_graphql::{Context, Object, Result};

use super::types::RainCardBalanceResponse;
use crate::{
    card_graphql::{BalanceFigures, Operation, OperationError},
    programs::collateral::CardId,
};

#[derive(Default)]
pub(super) struct CardQuery;

#[Object]
impl CardQuery {
    /// Balance of the account behind a card, in US dollars.
    async fn card_balance(
        &self,
        ctx: &Context<'_>,
        card_id: i32,
    ) -> Result<RainCardBalanceResponse> {
        balance(ctx, "cardBalance", card_id)
    }

    /// Older name of `cardBalance`.
    async fn rain_card_balance(
        &self,
        ctx: &Context<'_>,
        card_id: i32,
    ) -> Result<RainCardBalanceResponse> {
        balance(ctx, "rainCardBalance", card_id)
    }
}

fn balance(ctx: &Context<'_>, name: &'static str, card: i32) -> Result<RainCardBalanceResponse> {
    let operation = Operation::begin(ctx, name);
    let outcome = BalanceFigures::of_card(&operation, CardId(card)).map_err(|refused| {
        if refused == OperationError::Forbidden {
            OperationError::card_not_found()
        } else {
            refused
        }
    });
    operation.finish(outcome.map(|figures| RainCardBalanceResponse {
        success: true,
        id: Some(card),
        balance: Some(figures.into()),
        error: None,
    }))
}
