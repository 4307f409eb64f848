//! Starring cards (AG 5.6).

use async_graphql::{Context, MaybeUndefined, Object, Result};

use super::super::types::{CardChange, CardKey, CardRow};
use crate::{
    card_graphql::{Operation, OperationError, Outcome},
    programs::collateral::{CardId, commands::SetStar},
};

#[derive(Default)]
pub(super) struct Stars;

/// The root field, which has the name that Hasura gives it.
const NAME: &str = "update_AgioCard_card_by_pk";

#[Object]
impl Stars {
    /// Stars a card, or takes the star away.
    #[graphql(name = "update_AgioCard_card_by_pk")]
    async fn update_card_by_pk(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "pk_columns")] key: CardKey,
        #[graphql(name = "_set")] change: Option<CardChange>,
    ) -> Result<Option<CardRow>> {
        let operation = Operation::begin(ctx, NAME);
        let outcome = star(&operation, CardId(key.id), change);
        operation.finish_bare(outcome)
    }
}

/// Changes what is given, and reads the card; none for a card that is not the caller's.
fn star(
    operation: &Operation,
    card: CardId,
    change: Option<CardChange>,
) -> Outcome<Option<CardRow>> {
    let star = match change.map_or(MaybeUndefined::Undefined, |change| change.is_starred) {
        MaybeUndefined::Undefined => None,
        MaybeUndefined::Null => Some(false),
        MaybeUndefined::Value(star) => Some(star),
    };
    if let Some(is_starred) = star {
        match operation.act(&SetStar { card, is_starred }) {
            Err(OperationError::Forbidden) => return Ok(None),
            done => done?,
        }
    }
    Ok(operation.look(|world, context| {
        let card = world.issuer.collateral.own_card(context.principal.caller, card).ok()?;
        Some(CardRow::of(world, card))
    }))
}
