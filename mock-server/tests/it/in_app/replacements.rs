//! Replacing cards.

use serde_json::json;

use crate::support::Sandbox;

const MEMBERS: &str = "{ success id oldCardId newCard { id type status last4 } error }";

#[tokio::test]
async fn a_replacement_names_the_new_card_by_its_issuer_id() {
    let sandbox = Sandbox::new().await;
    let jane = sandbox.user("jane").await;
    let old = jane.field("{ AgioCard_vw_card(limit: 1) { id card_external_id last4 } }").await;
    let document =
        format!("mutation {{ replaceVirtualRainCard(cardId: {}) {MEMBERS} }}", old[0]["id"]);
    let answer = jane.field(&document).await;
    let listed = jane
        .ask(
            "query($id: Int) { AgioCard_vw_card(where: {id: {_eq: $id}}) { card_external_id } }",
            &json!({"id": answer["id"]}),
        )
        .await;
    assert_eq!(answer["oldCardId"], old[0]["card_external_id"]);
    assert_eq!(answer["newCard"]["id"], listed["AgioCard_vw_card"][0]["card_external_id"]);
    assert_eq!(answer["newCard"]["status"], "active");
    let before = jane.field("{ AgioCard_vw_card(limit: 1) { status } }").await;
    assert_eq!(before[0]["status"], "canceled");
}

#[tokio::test]
async fn the_ids_of_a_replacement_follow_the_reading() {
    for (reading, is_internal) in [("internal", true), ("old_id", false)] {
        let rules = json!({"rules": {"ag.replace.answer_ids": reading}});
        let sandbox = Sandbox::with(rules).await;
        let jane = sandbox.user("jane").await;
        let card = jane.cards().await[0];
        let document = format!("mutation {{ replaceVirtualRainCard(cardId: {card}) {MEMBERS} }}");
        let answer = jane.field(&document).await;
        let is_number = |value: &serde_json::Value| value.as_str().unwrap().parse::<i64>().is_ok();
        assert_eq!(is_number(&answer["oldCardId"]), is_internal, "{answer}");
        assert_eq!(is_number(&answer["newCard"]["id"]), is_internal, "{answer}");
        assert_eq!(answer["id"] == json!(card), reading == "old_id", "{answer}");
    }
}

#[tokio::test]
async fn a_physical_card_is_replaced_by_the_long_form_with_an_address() {
    let sandbox = Sandbox::new().await;
    let jane = sandbox.user("jane").await;
    let card = jane.new_card("physical").await["id"].clone();
    let short = format!("mutation {{ replaceVirtualRainCard(cardId: {card}) {MEMBERS} }}");
    let error = "Only virtual cards can be replaced with replaceVirtualRainCard";
    assert_eq!(jane.field(&short).await["error"], error);
    let document = format!(
        "mutation($input: ReplaceRainCardInput!) {{ replaceRainCard(input: $input) {MEMBERS} }}"
    );
    let mut input = json!({"cardId": card, "reason": "lost"});
    let refused = jane.ask(&document, &json!({"input": input})).await;
    let error = "Shipping address is required for physical cards";
    assert_eq!(refused["replaceRainCard"]["error"], error);
    input["shippingAddress"] = json!({"phoneNumber": "+15555551234", "line1": "123 Main St",
        "city": "Miami", "region": "FL", "postalCode": "33101", "countryCode": "US"});
    let replaced = jane.ask(&document, &json!({"input": input})).await;
    assert_eq!(replaced["replaceRainCard"]["newCard"]["status"], "notActivated");
    input["reason"] = json!("bored");
    assert_eq!(jane.send(&document, &json!({"input": input})).await.status, 400);
}
