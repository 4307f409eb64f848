//! The error catalogue: every refusal of the surface, byte for byte.

use std::fmt::Write as _;

use serde_json::json;

use crate::support::Sandbox;

#[tokio::test]
async fn the_catalogue_of_refusals() {
    let mut sandbox = Sandbox::new().await;
    let mut catalogue = String::new();
    for document in [
        "mutation { freezeCard(cardId: 2147483000) { success } }",
        "mutation { unfreezeCard(cardId: 1) { success status error } }",
        "mutation { cancelCard(input: {cardId: 3}) { success status error } }",
        "mutation { updateCardLimit(input: {cardId: 1, limitAmount: 0, limitFrequency: allTime}) { success error } }",
        "mutation { updateCardNickname(cardId: 1, nickname: \"\") { success error } }",
        "mutation { updateCardNickname(cardId: 1, nickname: \"a_b\") { success error } }",
        "mutation { replaceVirtualCard(cardId: 4) { success error } }",
        "mutation { replaceCard(input: {cardId: 4, reason: lost}) { success error } }",
        "mutation { setCardPin(input: {cardId: 1, sessionId: \"x\", encryptedPin: \"x\"}) { success error } }",
        "mutation { createPartnerCustomerOrganization(input: {name: \" \"}) { success error } }",
        "{ cardBalance(cardId: 2147483000) { success balance { creditLimit } error } }",
        "{ AgioCard_card { id",
        "{ AgioAuth_user { id } }",
        "{ AgioCard_card { nothing } }",
        "{ AgioCard_card(limit: \"x\") { id } }",
        "mutation { freezeCard { success } }",
        "query A { __typename } query B { __typename }",
    ] {
        let reply = sandbox.ask(document, &json!(null)).await;
        let _ = writeln!(catalogue, "{document}\n  {} {}", reply.status.as_u16(), reply.text());
    }
    insta::assert_snapshot!(catalogue);
}

/// Requests that do not fit the schema, refused in the words of graphql-js.
#[tokio::test]
async fn the_catalogue_of_invalid_requests() {
    let mut sandbox = Sandbox::new().await;
    let mut catalogue = String::new();
    for document in [
        "",
        "{ }",
        "{ AgioCard_card { id }",
        "query ($a: Int = $b) { __typename }",
        "{ ...F }",
        "{ ...F } fragment F on Query { ...F }",
        "fragment F on Query { __typename } { __typename }",
        "query A { __typename } query A { __typename }",
        "query A { __typename } query B { __typename }",
        "{ __typename } { __typename }",
        "query A { ...F } fragment F on Query { __typename } fragment F on Query { __typename }",
        "fragment F on Query { __typename }",
        "{ AgioCard_card }",
        "{ AgioCard_card { id { x } } }",
        "{ AgioCard_card { id id: last4 } }",
        "{ AgioCard_card(nothing: 1) { id } }",
        "{ AgioCard_card(limit: \"x\") { id } }",
        "{ AgioCard_card(limit: 2147483648) { id } }",
        "{ AgioCard_card(limit: 99999999999999999999) { id } }",
        "{ AgioCard_card(limit: 1, limit: 2) { id } }",
        "{ AgioCard_card(where: {id: {_eq: true}}) { id } }",
        "{ AgioCard_card(where: {nothing: {_eq: 1}}) { id } }",
        "{ AgioCard_card(order_by: {id: up}) { id } }",
        "{ AgioCard_card(order_by: {id: \"asc\"}) { id } }",
        "{ AgioCard_card @nothing { id } }",
        "{ AgioCard_card @skip { id } }",
        "query @skip(if: true) { __typename }",
        "query ($a: Int) { __typename }",
        "{ AgioCard_card(limit: $a) { id } }",
        "query ($a: String) { AgioCard_card(limit: $a) { id } }",
        "query ($a: AgioCard_card) { __typename @skip(if: $a) }",
        "query ($a: Nothing) { AgioCard_card(limit: $a) { id } }",
        "query ($a: Int, $a: Int) { AgioCard_card(limit: $a) { id } }",
        "mutation { freezeCard { success } }",
        "mutation { freezeCard(cardId: null) { success } }",
        "mutation { chargeCard(input: {cardUserId: \"x\", feeDescription: \"y\"}) { success } }",
        "mutation { chargeCard(input: {cardUserId: 1, feeCents: 1.5, feeDescription: true}) { success } }",
        "subscription { x }",
        "{ ... on AgioCard_card { id } }",
        "{ ... on Nothing { id } }",
    ] {
        let reply = sandbox.ask(document, &json!(null)).await;
        let _ = writeln!(catalogue, "{document}\n  {} {}", reply.status.as_u16(), reply.text());
    }
    let charge = "mutation($input: ChargeCardInput!) { chargeCard(input: $input) { success } }";
    for variables in [
        json!({}),
        json!({"input": null}),
        json!({"input": 7}),
        json!({"input": {"cardUserId": "u"}}),
        json!({"input": {"cardUserId": "u", "feeCents": "1", "feeDescription": "f"}}),
        json!({"input": {"cardUserId": "u", "feeCents": 1.5, "feeDescription": "f"}}),
        json!({"input": {"cardUserId": "u", "feeCents": 3_000_000_000_u32, "feeDescription": "f"}}),
        json!({"input": {"cardUserId": null, "feeCents": 1, "feeDescription": "f"}}),
        json!({"input": {"cardUserId": "u", "feeCents": 1, "feeDescription": "f", "tip": 1}}),
    ] {
        let reply = sandbox.ask(charge, &variables).await;
        let _ = writeln!(catalogue, "{variables}\n  {} {}", reply.status.as_u16(), reply.text());
    }
    insta::assert_snapshot!(catalogue);
}

/// A document of several mutations, some of which fail: the others take effect, and each has its
/// own result.
#[tokio::test]
async fn partial_failure() {
    let mut sandbox = Sandbox::new().await;
    let document = "mutation { a: freezeCard(cardId: 1) { success status error } b: \
        freezeCard(cardId: 1) { success status error } c: unfreezeCard(cardId: 1) { success status \
        error } }";
    let reply = sandbox.ask(document, &json!(null)).await;
    insta::assert_snapshot!(reply.text());
}
