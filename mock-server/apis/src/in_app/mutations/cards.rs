//! Making cards (AG 5.2).

use async_graphql::{Context, Object, Result};

use super::super::types::{CreateRainCardInput, CreateRainCardResponse};
use crate::{
    card_graphql::{Operation, issue},
    programs::collateral::{ApplicationId, commands::IssueCard},
};

#[derive(Default)]
pub(super) struct Cards;

#[Object]
impl Cards {
    /// Makes a card on an approved application.
    async fn create_rain_card(
        &self,
        ctx: &Context<'_>,
        input: CreateRainCardInput,
    ) -> Result<CreateRainCardResponse> {
        let operation = Operation::begin(ctx, "createRainCard");
        let command = IssueCard {
            application: ApplicationId(input.card_application_id),
            kind: input.card_type.into(),
            limit: input.limit.map(Into::into),
            display_name: input.display_name,
            shipping: input.shipping.map(Into::into),
            billing: input.billing.map(Into::into),
            pin: None,
        };
        let outcome = issue(&operation, command, (input.encrypted_pin, input.session_id));
        operation.finish(outcome.map(Into::into))
    }
}
