//! The life of a card, and that both surfaces see one card.

use serde_json::{Value, json};

use crate::support::Sandbox;

fn operation(name: &str, card: i64) -> String {
    format!("mutation {{ {name}(cardId: {card}) {{ success id status error }} }}")
}

#[tokio::test]
async fn a_card_is_frozen_unfrozen_and_canceled_in_the_words_of_the_contract() {
    let sandbox = Sandbox::new().await;
    let jane = sandbox.user("jane").await;
    let card = jane.cards().await[0];
    for (name, status) in [
        ("freezeRainCard", "locked"),
        ("unfreezeRainCard", "active"),
        ("lockRainCard", "locked"),
        ("unlockRainCard", "active"),
    ] {
        let wanted = json!({"success": true, "id": card, "status": status, "error": null});
        assert_eq!(jane.field(&operation(name, card)).await, wanted, "{name}");
        let again = jane.field(&operation(name, card)).await;
        let verb = name.strip_suffix("RainCard").unwrap();
        let error = format!("Cannot {verb} a card with status {status}");
        let wanted = json!({"success": false, "id": null, "status": null, "error": error});
        assert_eq!(again, wanted, "{name}");
    }
    let cancel = format!(
        "mutation {{ cancelRainCard(input: {{cardId: {card}, reason: \"No longer needed\"}}) \
         {{ success status error }} }}"
    );
    assert_eq!(jane.field(&cancel).await["status"], "canceled");
    for name in ["freezeRainCard", "unfreezeRainCard", "replaceVirtualRainCard"] {
        let document = format!("mutation {{ {name}(cardId: {card}) {{ success error }} }}");
        assert_eq!(jane.field(&document).await["success"], false, "{name}");
    }
}

#[tokio::test]
async fn a_partner_sees_frozen_what_its_user_has_frozen() {
    let mut sandbox = Sandbox::new().await;
    let card = {
        let jane = sandbox.user("jane").await;
        let card = jane.cards().await[0];
        jane.field(&operation("freezeRainCard", card)).await;
        card
    };
    let seen = format!("{{ AgioCard_card_by_pk(id: {card}) {{ status }} }}");
    let status = |reply: Value| reply["data"]["AgioCard_card_by_pk"]["status"].clone();
    assert_eq!(status(sandbox.ask(&seen, &json!({})).await.json()), "locked");
    let unfreeze = format!("mutation {{ unfreezeCard(cardId: {card}) {{ success }} }}");
    sandbox.ask(&unfreeze, &json!({})).await;
    let jane = sandbox.user("jane").await;
    let listed = jane.field("{ AgioCard_vw_card(limit: 1) { status } }").await;
    assert_eq!(listed[0]["status"], "active");
}

#[tokio::test]
async fn a_nickname_is_kept_and_listed() {
    let sandbox = Sandbox::new().await;
    let jane = sandbox.user("jane").await;
    let card = jane.cards().await[0];
    let rename = |name: &str| {
        format!(
            "mutation {{ updateCardNickname(cardId: {card}, nickname: {name:?}) \
             {{ success id cardId status error }} }}"
        )
    };
    let answer = jane.field(&rename("Holiday fund")).await;
    assert_eq!((&answer["success"], &answer["status"]), (&json!(true), &json!("active")));
    let listed = jane.field("{ AgioCard_vw_card { nickname } }").await;
    assert_eq!(listed, json!([{"nickname": "Holiday fund"}, {"nickname": null}]));
    let long = jane.field(&rename(&"x".repeat(27))).await;
    assert_eq!(long["error"], "nickname must be at most 26 characters");
}
