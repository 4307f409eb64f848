//! Things of somebody else are answered like things that do not exist, byte for byte.

use serde_json::json;

use super::printed::CREATE_RAIN_CARD;
use crate::support::Sandbox;

const FORBIDDEN: &str =
    r#"{"data":null,"errors":[{"message":"Not Authorized","extensions":{"code":"FORBIDDEN"}}]}"#;

/// Every operation on a card.
const ON_CARDS: [&str; 11] = [
    "freezeRainCard(cardId: ID) { success }",
    "unfreezeRainCard(cardId: ID) { success }",
    "lockRainCard(cardId: ID) { success }",
    "unlockRainCard(cardId: ID) { success }",
    "cancelRainCard(input: {cardId: ID}) { success }",
    "replaceVirtualRainCard(cardId: ID) { success }",
    "replaceRainCard(input: {cardId: ID, reason: lost}) { success }",
    "updateRainCardLimit(input: {cardId: ID, limitAmount: 1, limitFrequency: allTime}) { success }",
    "updateCardNickname(cardId: ID, nickname: \"x\") { success }",
    "setRainCardPin(input: {cardId: ID, sessionId: \"x\", encryptedPin: \"x\"}) { success }",
    "revealRainCardSecrets(cardId: ID, sessionId: \"x\") { success }",
];

#[tokio::test]
async fn no_operation_reaches_a_card_of_somebody_else() {
    let sandbox = Sandbox::new().await;
    let theirs = sandbox.user("jane").await.cards().await[0];
    let jon = sandbox.user("jon").await;
    for operation in ON_CARDS {
        for id in [theirs, 999_999, 0, -1] {
            let document = format!("mutation {{ {} }}", operation.replace("ID", &id.to_string()));
            let reply = jon.send(&document, &json!({})).await;
            let told = (reply.status.as_u16(), reply.text());
            assert_eq!(told, (403, FORBIDDEN.to_owned()), "{document}");
        }
    }
    let listed = sandbox.user("jane").await.field("{ AgioCard_vw_card { status nickname } }").await;
    assert_eq!(listed[0], json!({"status": "active", "nickname": null}));
}

#[tokio::test]
async fn ownership_of_all_fields_is_checked_before_any_runs() {
    let sandbox = Sandbox::new().await;
    let jane = sandbox.user("jane").await;
    let own = jane.cards().await[0];
    let document = format!(
        "mutation {{ a: freezeRainCard(cardId: {own}) {{ success }} \
         b: freezeRainCard(cardId: 999999) {{ success }} }}"
    );
    assert_eq!(jane.send(&document, &json!({})).await.text(), FORBIDDEN);
    assert_eq!(jane.field("{ AgioCard_vw_card { status } }").await[0]["status"], "active");
}

#[tokio::test]
async fn an_application_of_somebody_else_makes_no_card() {
    let sandbox = Sandbox::new().await;
    let theirs = sandbox.user("jane").await.application().await;
    let jon = sandbox.user("jon").await;
    for application in [theirs, 999_999] {
        let input = json!({"cardApplicationId": application, "cardType": "virtual"});
        let reply = jon.send(CREATE_RAIN_CARD, &json!({ "input": input })).await;
        assert_eq!((reply.status.as_u16(), reply.text()), (403, FORBIDDEN.to_owned()));
    }
}

#[tokio::test]
async fn a_balance_of_somebody_else_is_not_found() {
    let sandbox = Sandbox::new().await;
    let theirs = sandbox.user("jane").await.cards().await[0];
    let jon = sandbox.user("jon").await;
    for name in ["cardBalance", "rainCardBalance"] {
        for id in [theirs, 999_999] {
            let document = format!("{{ {name}(cardId: {id}) {{ success id error }} }}");
            let wanted = json!({"success": false, "id": null, "error": "Card not found"});
            assert_eq!(jon.field(&document).await, wanted);
        }
    }
}

#[tokio::test]
async fn rows_of_others_are_not_listed_whatever_is_asked() {
    let sandbox = Sandbox::new().await;
    let jane = sandbox.user("jane").await;
    let sub = jane.field("{ AgioCard_vw_card { user_id } }").await[0]["user_id"].clone();
    let jon = sandbox.user("jon").await;
    let document = "query($sub: String) { AgioCard_vw_card(where: {_or: [{user_id: {_eq: $sub}}, \
                    {id: {_gt: 0}}]}) { id } }";
    let listed = jon.ask(document, &json!({ "sub": sub })).await;
    assert_eq!(listed["AgioCard_vw_card"], json!([]));
    assert_eq!(
        jon.field("{ AgioCard_card_application { id } }").await.as_array().unwrap().len(),
        1
    );
}

#[tokio::test]
async fn a_card_of_somebody_else_is_not_found_in_the_other_reading() {
    let sandbox = Sandbox::with(json!({"rules": {"ag.owner.foreign_card": "not_found"}})).await;
    let theirs = sandbox.user("jane").await.cards().await[0];
    let jon = sandbox.user("jon").await;
    for operation in ON_CARDS {
        for id in [theirs, 999_999] {
            let operation = operation.replace("ID", &id.to_string());
            let document =
                format!("mutation {{ {} }}", operation.replace("success", "success error"));
            let wanted = json!({"success": false, "error": "Card not found"});
            assert_eq!(jon.field(&document).await, wanted, "{document}");
        }
    }
}
