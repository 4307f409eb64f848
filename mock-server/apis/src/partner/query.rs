//! `cardBalance` (PG 10.4).

use async_graphql::{Context, Object, Result};

use super::types::CardBalanceResponse;
use crate::{
    card_graphql::{BalanceFigures, Operation, OperationError},
    programs::collateral::CardId,
    rulebook::UnknownCard,
};

#[derive(Default)]
pub(super) struct CardQuery;

#[Object]
impl CardQuery {
    /// Balance of the account behind a card.
    async fn card_balance(&self, ctx: &Context<'_>, card_id: i32) -> Result<CardBalanceResponse> {
        let operation = Operation::begin(ctx, "cardBalance");
        let card = CardId(card_id);
        let outcome = BalanceFigures::of_card(&operation, card)
            .map(|figures| CardBalanceResponse {
                success: true,
                id: Some(card_id),
                balance: Some(figures.into()),
                error: None,
            })
            .map_err(|refused| {
                operation.look(|world, _| {
                    let exists = world.issuer.collateral.cards.get(card).is_some();
                    unknown_card(world.rules.balance.unknown_card, exists, refused)
                })
            });
        operation.finish(outcome)
    }
}

/// Error for a card that the caller does not have, by the reading of AMB-PG-02.
fn unknown_card(reading: UnknownCard, exists: bool, refused: OperationError) -> OperationError {
    match (reading, exists) {
        (UnknownCard::Forbidden, _) | (UnknownCard::Split, true) => refused,
        (UnknownCard::Envelope, _) | (UnknownCard::Split, false) => {
            OperationError::card_not_found()
        }
    }
}
