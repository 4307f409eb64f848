//! Organizations and applications.

use async_graphql::InputObject;

use super::envelope;

#[derive(InputObject)]
pub(in crate::surfaces::partner) struct CreatePartnerCustomerOrganizationInput {
    pub(in crate::surfaces::partner) name: String,
}

envelope! {
    /// Answer of `createPartnerCustomerOrganization`.
    CreatePartnerCustomerOrganizationResponse {
        organization_id: String,
    }
}

#[derive(InputObject)]
pub(in crate::surfaces::partner) struct CreateCardApplicationForPartnerUserInput {
    /// External card user id, as `AgioCard_card_user.card_user_id` shows it.
    pub(in crate::surfaces::partner) card_user_id: String,
    pub(in crate::surfaces::partner) wallet_address: String,
    /// SOC 2018 code or title.
    pub(in crate::surfaces::partner) occupation: String,
    pub(in crate::surfaces::partner) annual_salary: String,
    pub(in crate::surfaces::partner) account_purpose: String,
    pub(in crate::surfaces::partner) expected_monthly_volume: String,
    pub(in crate::surfaces::partner) is_terms_of_service_accepted: bool,
}

envelope! {
    /// Answer of `createCardApplicationForPartnerUser`.
    CreateCardApplicationForPartnerUserResponse {
        applicant_id: String,
        card_application_id: i32,
        card_application_external_id: String,
        application_status: String,
        application_completion_url: String,
    }
}
