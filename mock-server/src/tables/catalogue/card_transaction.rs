//! `AgioCard_card_transaction`: authorizations and what became of them, refunds, fees.

use serde_json::{Value, json};

use super::{column, ids, nullable, number, one, person, scope};
use crate::{
    clearing::{Decline, TransactionStatus},
    programs::collateral::{
        ApplicationId, CardId, Transaction, TransactionId,
        transaction::{Method, TransactionKind},
    },
    tables::{
        Column, IndexRows, Kind, Shape, Table, View,
        cell::{instant, maybe_instant, money},
    },
};

pub(super) const COLUMNS: [Column; 29] = [
    column("id", Kind::Int),
    column("card_application_id", Kind::Int),
    column("card_transaction_external_id", Kind::Text),
    nullable("card_id", Kind::Int),
    nullable("card_user_id", Kind::Text),
    column("event_type", Kind::Text),
    column("transaction_type", Kind::Text),
    column("status", Kind::Text),
    column("amount", Kind::Numeric),
    column("currency", Kind::Text),
    nullable("merchant_name", Kind::Text),
    nullable("merchant_category", Kind::Text),
    nullable("merchant_category_code", Kind::Text),
    nullable("merchant_city", Kind::Text),
    nullable("merchant_country", Kind::Text),
    nullable("local_amount", Kind::Numeric),
    nullable("local_currency", Kind::Text),
    nullable("authorized_amount", Kind::Numeric),
    nullable("authorization_method", Kind::Text),
    nullable("card_type", Kind::Text),
    nullable("enriched_merchant_icon", Kind::Text),
    nullable("enriched_merchant_name", Kind::Text),
    nullable("enriched_merchant_category", Kind::Text),
    nullable("declined_reason", Kind::Text),
    nullable("fee_description", Kind::Text),
    nullable("authorized_at", Kind::Timestamptz),
    nullable("posted_at", Kind::Timestamptz),
    column("created_at", Kind::Timestamptz),
    column("updated_at", Kind::Timestamptz),
];

pub(super) static TABLE: Table = Table {
    name: "AgioCard_card_transaction",
    shape: Shape::Table,
    order: &["id"],
    columns: &COLUMNS,
    relations: &[
        one("card", "AgioCard_card", "card_id", "id"),
        one("card_application", "AgioCard_card_application", "card_application_id", "id"),
        one("card_user", "AgioCard_card_user", "card_user_id", "card_user_id"),
    ],
    scope: scope!(transactions, TransactionId),
    find,
    cell,
};

pub(super) fn find<'v>(view: &'v View<'v>, column: &str, value: &Value) -> Option<IndexRows<'v>> {
    match column {
        "card_id" => match view.issuer.collateral.cards.get(CardId(number(value))) {
            Some(card) => ids!(card.transactions),
            None => Some(IndexRows::none()),
        },
        "card_application_id" => {
            match view.issuer.collateral.applications.get(ApplicationId(number(value))) {
                Some(application) => ids!(application.transactions),
                None => Some(IndexRows::none()),
            }
        }
        "card_user_id" => match person(view, value) {
            Some(user) => ids!(user.transactions),
            None => Some(IndexRows::none()),
        },
        "id" => Some(IndexRows::one(number(value))),
        _ => None,
    }
}

