//! Addresses of people and companies (PG 9).

use async_graphql::{Context, Object, Result};

use super::super::types::{
    CardOperationResponse, UpdateCardCompanyAddressInput, UpdateCardUserProfileInput,
};
use crate::{
    card_graphql::Operation,
    programs::collateral::{
        ApplicationId,
        commands::{SetCompanyAddress, SetPersonAddress},
    },
};

#[derive(Default)]
pub(super) struct Profile;

#[Object]
impl Profile {
    /// Stores the address of the person on the application.
    async fn update_card_user_profile(
        &self,
        ctx: &Context<'_>,
        input: UpdateCardUserProfileInput,
    ) -> Result<CardOperationResponse> {
        let operation = Operation::begin(ctx, "updateCardUserProfile");
        let application = ApplicationId(input.card_application_id);
        let command = SetPersonAddress { application, address: input.address.into() };
        let outcome = operation.act(&command).map(|()| done());
        operation.finish(outcome)
    }

    /// Stores the address of the company of the application.
    async fn update_card_company_address(
        &self,
        ctx: &Context<'_>,
        input: UpdateCardCompanyAddressInput,
    ) -> Result<CardOperationResponse> {
        let operation = Operation::begin(ctx, "updateCardCompanyAddress");
        let application = ApplicationId(input.card_application_id);
        let command = SetCompanyAddress { application, address: input.address.into() };
        let outcome = operation.act(&command).map(|()| done());
        operation.finish(outcome)
    }
}

fn done() -> CardOperationResponse {
    CardOperationResponse { success: true, id: None, card_id: None, status: None, error: None }
}
