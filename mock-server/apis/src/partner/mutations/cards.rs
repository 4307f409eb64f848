//! Making and replacing cards (PG 7.1, 7.4).

use async_graphql::{Context, Object, Result};

use super::super::types::{
    CardReplacementResponse, CreateCardInput, CreateCardResponse, ReplaceCardInput,
};
use crate::{
    card_graphql::{Operation, issue, replace},
    programs::collateral::{
        ApplicationId, CardId, Limit,
        commands::{IssueCard, Replace},
    },
};

#[derive(Default)]
pub(super) struct Cards;

#[Object]
impl Cards {
    /// Makes a card from an approved application.
    async fn create_card(
        &self,
        ctx: &Context<'_>,
        input: CreateCardInput,
    ) -> Result<CreateCardResponse> {
        let operation = Operation::begin(ctx, "createCard");
        let limit = input
            .limit
            .map(|limit| Limit { amount: limit.amount.into(), frequency: limit.frequency.into() });
        let command = IssueCard {
            application: ApplicationId(input.card_application_id),
            kind: input.card_type.into(),
            limit,
            display_name: input.display_name,
            shipping: input.shipping.map(Into::into),
            billing: input.billing.map(Into::into),
            pin: None,
        };
        let outcome = issue(&operation, command, (input.encrypted_pin, input.session_id));
        operation.finish(outcome.map(CreateCardResponse::from))
    }

    /// Replaces a card.
    async fn replace_card(
        &self,
        ctx: &Context<'_>,
        input: ReplaceCardInput,
    ) -> Result<CardReplacementResponse> {
        let operation = Operation::begin(ctx, "replaceCard");
        let command = Replace {
            card: CardId(input.card_id),
            reason: Some(input.reason.word().to_owned()),
            shipping: input.shipping_address.map(Into::into),
        };
        let outcome = replace(&operation, &command);
        operation.finish(outcome.map(CardReplacementResponse::from))
    }

    /// Replaces a virtual card, in short.
    async fn replace_virtual_card(
        &self,
        ctx: &Context<'_>,
        card_id: i32,
    ) -> Result<CardReplacementResponse> {
        let operation = Operation::begin(ctx, "replaceVirtualCard");
        let command = Replace { card: CardId(card_id), reason: None, shipping: None };
        let outcome = replace(&operation, &command);
        operation.finish(outcome.map(CardReplacementResponse::from))
    }
}
