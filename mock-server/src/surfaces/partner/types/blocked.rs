//! Inputs and answers of mutations that show in the schema and are never run (PG 13).

use async_graphql::{InputObject, SimpleObject};

use super::{CardAddressInput, envelope};

#[derive(InputObject)]
pub(in crate::surfaces::partner) struct CreateCardApplicationInput {
    wallet_address: String,
    occupation: String,
    annual_salary: String,
    account_purpose: String,
    expected_monthly_volume: String,
    is_terms_of_service_accepted: bool,
    card_nickname: Option<String>,
    requested_limit_amount: Option<i32>,
    requested_limit_frequency: Option<String>,
    session_id: Option<String>,
    encrypted_pin: Option<String>,
}

envelope! {
    /// Answer of `createCardApplication`.
    CardApplicationResponse {
        applicant_id: String,
        card_application_id: i32,
        card_application_external_id: String,
        application_status: String,
        application_completion_url: String,
        share_token: String,
    }
}

#[derive(InputObject)]
struct CorporateApplicationEntityInput {
    name: String,
    description: String,
    industry: String,
    registration_number: String,
    tax_id: String,
    website: String,
    r#type: String,
    expected_spend: String,
}

#[derive(InputObject)]
struct CorporateApplicationPersonInput {
    first_name: String,
    last_name: String,
    birth_date: String,
    national_id: String,
    country_of_issue: String,
    email: String,
    address: CardAddressInput,
    phone_country_code: Option<String>,
    phone_number: Option<String>,
}

#[derive(InputObject)]
struct CorporateApplicationInitialUserInput {
    first_name: String,
    last_name: String,
    birth_date: String,
    national_id: String,
    country_of_issue: String,
    email: String,
    address: CardAddressInput,
    phone_country_code: Option<String>,
    phone_number: Option<String>,
    is_terms_of_service_accepted: bool,
    role: Option<String>,
    wallet_address: Option<String>,
    solana_address: Option<String>,
    card_nickname: Option<String>,
    requested_limit_amount: Option<i32>,
    requested_limit_frequency: Option<String>,
    session_id: Option<String>,
    encrypted_pin: Option<String>,
}

#[derive(InputObject)]
pub(in crate::surfaces::partner) struct CreateCardCorporateApplicationInput {
    name: String,
    address: CardAddressInput,
    entity: CorporateApplicationEntityInput,
    initial_user: CorporateApplicationInitialUserInput,
    representatives: Vec<CorporateApplicationPersonInput>,
    ultimate_beneficial_owners: Vec<CorporateApplicationPersonInput>,
    source_key: Option<String>,
}

envelope! {
    /// Answer of `createCardCorporateApplication`.
    CardCorporateApplicationResponse {
        company_id: String,
        name: String,
        application_status: String,
    }
}

#[derive(InputObject)]
pub(in crate::surfaces::partner) struct CardWithdrawInput {
    token_address: String,
    amount: String,
    chain_id: Option<i32>,
}

/// Answer of `cardWithdraw`.
#[derive(SimpleObject)]
pub(in crate::surfaces::partner) struct CardWithdrawResponse {
    success: bool,
    transaction_hash: Option<String>,
    chain_id: Option<i32>,
    token_address: Option<String>,
    amount: Option<String>,
    error: Option<String>,
    retry_after_sec: Option<i32>,
}

#[derive(InputObject)]
pub(in crate::surfaces::partner) struct PayInvoiceWithCardBalanceInput {
    invoice_id: i32,
    card_application_id: i32,
}

/// Answer of `payInvoiceWithCardBalance`.
#[derive(SimpleObject)]
pub(in crate::surfaces::partner) struct PayInvoiceWithCardBalanceResponse {
    success: bool,
    charge_id: Option<String>,
    amount: f64,
    invoice_id: i32,
}
