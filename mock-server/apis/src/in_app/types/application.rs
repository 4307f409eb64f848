//! Applications for cards.

use async_graphql::InputObject;

use super::{envelope, fields};

fields! {
    #[derive(InputObject)]
    struct CreateRainCardApplicationInput {
        "plain" wallet_address: String,
        /// SOC 2018 code or description.
        "personal" occupation: String,
        "personal" annual_salary: String,
        "personal" account_purpose: String,
        "personal" expected_monthly_volume: String,
        is_terms_of_service_accepted: bool,
        /// Nickname of the first card.
        "personal" card_nickname: Option<String>,
        /// Limit of the first card, in whole dollars.
        requested_limit_amount: Option<i32>,
        /// Period of that limit, such as `30 day`.
        "plain" requested_limit_frequency: Option<String>,
        "plain" session_id: Option<String>,
        /// PIN of the first card.
        "sealed" encrypted_pin: Option<String>,
    }
}

envelope! {
    /// Answer of `createRainCardApplication`.
    RainCardApplicationResponse {
        "plain" applicant_id: String,
        card_application_id: i32,
        "plain" card_application_external_id: String,
        /// Older name of `cardApplicationExternalId`.
        "plain" rain_application_id: String,
        "plain" application_status: String,
        "secret" application_completion_url: String,
        "secret" share_token: String,
    }
}
