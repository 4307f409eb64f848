//! Organizations and applications (PG 6).

use super::super::types::{
    CreateCardApplicationForPartnerUserInput, CreateCardApplicationForPartnerUserResponse,
    CreatePartnerCustomerOrganizationInput, CreatePartnerCustomerOrganizationResponse,
};
use crate::{
    card_graphql::{Operation, Outcome},
    issuer::Caller,
    programs::collateral::{
        Refusal,
        application::Answers,
        commands::{Apply, CreateOrganization},
    },
};
use async_graphql::{Context, Object, Result};

#[derive(Default)]
pub(super) struct Onboarding;

#[Object]
impl Onboarding {
    /// Provisions a customer organization under the caller's partner account.
    async fn create_partner_customer_organization(
        &self,
        ctx: &Context<'_>,
        input: CreatePartnerCustomerOrganizationInput,
    ) -> Result<CreatePartnerCustomerOrganizationResponse> {
        let operation = Operation::begin(ctx, "createPartnerCustomerOrganization");
        let outcome = create(&operation, input.name);
        operation.finish(outcome)
    }

    /// Applies for a card account for a person whom ops has provisioned.
    async fn create_card_application_for_partner_user(
        &self,
        ctx: &Context<'_>,
        input: CreateCardApplicationForPartnerUserInput,
    ) -> Result<CreateCardApplicationForPartnerUserResponse> {
        let operation = Operation::begin(ctx, "createCardApplicationForPartnerUser");
        let applicant = input.card_user_id.clone();
        let command = Apply {
            user: input.card_user_id,
            answers: Answers {
                wallet_address: input.wallet_address,
                occupation: input.occupation,
                annual_salary: input.annual_salary,
                account_purpose: input.account_purpose,
                expected_monthly_volume: input.expected_monthly_volume,
                terms_accepted: input.is_terms_of_service_accepted,
            },
        };
        let outcome = operation.act_with_issuer(&command).map(|applied| {
            CreateCardApplicationForPartnerUserResponse {
                success: true,
                applicant_id: Some(applicant),
                card_application_id: Some(applied.application.0),
                card_application_external_id: Some(applied.external_id),
                application_status: Some(applied.status),
                application_completion_url: None,
                error: None,
            }
        });
        operation.finish(outcome)
    }
}

fn create(
    operation: &Operation,
    name: String,
) -> Outcome<CreatePartnerCustomerOrganizationResponse> {
    // The back office (a swapped principal) has no partner of its own; it acts for the first one.
    let partner = operation.look(|world, context| match context.principal.caller {
        Caller::Partner(partner) => Ok(partner),
        Caller::Ops => world
            .issuer
            .collateral
            .partners
            .iter()
            .next()
            .map(|partner| partner.id)
            .ok_or(Refusal::NotYours),
        Caller::InAppUser(_) | Caller::Project(_) | Caller::User(_) => Err(Refusal::NotYours),
    })?;
    let name = name.trim().to_owned();
    let id = operation.act(&CreateOrganization { partner, name, label: None })?;
    let organization_id = operation.look(|world, _| {
        world.issuer.collateral.organizations.get(id).map(|o| o.organization_id.clone())
    });
    Ok(CreatePartnerCustomerOrganizationResponse { success: true, organization_id, error: None })
}
