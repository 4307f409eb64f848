//! What of this surface's requests and answers a log may show: every name of the schema by class
//! (SB 9.2). A test holds the list to the schema.

use crate::log::{Class, List};

/// Headers.
pub(super) static HEADERS: List = List::new(&[
    (Class::Token, &["x-agio-api-key"]),
    (Class::Stamp, &["x-agio-timestamp", "content-length"]),
    (Class::Signature, &["x-agio-signature"]),
    (Class::Plain, &["accept", "content-type", "host", "sandbox-world"]),
]);

/// Members of GraphQL errors.
pub(super) static ERRORS: List = List::new(&[
    (Class::Plain, &["code"]),
    (Class::Said, &["message"]),
    (Class::Within, &["extensions"]),
]);

/// Members of GraphQL errors whose words may repeat what was sent.
pub(super) static ECHOES: List = List::new(&[
    (Class::Plain, &["code"]),
    (Class::Echoed, &["message"]),
    (Class::Within, &["extensions"]),
]);

/// Arguments, columns and fields.
pub(super) static NAMES: List = List::new(&[
    (
        Class::Plain,
        &[
            "__typename",
            // Ids.
            "applicantId",
            "cardApplicationExternalId",
            "cardApplicationId",
            "cardId",
            "cardUserId",
            "card_application_external_id",
            "card_application_id",
            "card_company_external_id",
            "card_company_id",
            "card_external_id",
            "card_id",
            "card_transaction_external_id",
            "card_transaction_id",
            "card_user_id",
            "chainId",
            "chain_id",
            "chargeId",
            "charge_external_id",
            "companyId",
            "id",
            "invoiceId",
            "oldCardId",
            "organizationId",
            "organization_id",
            "partner_organization_id",
            "placeId",
            "replaced_by_card_id",
            "sessionId",
            "sourceKey",
            "user_id",
            // States, kinds and reasons.
            "applicationStatus",
            "application_reason",
            "application_status",
            "authorization_method",
            "cancel_reason",
            "cardType",
            "card_type",
            "confidence",
            "declined_reason",
            "event_type",
            "frequency",
            "isTermsOfServiceAccepted",
            "isValid",
            "is_active",
            "is_current",
            "is_pin_set",
            "is_starred",
            "is_terms_of_service_accepted",
            "limitFrequency",
            "limit_frequency",
            "method",
            "previous_frequency",
            "reason",
            "replacement_reason",
            "requestedLimitFrequency",
            "role",
            "status",
            "success",
            "transaction_type",
            "type",
            "types",
            // Money.
            "amount",
            "amount_cents",
            "authorized_amount",
            "balanceDue",
            "balance_due",
            "count",
            "creditLimit",
            "credit_limit",
            "currency",
            "feeCents",
            "feeDescription",
            "fee_description",
            "limit",
            "limitAmount",
            "limit_amount",
            "local_amount",
            "local_currency",
            "pendingCharges",
            "pending_charges",
            "postedCharges",
            "posted_charges",
            "previous_amount",
            "requestedLimitAmount",
            "spendingPower",
            "spending_power",
            "token_symbol",
            "transaction_count",
            // Chains.
            "deposit_address",
            "solanaAddress",
            "tokenAddress",
            "token_address",
            "transactionHash",
            "transaction_hash",
            "walletAddress",
            "wallet_address",
            // Merchants.
            "enriched_merchant_category",
            "enriched_merchant_icon",
            "enriched_merchant_name",
            "merchant_category",
            "merchant_category_code",
            "merchant_city",
            "merchant_country",
            "merchant_name",
            // Instants.
            "activated_at",
            "authorized_at",
            "canceled_at",
            "confirmed_at",
            "created_at",
            "delivered_at",
            "last_used_at",
            "month",
            "posted_at",
            "received_at",
            "retryAfterSec",
            "shipped_at",
            "updated_at",
            // Cards.
            "expirationMonth",
            "expirationYear",
            "expiration_month",
            "expiration_year",
            "last4",
            "tracking_number",
            // Rows.
            "_is_null",
            "columns",
            "distinct",
            "distinct_on",
            "if",
            "offset",
        ],
    ),
    (
        Class::Personal,
        &[
            "accountPurpose",
            "account_purpose",
            "address_city",
            "address_country_code",
            "address_line1",
            "address_line2",
            "address_postal_code",
            "address_region",
            "annualSalary",
            "annual_salary",
            "birthDate",
            "cardNickname",
            "city",
            "country",
            "countryCode",
            "countryOfIssue",
            "country_code",
            "description",
            "displayName",
            "display_name",
            "email",
            "expectedMonthlyVolume",
            "expectedSpend",
            "expected_monthly_volume",
            "firstName",
            "first_name",
            "formattedAddress",
            "includedRegionCodes",
            "industry",
            "lastName",
            "last_name",
            "latitude",
            "line1",
            "line2",
            "longitude",
            "mainText",
            "name",
            "nationalId",
            "nickname",
            "occupation",
            "phoneCountryCode",
            "phoneNumber",
            "phone_number",
            "postalCode",
            "postal_code",
            "region",
            "registrationNumber",
            "secondaryText",
            "taxId",
            "text",
            "website",
        ],
    ),
    (Class::Said, &["error"]),
    (
        Class::Secret,
        // The link leads into somebody's application; whoever has it can go on with it.
        &["applicationCompletionUrl", "application_completion_url", "iv", "key", "shareToken"],
    ),
    (Class::Sealed, &["encryptedPin", "encryptedSecrets"]),
    (
        Class::Within,
        &[
            "_and",
            "_eq",
            "_gt",
            "_gte",
            "_ilike",
            "_in",
            "_like",
            "_lt",
            "_lte",
            "_neq",
            "_nilike",
            "_nin",
            "_nlike",
            "_not",
            "_or",
            "address",
            "aggregate",
            "avg",
            "balance",
            "billing",
            "billing_address",
            "card",
            "card_application",
            "card_applications",
            "card_companies",
            "card_company",
            "card_transaction",
            "card_user",
            "card_users",
            "cards",
            "charges",
            "collateral_deposits",
            "entity",
            "initialUser",
            "input",
            "limit_changes",
            "location",
            "managed_organization",
            "max",
            "min",
            "newCard",
            "nodes",
            "replaced_by_card",
            "representatives",
            "shipments",
            "shipping",
            "shippingAddress",
            "suggestions",
            "sum",
            "transactions",
            "ultimateBeneficialOwners",
            "where",
        ],
    ),
    // Columns and directions stand behind it, and nothing that anybody could hide.
    (Class::Plain, &["order_by"]),
]);

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use async_graphql::parser::{
        parse_schema,
        types::{TypeKind, TypeSystemDefinition},
    };

    use super::*;
    use crate::surfaces::partner::Partner;

    /// Every name of an argument, an input field or an output field, apart from operations and
    /// from members of `order_by`, which are columns.
    fn names() -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        for definition in parse_schema(Partner::sdl()).unwrap().definitions {
            let TypeSystemDefinition::Type(one) = definition else { continue };
            let root = ["Query", "Mutation"].contains(&one.node.name.node.as_str());
            match one.node.kind {
                TypeKind::Object(object) => {
                    for field in object.fields {
                        let arguments = field.node.arguments.iter();
                        names.extend(arguments.map(|one| one.node.name.node.to_string()));
                        if !root {
                            names.insert(field.node.name.node.to_string());
                        }
                    }
                }
                TypeKind::InputObject(input) => {
                    names.extend(input.fields.iter().map(|one| one.node.name.node.to_string()));
                }
                _ => {}
            }
        }
        names
    }

    #[test]
    fn every_name_of_the_schema_is_listed_once() {
        let names = names();
        assert!(names.len() > 150, "{names:?}");
        let missing: Vec<_> = names.iter().filter(|name| !NAMES.has(name)).collect();
        assert!(missing.is_empty(), "not listed: {missing:?}");
        let mut seen = BTreeSet::new();
        let twice: Vec<_> = NAMES.names().filter(|name| !seen.insert(*name)).collect();
        assert!(twice.is_empty(), "listed twice: {twice:?}");
        let ours = ["__typename", "operationName", "code", "message", "if"];
        let stale: Vec<_> =
            NAMES.names().filter(|name| !names.contains(*name) && !ours.contains(name)).collect();
        assert!(stale.is_empty(), "in no schema: {stale:?}");
    }
}
