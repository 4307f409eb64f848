//! The fields of the operations as the OpenAPI document shows them (ER 8). Operations read them
//! one by one through [`Fields`](super::fields::Fields), since the first wrong one is named in an
//! order of theirs; a test compares both.
#![expect(dead_code, reason = "shapes, never built")]

use utoipa::ToSchema;

use super::values;

/// Members of every payload.
#[derive(ToSchema)]
pub(super) struct Stamp {
    #[schema(value_type = values::RequestTimestamp)]
    request_timestamp: i64,
}

/// Who is new.
#[derive(ToSchema)]
pub(super) struct CreateUser {
    /// The project's own id of the user, unique within the project.
    #[schema(min_length = 1, max_length = 128, extensions(("x-class" = json!("plain"))))]
    external_user_id: String,
}

/// Which user: the external id under either name.
#[derive(ToSchema)]
pub(super) struct GetUser {
    #[schema(min_length = 1, max_length = 128, extensions(("x-class" = json!("plain"))))]
    user_id: Option<String>,
    #[schema(min_length = 1, max_length = 128, extensions(("x-class" = json!("plain"))))]
    external_user_id: Option<String>,
}

/// Who becomes a cardholder, and at which subprovider.
#[derive(ToSchema)]
pub(super) struct CreateCardholder {
    #[schema(min_length = 1, max_length = 128, extensions(("x-class" = json!("plain"))))]
    external_user_id: String,
    /// As `/cards/products` answers it.
    #[schema(extensions(("x-class" = json!("plain"))))]
    subprovider_code: Option<String>,
    /// The older way to name it; if both are sent they mean the same.
    #[schema(extensions(("x-class" = json!("plain"))))]
    subprovider_id: Option<String>,
    kyc_data: KycData,
}

/// Data for the KYC of a person of at least 18 years.
#[derive(ToSchema)]
pub(super) struct KycData {
    #[schema(min_length = 1, max_length = 64, extensions(("x-class" = json!("personal"))))]
    first_name: String,
    #[schema(min_length = 1, max_length = 64, extensions(("x-class" = json!("personal"))))]
    last_name: String,
    #[schema(value_type = values::Day)]
    birth_date: String,
    #[schema(max_length = 254, extensions(("x-class" = json!("personal"))))]
    email: String,
    #[schema(value_type = values::Phone)]
    phone_number_full: String,
    #[schema(value_type = values::Country)]
    country_iso: String,
}

/// Which cardholder; if both are sent they mean the same.
#[derive(ToSchema)]
pub(super) struct GetCardholder {
    #[schema(min_length = 1, max_length = 128, extensions(("x-class" = json!("plain"))))]
    external_user_id: Option<String>,
    #[schema(extensions(("x-class" = json!("plain"))))]
    cardholder_id: Option<String>,
}

/// Which card for whom.
#[derive(ToSchema)]
pub(super) struct CreateCard {
    #[schema(min_length = 1, max_length = 128, extensions(("x-class" = json!("plain"))))]
    external_user_id: String,
    /// As `/cards/products` answers it.
    #[schema(extensions(("x-class" = json!("plain"))))]
    product_code: Option<String>,
    /// The older way to name it; if both are sent they mean the same.
    #[schema(extensions(("x-class" = json!("plain"))))]
    product_id: Option<String>,
    /// First top-up of the card; the product's least amount if absent.
    #[schema(value_type = Option<values::Amount>)]
    initial_topup_amount: Option<String>,
    #[schema(min_length = 1, max_length = 64, extensions(("x-class" = json!("personal"))))]
    label: Option<String>,
}

/// Which card.
#[derive(ToSchema)]
pub(super) struct GetCard {
    #[schema(extensions(("x-class" = json!("plain"))))]
    card_id: String,
    /// Whose it must be, if that matters.
    #[schema(min_length = 1, max_length = 128, extensions(("x-class" = json!("plain"))))]
    external_user_id: Option<String>,
}

/// Which transactions of which card.
#[derive(ToSchema)]
pub(super) struct ListTransactions {
    #[schema(extensions(("x-class" = json!("plain"))))]
    card_id: String,
    /// Whose it must be, if that matters.
    #[schema(min_length = 1, max_length = 128, extensions(("x-class" = json!("plain"))))]
    external_user_id: Option<String>,
    #[schema(value_type = Option<values::TransactionSlug>)]
    slug: Option<String>,
    /// Largest number of transactions in the answer; 50 if absent.
    #[schema(minimum = 1, maximum = 100)]
    limit: Option<i64>,
    /// Number of the newest transactions that are left out.
    #[schema(minimum = 0)]
    skip: Option<i64>,
}

/// Payload of a top-up: the card and the amount.
#[derive(ToSchema)]
pub(super) struct TopUpCard {
    #[schema(extensions(("x-class" = json!("plain"))))]
    card_id: String,
    /// More than zero.
    #[schema(value_type = values::Amount)]
    amount: String,
    /// The card's if absent; letter case does not matter.
    #[schema(extensions(("x-class" = json!("plain"))))]
    currency: Option<String>,
    /// Whose it must be, if that matters.
    #[schema(min_length = 1, max_length = 128, extensions(("x-class" = json!("plain"))))]
    external_user_id: Option<String>,
}

/// Which card of whom.
#[derive(ToSchema)]
pub(super) struct ChangeCard {
    #[schema(min_length = 1, max_length = 128, extensions(("x-class" = json!("plain"))))]
    external_user_id: String,
    #[schema(value_type = values::CardId)]
    card_id: String,
}

/// Which order.
#[derive(ToSchema)]
pub(super) struct CheckOrder {
    #[schema(extensions(("x-class" = json!("plain"))))]
    order_id: String,
}

/// Where events go.
#[derive(ToSchema)]
pub(super) struct SubscribeUrl {
    /// Absolute, http or https, with a host, without user info and fragment.
    #[schema(max_length = 2048, extensions(("x-class" = json!("address"))))]
    url: String,
}

/// Which subscription ends.
#[derive(ToSchema)]
pub(super) struct EndSubscription {
    #[schema(extensions(("x-class" = json!("plain"))))]
    subscription_id: String,
}
