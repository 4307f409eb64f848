//! Replacing cards (AG 5.4).

use async_graphql::{Context, Object, Result};

use super::{
    super::types::{RainCardReplacementResponse, RainReplacedCard, ReplaceRainCardInput},
    of_card,
};
use crate::{
    card_graphql::{CardFacts, Operation, ReplacedCards, replace},
    programs::collateral::{CardId, commands::Replace},
    rulebook::ag::ReplacementIds,
};

#[derive(Default)]
pub(super) struct Replacements;

#[Object]
impl Replacements {
    /// Replaces a virtual card.
    async fn replace_virtual_rain_card(
        &self,
        ctx: &Context<'_>,
        card_id: i32,
    ) -> Result<RainCardReplacementResponse> {
        let command = Replace { card: CardId(card_id), reason: None, shipping: None };
        replaced(ctx, "replaceVirtualRainCard", &command)
    }

    /// Replaces a card that was lost, stolen or damaged.
    async fn replace_rain_card(
        &self,
        ctx: &Context<'_>,
        input: ReplaceRainCardInput,
    ) -> Result<RainCardReplacementResponse> {
        let command = Replace {
            card: CardId(input.card_id),
            reason: Some(input.reason.word().to_owned()),
            shipping: input.shipping_address.map(Into::into),
        };
        replaced(ctx, "replaceRainCard", &command)
    }
}

fn replaced(
    ctx: &Context<'_>,
    name: &'static str,
    command: &Replace,
) -> Result<RainCardReplacementResponse> {
    let operation = Operation::begin(ctx, name);
    let outcome = of_card(&operation, replace(&operation, command));
    let ids = operation.context().rules().ag.replace.answer_ids;
    operation.finish(outcome.map(|cards| answer(cards, command.card, ids)))
}

/// The answer, with the ids that the reading of AMB-AG-09 has.
fn answer(
    cards: ReplacedCards,
    replaced: CardId,
    ids: ReplacementIds,
) -> RainCardReplacementResponse {
    let id = |card: &CardFacts| match ids {
        ReplacementIds::External | ReplacementIds::OldId => card.external_id.clone(),
        ReplacementIds::Internal => card.id.to_string(),
    };
    let new_card = cards.new.map(|card| RainReplacedCard {
        id: id(&card),
        r#type: card.kind,
        status: card.status,
        last4: card.last4,
        expiration_month: card.expiration_month,
        expiration_year: card.expiration_year,
    });
    RainCardReplacementResponse {
        success: true,
        id: Some(match ids {
            ReplacementIds::External | ReplacementIds::Internal => cards.id,
            ReplacementIds::OldId => replaced.0,
        }),
        old_card_id: cards.old.as_ref().map(id),
        new_card,
        error: None,
    }
}
