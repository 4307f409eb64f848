//! Values of the API as its OpenAPI document shows them (MC 4.3).

use strum::VariantNames;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        RefOr,
        schema::{ObjectBuilder, OneOfBuilder, Schema, Type},
    },
};

use crate::{
    log::Class,
    programs::managed::{
        self, adapter,
        authorization::{AuthorizationStatus as AuthorizationStatusOf, Channel as ChannelOf},
        card::CardFailure,
        card_program,
        commands::TerminationReason as TerminationReasonOf,
        decline_reason,
        dispute::{CreditStatus as CreditStatusOf, DisputeReason as DisputeReasonOf},
        entry::EntryKind,
        operation::{OperationFailure, OperationKind, OperationStatus as OperationStatusOf},
    },
    rest_document::{class, texts, words},
};

/// Reasons of declines that a call can order (MC 10.3).
pub(super) const FORCED: &[&str] = &[
    "insufficient_funds",
    "amount_limit_exceeded",
    "merchant_blocked",
    "provider_unavailable",
    "suspected_fraud",
    "do_not_honor",
    "invalid_pin",
    "cvv_mismatch",
    "expiry_mismatch",
    "country_blocked",
];

texts! {
    /// A reference. Treat it as opaque.
    Plain Reference = "^[a-z]{3}_[0-9a-z_]{1,60}$",
    /// An amount in answers: decimal text with exactly the decimals of its currency.
    Plain Money = r"^(0|[1-9][0-9]*)(\.[0-9]{2})?$",
    /// An amount in answers that can be below zero, otherwise as others.
    Plain SignedMoney = r"^-?(0|[1-9][0-9]*)(\.[0-9]{2})?$",
    /// Decimal text above zero with at most the decimals of its currency; no JSON number.
    Plain Amount = r"^([1-9][0-9]{0,11}(\.[0-9]{1,2})?|0\.(0[1-9]|[1-9][0-9]?))$",
    /// An instant in UTC with milliseconds.
    Plain Time = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$",
    /// An ISO 4217 code.
    Plain Currency = "^[A-Z]{3}$",
    /// An ISO 3166-1 alpha-2 code.
    Plain Country = "^[A-Z]{2}$",
    /// A merchant category of four digits (ISO 18245).
    Plain Mcc = "^[0-9]{4}$",
    /// A JSON Web Token.
    Secret Jwt = r"^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$",
}

words! {
    /// Status of a card.
    CardStatus = managed::CardStatus::VARIANTS,
    /// Something that the status of a card allows.
    CardAction = &["fund", "withdraw", "freeze", "unfreeze", "terminate", "authorize"],
    /// Reason for which a card was not made.
    CardFailureCode = CardFailure::VARIANTS,
    /// Network of a card.
    Network = card_program::Network::VARIANTS,
    /// Kind of a card.
    CardType = &["virtual"],
    /// Way in which the issuing partner answers.
    Adapter = adapter::Adapter::VARIANTS,
    /// Kind of an operation.
    OperationType = OperationKind::VARIANTS,
    /// Status of an operation.
    OperationStatus = OperationStatusOf::VARIANTS,
    /// Side of the wallet on which an operation is.
    Direction = &["debit", "credit"],
    /// Reason for which an operation failed.
    OperationFailureCode = OperationFailure::VARIANTS,
    /// Reason of a termination.
    TerminationReason = TerminationReasonOf::VARIANTS,
    /// Status of an authorization.
    AuthorizationStatus = AuthorizationStatusOf::VARIANTS,
    /// Reason of a decline. Receivers should treat an unknown one as a plain decline.
    DeclineReason = decline_reason::DeclineReason::VARIANTS,
    /// Reason of a decline that a call can order.
    ForcedDecline = FORCED,
    /// Way in which a card is used.
    Channel = ChannelOf::VARIANTS,
    /// Status of a dispute.
    DisputeStatus = managed::dispute::DisputeStatus::VARIANTS,
    /// Reason of a dispute.
    DisputeReason = DisputeReasonOf::VARIANTS,
    /// Status of a provisional credit.
    CreditStatus = CreditStatusOf::VARIANTS,
    /// Outcome of a dispute.
    Outcome = &["won", "lost", "canceled"],
    /// Form of a piece of evidence.
    EvidenceType = &["text", "url"],
    /// Status of a delivery.
    DeliveryStatus = &["pending", "succeeded", "failed", "canceled"],
    /// Reason for an attempt: the schedule, or somebody who asked for it.
    DeliveryTrigger = &["schedule", "manual"],
    /// Reason for which an attempt has no answer, or one that leads elsewhere.
    DeliveryError = &["timeout", "connection_failed", "tls_failed", "redirect"],
    /// Kind of an entry of a card's ledger.
    EntryType = EntryKind::VARIANTS,
}

/// The limit that stands in the way: an amount, or a number of cards.
pub(super) struct Limit;

impl PartialSchema for Limit {
    fn schema() -> RefOr<Schema> {
        OneOfBuilder::new()
            .item(Money::schema())
            .item(ObjectBuilder::new().schema_type(Type::Integer))
            .extensions(Some(class(Class::Plain)))
            .description(Some("The limit that stands in the way: an amount, or a number of cards."))
            .into()
    }
}

impl ToSchema for Limit {}

/// Texts by keys, for the caller's own use.
pub(super) struct Metadata;

impl PartialSchema for Metadata {
    fn schema() -> RefOr<Schema> {
        let text = || ObjectBuilder::new().schema_type(Type::String);
        ObjectBuilder::new()
            .max_properties(Some(20))
            .property_names(Some(text().min_length(Some(1)).max_length(Some(40))))
            .additional_properties(Some(text().max_length(Some(500))))
            .description(Some("Texts by keys, for the caller's own use."))
            .into()
    }
}

impl ToSchema for Metadata {}
