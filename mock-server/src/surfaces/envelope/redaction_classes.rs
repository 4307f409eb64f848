//! What of this surface's requests and answers a log may show: every field of the contract by class
//! (SB 9.2). A test holds the list to the OpenAPI document.

use crate::log::{Class, List};

/// Headers.
pub(super) static HEADERS: List = List::new(&[
    (Class::Token, &["api-key"]),
    (Class::Stamp, &["content-length"]),
    (Class::Plain, &["accept", "content-type", "host", "idempotency-key", "sandbox-world"]),
]);

/// Members of what is inside an envelope, and of answers in clear.
pub(super) static NAMES: List = List::new(&[
    (
        Class::Plain,
        &[
            // Ids.
            "card_id",
            "card_product_id",
            "cardholder_id",
            "external_user_id",
            "order_id",
            "product_code",
            "product_id",
            "project_id",
            "project_user_id",
            "request_timestamp",
            "subprovider_code",
            "subprovider_id",
            "subscription_id",
            "transaction_id",
            "user_id",
            // States, kinds and reasons.
            "decline_reason",
            "error_slug",
            "free_issue",
            "is_active",
            "is_from_cache",
            "is_issued",
            "issue_status",
            "kyc_level",
            "kyc_status",
            "last_error_slug",
            "order_type",
            "previous_status",
            "provider_card_status",
            "registration_status",
            "slug",
            "status",
            "success",
            "topup_status",
            // Money.
            "amount",
            "attempts",
            "available",
            "balance",
            "balance_after",
            "balance_before",
            "currency",
            "fee",
            "initial_topup_amount",
            "initial_topup_fee",
            "issue_fee",
            "limit",
            "max_topup",
            "min_initial_topup",
            "min_topup",
            "network",
            "refunded_amount",
            "skip",
            "topup_fee_fixed",
            "topup_fee_percent",
            "total",
            "total_charged",
            "usdt_balance",
            "usdt_trc20",
            // Merchants.
            "merchant_category_code",
            "merchant_name",
            // Instants.
            "activated_at",
            "closed_at",
            "completed_at",
            "created_at",
            "expiry_month",
            "expiry_year",
            "failed_at",
            "frozen_at",
            "issued_at",
            "registered_at",
            "updated_at",
            // Cards and receivers.
            "bin",
            "last4",
        ],
    ),
    (
        Class::Personal,
        &[
            "birth_date",
            "city",
            "country",
            "country_iso",
            "email",
            "first_name",
            "label",
            "last_name",
            "line1",
            "line2",
            "name",
            "phone_number_full",
            "postal_code",
            "state",
        ],
    ),
    (Class::Said, &["detail", "error", "last_error", "message"]),
    (Class::Address, &["url"]),
    (Class::Pan, &["card_number"]),
    (Class::Secret, &["cvv"]),
    (Class::Sealed, &["encrypted"]),
    (
        Class::Within,
        &[
            "billing_address",
            "data",
            "deposit_addresses",
            "details",
            "kyc_data",
            "products",
            "subscriptions",
            "transactions",
        ],
    ),
]);

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::*;
    use crate::surfaces::envelope::document;

    /// The names of all properties of all schemas.
    fn collect(value: &Value, names: &mut BTreeSet<String>) {
        match value {
            Value::Object(members) => {
                if let Some(Value::Object(properties)) = members.get("properties") {
                    names.extend(properties.keys().cloned());
                }
                members.values().for_each(|member| collect(member, names));
            }
            Value::Array(items) => items.iter().for_each(|item| collect(item, names)),
            _ => {}
        }
    }

    #[test]
    fn every_field_of_the_contract_is_listed_once() {
        let mut names = BTreeSet::new();
        collect(document(), &mut names);
        assert!(names.len() > 80, "{names:?}");
        let missing: Vec<_> = names.iter().filter(|name| !NAMES.has(name)).collect();
        assert!(missing.is_empty(), "not listed: {missing:?}");
        let mut seen = BTreeSet::new();
        let twice: Vec<_> = NAMES.names().filter(|name| !seen.insert(*name)).collect();
        assert!(twice.is_empty(), "listed twice: {twice:?}");
        // Members that other readings of the documents put there.
        let ours = ["data", "detail", "details", "message"];
        let stale: Vec<_> =
            NAMES.names().filter(|name| !names.contains(*name) && !ours.contains(name)).collect();
        assert!(stale.is_empty(), "in no schema: {stale:?}");
    }
}
