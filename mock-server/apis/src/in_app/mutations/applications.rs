//! Applying for cards (AG 5.1).

use async_graphql::{Context, Object, Result};

use super::{
    super::types::{CreateRainCardApplicationInput, RainCardApplicationResponse},
    person,
};
use crate::{
    card_graphql::{Operation, Outcome, with_pin},
    programs::collateral::{ApplicationStatus, application::Answers, commands::ApplyInApp},
    tables::in_app_status,
};

#[derive(Default)]
pub(super) struct Applications;

#[Object]
impl Applications {
    /// Applies for cards; once for each person.
    async fn create_rain_card_application(
        &self,
        ctx: &Context<'_>,
        input: CreateRainCardApplicationInput,
    ) -> Result<RainCardApplicationResponse> {
        let operation = Operation::begin(ctx, "createRainCardApplication");
        let outcome = apply(&operation, input);
        operation.finish(outcome)
    }
}

fn apply(
    operation: &Operation,
    input: CreateRainCardApplicationInput,
) -> Outcome<RainCardApplicationResponse> {
    let command = ApplyInApp {
        user: person(operation)?,
        answers: Answers {
            wallet_address: input.wallet_address,
            occupation: input.occupation,
            annual_salary: input.annual_salary,
            account_purpose: input.account_purpose,
            expected_monthly_volume: input.expected_monthly_volume,
            terms_accepted: input.is_terms_of_service_accepted,
        },
        nickname: input.card_nickname,
        requested_amount: input.requested_limit_amount.map(Into::into),
        requested_frequency: input.requested_limit_frequency,
        pin: None,
    };
    operation.would(&command)?;
    let applied = with_pin(operation, (input.encrypted_pin, input.session_id), |pin| {
        operation.act_with_issuer(&ApplyInApp { pin, ..command })
    })?;
    let status = ApplicationStatus::ALL.into_iter().find(|status| status.name() == applied.status);
    let rules = operation.context().rules();
    let word = status.map_or(applied.status, |status| in_app_status(status, rules).to_owned());
    Ok(RainCardApplicationResponse {
        success: true,
        applicant_id: applied.applicant_id,
        card_application_id: Some(applied.application.0),
        card_application_external_id: Some(applied.external_id.clone()),
        rain_application_id: Some(applied.external_id),
        application_status: Some(word),
        application_completion_url: applied.completion_url,
        share_token: applied.share_token,
        error: None,
    })
}
