//! `cardBalance` (PG 10.4).

use super::{
    operation::Operation,
    refusal::OperationError,
    types::{Balance, CardBalanceResponse},
};
use crate::{
    programs::collateral::{CardId, Refusal},
    rulebook::UnknownCard,
};
use async_graphql::{Context, Object, Result};

#[derive(Default)]
pub(super) struct CardQuery;

#[Object]
impl CardQuery {
    /// Balance of the account behind a card.
    async fn card_balance(&self, ctx: &Context<'_>, card_id: i32) -> Result<CardBalanceResponse> {
        let operation = Operation::begin(ctx, "cardBalance");
        let outcome = operation.look(|world, context| {
            let (issuer, rules) = (&world.issuer, &world.rules.balance);
            match issuer.collateral.own_card(context.principal.caller, CardId(card_id)) {
                Ok(card) => {
                    let account = issuer.collateral.holder(card).account.as_ref();
                    let balance = account.map(|account| Balance::of(account, rules));
                    Ok(CardBalanceResponse {
                        success: true,
                        id: Some(card_id),
                        balance: Some(balance.unwrap_or_default()),
                        error: None,
                    })
                }
                Err(refusal) => {
                    let exists = issuer.collateral.cards.get(CardId(card_id)).is_some();
                    Err(unknown_card(rules.unknown_card, exists, refusal))
                }
            }
        });
        operation.finish(outcome)
    }
}

/// Error for a card that the caller does not have, by the reading of AMB-PG-02.
fn unknown_card(reading: UnknownCard, exists: bool, refusal: Refusal) -> OperationError {
    match (reading, exists) {
        (UnknownCard::Forbidden, _) | (UnknownCard::Split, true) => OperationError::from(refusal),
        (UnknownCard::Envelope, _) | (UnknownCard::Split, false) => {
            OperationError::Unsuccessful("Card not found".to_owned())
        }
    }
}
