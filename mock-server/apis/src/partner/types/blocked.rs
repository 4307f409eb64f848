//! Inputs and answers of mutations that show in the schema and are never run (PG 13).

use async_graphql::{InputObject, SimpleObject};

use super::{CardAddressInput, envelope, fields};

fields! {
    #[derive(InputObject)]
    struct CreateCardApplicationInput {
        "plain" wallet_address: String,
        "personal" occupation: String,
        "personal" annual_salary: String,
        "personal" account_purpose: String,
        "personal" expected_monthly_volume: String,
        is_terms_of_service_accepted: bool,
        "personal" card_nickname: Option<String>,
        requested_limit_amount: Option<i32>,
        "plain" requested_limit_frequency: Option<String>,
        "plain" session_id: Option<String>,
        "sealed" encrypted_pin: Option<String>,
    }
}

envelope! {
    /// Answer of `createCardApplication`.
    CardApplicationResponse {
        "plain" applicant_id: String,
        card_application_id: i32,
        "plain" card_application_external_id: String,
        "plain" application_status: String,
        "secret" application_completion_url: String,
        "secret" share_token: String,
    }
}

fields! {
    #[derive(InputObject)]
    struct CorporateApplicationEntityInput {
        "personal" name: String,
        "personal" description: String,
        "personal" industry: String,
        "personal" registration_number: String,
        "personal" tax_id: String,
        "personal" website: String,
        "plain" r#type: String,
        "personal" expected_spend: String,
    }
}

fields! {
    #[derive(InputObject)]
    struct CorporateApplicationPersonInput {
        "personal" first_name: String,
        "personal" last_name: String,
        "personal" birth_date: String,
        "personal" national_id: String,
        "personal" country_of_issue: String,
        "personal" email: String,
        address: CardAddressInput,
        "personal" phone_country_code: Option<String>,
        "personal" phone_number: Option<String>,
    }
}

fields! {
    #[derive(InputObject)]
    struct CorporateApplicationInitialUserInput {
        "personal" first_name: String,
        "personal" last_name: String,
        "personal" birth_date: String,
        "personal" national_id: String,
        "personal" country_of_issue: String,
        "personal" email: String,
        address: CardAddressInput,
        "personal" phone_country_code: Option<String>,
        "personal" phone_number: Option<String>,
        is_terms_of_service_accepted: bool,
        "plain" role: Option<String>,
        "plain" wallet_address: Option<String>,
        "plain" solana_address: Option<String>,
        "personal" card_nickname: Option<String>,
        requested_limit_amount: Option<i32>,
        "plain" requested_limit_frequency: Option<String>,
        "plain" session_id: Option<String>,
        "sealed" encrypted_pin: Option<String>,
    }
}

fields! {
    #[derive(InputObject)]
    struct CreateCardCorporateApplicationInput {
        "personal" name: String,
        address: CardAddressInput,
        entity: CorporateApplicationEntityInput,
        initial_user: CorporateApplicationInitialUserInput,
        representatives: Vec<CorporateApplicationPersonInput>,
        ultimate_beneficial_owners: Vec<CorporateApplicationPersonInput>,
        "plain" source_key: Option<String>,
    }
}

envelope! {
    /// Answer of `createCardCorporateApplication`.
    CardCorporateApplicationResponse {
        "plain" company_id: String,
        "personal" name: String,
        "plain" application_status: String,
    }
}

fields! {
    #[derive(InputObject)]
    struct CardWithdrawInput {
        "plain" token_address: String,
        "plain" amount: String,
        chain_id: Option<i32>,
    }
}

fields! {
    /// Answer of `cardWithdraw`.
    #[derive(SimpleObject)]
    struct CardWithdrawResponse {
        success: bool,
        "plain" transaction_hash: Option<String>,
        chain_id: Option<i32>,
        "plain" token_address: Option<String>,
        "plain" amount: Option<String>,
        "said" error: Option<String>,
        retry_after_sec: Option<i32>,
    }
}

fields! {
    #[derive(InputObject)]
    struct PayInvoiceWithCardBalanceInput {
        invoice_id: i32,
        card_application_id: i32,
    }
}

fields! {
    /// Answer of `payInvoiceWithCardBalance`.
    #[derive(SimpleObject)]
    struct PayInvoiceWithCardBalanceResponse {
        success: bool,
        "plain" charge_id: Option<String>,
        "plain" amount: f64,
        invoice_id: i32,
    }
}