pub(super) fn cell(view: &View<'_>, id: i32, column: &str) -> Value {
    let row = &view.issuer.collateral.transactions[TransactionId(id)];
    let merchant = row.merchant.as_ref();
    let unit = view.rules.hasura.tx_amount_unit;
    match column {
        "id" => json!(row.id.0),
        "card_application_id" => json!(row.application.0),
        "card_transaction_external_id" => json!(row.external_id),
        "card_id" => json!(row.card.map(|id| id.0)),
        "card_user_id" => json!(view.issuer.collateral.users[row.user].external_id),
        "event_type" => json!(event(row)),
        "transaction_type" => json!(match row.kind {
            TransactionKind::AtmWithdrawal => "atm_withdrawal",
            TransactionKind::Fee => "fee",
            TransactionKind::Purchase
            | TransactionKind::BalanceInquiry
            | TransactionKind::Refund => "purchase",
        }),
        "status" => json!(status(row)),
        "amount" => money(row.amount(), unit),
        "currency" => json!("USD"),
        "merchant_name" => json!(merchant.map(|merchant| &merchant.name)),
        "merchant_category" | "enriched_merchant_category" => {
            json!(merchant.map(|merchant| category(&merchant.mcc)))
        }
        "merchant_category_code" => json!(merchant.map(|merchant| &merchant.mcc)),
        "merchant_city" => json!(merchant.and_then(|merchant| merchant.city.as_ref())),
        "merchant_country" => json!(merchant.map(|merchant| &merchant.country)),
        "local_amount" => merchant.map_or(Value::Null, |_| money(row.amount(), unit)),
        "local_currency" => json!(merchant.map(|_| "USD")),
        "authorized_amount" => row.authorized.map_or(Value::Null, |amount| money(amount, unit)),
        "authorization_method" => json!(row.method.map(|method| match method {
            Method::Online => "online",
            Method::Chip => "chip",
            Method::Atm => "atm",
        })),
        "card_type" => json!(row.card_type.map(|kind| kind.name())),
        "enriched_merchant_name" => json!(merchant.map(|merchant| merchant.name.trim())),
        "declined_reason" => json!(row.declined.map(declined)),
        "fee_description" => json!(row.fee_description),
        "authorized_at" => maybe_instant(row.authorized_at),
        "posted_at" => maybe_instant(row.posted_at),
        "created_at" => instant(row.created_at),
        "updated_at" => instant(row.updated_at),
        _ => Value::Null,
    }
}

/// The last message of the network that the row stands for.
fn event(row: &Transaction) -> &'static str {
    match (row.kind, row.status) {
        (TransactionKind::Refund, _) => "refund",
        (TransactionKind::Fee, _)
        | (_, TransactionStatus::Posted | TransactionStatus::Refunded) => "clearing",
        _ => "authorization",
    }
}

fn status(row: &Transaction) -> &'static str {
    match row.status {
        TransactionStatus::Authorized => "authorized",
        TransactionStatus::Posted | TransactionStatus::Refunded => "posted",
        TransactionStatus::Reversed | TransactionStatus::Expired => "reversed",
        TransactionStatus::Declined => "declined",
    }
}

/// The words of the public guide for a decline (PG 10.2).
fn declined(reason: Decline) -> &'static str {
    match reason {
        Decline::CardCanceled | Decline::CardBlocked | Decline::CardExpired => "card canceled",
        Decline::CardNotActivated => "card not activated",
        Decline::CardLocked => "card locked",
        Decline::AccountClosed => "blocked entity",
        Decline::ExpiryMismatch => "expiry mismatch",
        Decline::CvvMismatch => "cvv mismatch",
        Decline::InvalidPin => "invalid pin",
        Decline::PinAttemptsExceeded => "invalid pin attempt limit exceeded",
        Decline::RestrictedCountry => "restricted country",
        Decline::BlockedMcc => "blocked mcc",
        Decline::BlockedMerchant => "blocked merchant",
        Decline::BalanceInquiryNotPermitted => "balance inquiry not permitted",
        Decline::SpendingLimitExceeded => "card spending limit exceeded",
        Decline::InsufficientFunds => "account credit limit exceeded",
        Decline::SuspectedFraud => "transaction declined by risk rules",
        Decline::DeclinedByRules | Decline::IssuerUnavailable => "transaction declined by rules",
        Decline::WebhookDeclined => "webhook declined",
        Decline::WebhookTimeout => "webhook timeout",
    }
}

/// What a merchant category code means (ISO 18245), for those that a sandbox meets.
fn category(code: &str) -> &'static str {
    match code.parse::<u32>() {
        Ok(3000..3300) => return "Airlines",
        Ok(3500..4000) => return "Hotels and Lodging",
        _ => {}
    }
    match code {
        "4511" => "Airlines",
        "7011" => "Hotels and Lodging",
        "4111" | "4121" | "4131" => "Local Transport",
        "4814" | "4816" => "Telecommunication",
        "5411" | "5422" | "5499" => "Grocery Stores",
        "5541" | "5542" => "Service Stations",
        "5732" | "5734" | "5045" => "Electronics",
        "5812" | "5813" | "5814" => "Restaurants",
        "5912" => "Pharmacies",
        "6010" | "6011" => "Cash",
        "7995" => "Gambling",
        _ => "Other",
    }
}
