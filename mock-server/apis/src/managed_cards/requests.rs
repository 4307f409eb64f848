//! The bodies of requests as the OpenAPI document shows them (MC 5, 7 to 11). Operations read them
//! through [`Fields`](super::fields::Fields), which tells every wrong member at once; a test compares
//! both.
#![expect(dead_code, reason = "shapes, never built")]

use std::collections::BTreeMap;

use utoipa::ToSchema;

use super::values;

/// A login.
#[derive(ToSchema)]
pub(super) struct Login {
    /// `<persona>@<world>.sandbox.test`.
    #[schema(extensions(("x-class" = json!("personal"))))]
    username: String,
    #[schema(extensions(("x-class" = json!("secret"))))]
    password: String,
}

/// A refresh token.
#[derive(ToSchema)]
pub(super) struct RefreshToken {
    #[schema(value_type = values::Jwt)]
    refresh: String,
}

/// A token of either kind.
#[derive(ToSchema)]
pub(super) struct AnyToken {
    #[schema(value_type = values::Jwt)]
    token: String,
}

/// A card that is wanted.
#[derive(ToSchema)]
pub(super) struct CreateCard {
    #[schema(value_type = values::Reference)]
    program: String,
    /// The caller's wallet in the currency of the program when absent.
    #[schema(value_type = Option<values::Reference>)]
    wallet: Option<String>,
    #[schema(min_length = 1, max_length = 80, pattern = r"^[^\u0000-\u001f\u007f-\u009f]*$", extensions(("x-class" = json!("plain"))))]
    label: Option<String>,
    /// The user's name in capitals when absent.
    #[schema(min_length = 2, max_length = 26, pattern = r"^[^\u0000-\u001f\u007f-\u009f]*$", extensions(("x-class" = json!("personal"))))]
    cardholder_name: Option<String>,
    #[schema(value_type = Option<values::Metadata>)]
    metadata: Option<BTreeMap<String, String>>,
    sandbox: Option<AdapterOfCall>,
}

/// The issuing partner that is played for this call only.
#[derive(ToSchema)]
pub(super) struct AdapterOfCall {
    #[schema(value_type = Option<values::Adapter>)]
    adapter: Option<String>,
    /// Delay of the slow partner, in seconds.
    #[schema(minimum = 0, maximum = 2_592_000)]
    delay_seconds: Option<i64>,
}

/// An amount that goes from wallet to card or back.
#[derive(ToSchema)]
pub(super) struct TransferRequest {
    #[schema(value_type = values::Amount)]
    amount: String,
    /// The currency of the card, which is meant when absent.
    #[schema(value_type = Option<values::Currency>)]
    currency: Option<String>,
    #[schema(value_type = Option<values::Metadata>)]
    metadata: Option<BTreeMap<String, String>>,
    sandbox: Option<AdapterOfCall>,
}

/// Nothing.
#[derive(ToSchema)]
pub(super) struct Nothing {}

/// The end of a card.
#[derive(ToSchema)]
pub(super) struct TerminateCard {
    /// `user_requested` when absent.
    #[schema(value_type = Option<values::TerminationReason>)]
    reason: Option<String>,
}

/// A merchant who asks for money.
#[derive(ToSchema)]
pub(super) struct AuthorizeRequest {
    #[schema(value_type = values::Amount)]
    amount: String,
    #[schema(value_type = Option<values::Currency>)]
    currency: Option<String>,
    merchant: Option<MerchantOfCall>,
    /// `ecommerce` when absent.
    #[schema(value_type = Option<values::Channel>)]
    channel: Option<String>,
    #[schema(value_type = Option<values::Metadata>)]
    metadata: Option<BTreeMap<String, String>>,
    sandbox: Option<DeclineOfCall>,
}

/// A merchant; what is missing is filled in.
#[derive(ToSchema)]
pub(super) struct MerchantOfCall {
    #[schema(min_length = 1, max_length = 60, pattern = r"^[^\u0000-\u001f\u007f-\u009f]*$", extensions(("x-class" = json!("plain"))))]
    name: Option<String>,
    #[schema(value_type = Option<values::Mcc>)]
    mcc: Option<String>,
    #[schema(value_type = Option<values::Country>)]
    country: Option<String>,
    #[schema(min_length = 1, max_length = 60, pattern = r"^[^\u0000-\u001f\u007f-\u009f]*$", extensions(("x-class" = json!("plain"))))]
    city: Option<String>,
    #[schema(min_length = 1, max_length = 60, pattern = r"^[^\u0000-\u001f\u007f-\u009f]*$", extensions(("x-class" = json!("plain"))))]
    id: Option<String>,
}

/// A decline that is ordered, and the issuing partner that is played for this call only.
#[derive(ToSchema)]
pub(super) struct DeclineOfCall {
    #[schema(value_type = Option<values::ForcedDecline>)]
    decline_reason: Option<String>,
    #[schema(value_type = Option<values::Adapter>)]
    adapter: Option<String>,
}

/// A settlement.
#[derive(ToSchema)]
pub(super) struct SettleRequest {
    /// All that is held when absent.
    #[schema(value_type = Option<values::Amount>)]
    amount: Option<String>,
    #[schema(value_type = Option<values::Currency>)]
    currency: Option<String>,
    /// Gives the rest of the hold back; true when absent.
    r#final: Option<bool>,
}

/// A reversal.
#[derive(ToSchema)]
pub(super) struct ReverseRequest {
    /// All that is held when absent.
    #[schema(value_type = Option<values::Amount>)]
    amount: Option<String>,
    #[schema(value_type = Option<values::Currency>)]
    currency: Option<String>,
}

/// A case.
#[derive(ToSchema)]
pub(super) struct OpenDispute {
    #[schema(value_type = values::Reference)]
    authorization: String,
    #[schema(value_type = values::DisputeReason)]
    reason: String,
    /// Everything that can be disputed when absent.
    #[schema(value_type = Option<values::Amount>)]
    amount: Option<String>,
    #[schema(value_type = Option<values::Currency>)]
    currency: Option<String>,
    #[schema(max_length = 2000, extensions(("x-class" = json!("personal"))))]
    description: Option<String>,
    #[schema(max_items = 10)]
    evidence: Option<Vec<EvidenceOfCall>>,
    #[schema(value_type = Option<values::Metadata>)]
    metadata: Option<BTreeMap<String, String>>,
}

/// A piece of evidence.
#[derive(ToSchema)]
pub(super) struct EvidenceOfCall {
    #[schema(value_type = values::EvidenceType)]
    r#type: String,
    #[schema(min_length = 1, max_length = 2000, extensions(("x-class" = json!("personal"))))]
    value: String,
}
