//! The values of the API as its OpenAPI document shows them (ER 7, 9).

use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        RefOr,
        schema::{ObjectBuilder, OneOfBuilder, Schema, Type},
    },
};

use crate::{
    log::Class,
    programs::prepaid,
    rest_document::{class, texts, words},
    rulebook,
};

texts! {
    /// An id. Treat it as opaque.
    Plain Id = "^[0-9a-f]{24}$",
    /// An amount in answers: decimal text with exactly two decimals.
    Plain Money = r"^-?(0|[1-9][0-9]*)\.[0-9]{2}$",
    /// An amount in requests: decimal text with at most two decimals. A JSON number is refused.
    Plain Amount = r"^(0|[1-9][0-9]{0,11})(\.[0-9]{1,2})?$",
    /// An instant in UTC with six decimals.
    Plain Time = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z$",
    /// A card's id where a malformed one is refused as such.
    Plain CardId = "^[0-9A-Fa-f]{24}$",
    /// A day of the calendar.
    Personal Day = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    /// A phone number with its country's code.
    Personal Phone = r"^\+[1-9][0-9]{6,14}$",
    /// An assigned ISO 3166-1 alpha-2 code.
    Personal Country = "^[A-Z]{2}$",
}

words! {
    /// State of a card.
    CardStatus = prepaid::CardStatus::WORDS,
    /// State of a cardholder's registration.
    RegistrationStatus = prepaid::cardholder::RegistrationStatus::WORDS,
    /// State of the review of a cardholder.
    KycStatus = prepaid::cardholder::KycStatus::WORDS,
    /// Level of a cardholder's KYC.
    KycLevel = rulebook::er::KycLevel::WORDS,
    /// Whose network a card is of.
    Network = prepaid::product::Network::WORDS,
    /// Type of an order.
    OrderType = &["card_issue", "card_topup", "card_freeze", "card_unfreeze"],
    /// State of an order; the last two are final.
    OrderStatus = prepaid::order::OrderStatus::WORDS,
    /// Stage of the issue of a card.
    IssueStatus = prepaid::order::IssueStage::WORDS,
    /// Stage of a top-up.
    TopupStatus = prepaid::order::TopupStage::WORDS,
    /// State of the card at the provider.
    ProviderCardStatus = &["inactive", "active", "frozen", "closed"],
    /// Kind of a transaction.
    TransactionSlug = prepaid::transaction::Kind::WORDS,
    /// State of a transaction.
    TransactionStatus = &["pending", "completed", "reversed", "expired", "declined", "refunded"],
}

/// Microseconds since 1970-01-01T00:00:00Z, at most 30 seconds off, never used before for the same
/// key and path. A JSON integer, or its text.
pub(super) struct RequestTimestamp;

impl PartialSchema for RequestTimestamp {
    fn schema() -> RefOr<Schema> {
        let text = ObjectBuilder::new().schema_type(Type::String);
        OneOfBuilder::new()
            .item(ObjectBuilder::new().schema_type(Type::Integer))
            .item(text.pattern(Some("^-?[0-9]{1,64}$")))
            .extensions(Some(class(Class::Plain)))
            .description(Some(
                "Microseconds since 1970-01-01T00:00:00Z, at most 30 seconds off, never used \
                 before for the same key and path. A JSON integer, or its text.",
            ))
            .into()
    }
}

impl ToSchema for RequestTimestamp {}
