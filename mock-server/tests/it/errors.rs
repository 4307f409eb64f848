//! The error catalogue: every way in which the surface says no, byte for byte.

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

/// A document of several mutations of which some fail: the others stand, and each says its own.
#[tokio::test]
async fn partial_failure() {
    let mut sandbox = Sandbox::new().await;
    let document = "mutation { a: freezeCard(cardId: 1) { success status error } b: \
        freezeCard(cardId: 1) { success status error } c: unfreezeCard(cardId: 1) { success status \
        error } }";
    let reply = sandbox.ask(document, &json!(null)).await;
    insta::assert_snapshot!(reply.text());
}
