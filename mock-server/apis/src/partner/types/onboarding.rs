//! Organizations and applications.

use async_graphql::InputObject;

use super::{envelope, fields};

fields! {
    #[derive(InputObject)]
    struct CreatePartnerCustomerOrganizationInput {
        "personal" name: String,
    }
}

envelope! {
    /// Answer of `createPartnerCustomerOrganization`.
    CreatePartnerCustomerOrganizationResponse {
        "plain" organization_id: String,
    }
}

fields! {
    #[derive(InputObject)]
    struct CreateCardApplicationForPartnerUserInput {
        /// External card user id, as `AgioCard_card_user.card_user_id` shows it.
        "plain" card_user_id: String,
        "plain" wallet_address: String,
        /// SOC 2018 code or title.
        "personal" occupation: String,
        "personal" annual_salary: String,
        "personal" account_purpose: String,
        "personal" expected_monthly_volume: String,
        is_terms_of_service_accepted: bool,
    }
}

envelope! {
    /// Answer of `createCardApplicationForPartnerUser`.
    CreateCardApplicationForPartnerUserResponse {
        "plain" applicant_id: String,
        card_application_id: i32,
        "plain" card_application_external_id: String,
        "plain" application_status: String,
        "secret" application_completion_url: String,
    }
}
