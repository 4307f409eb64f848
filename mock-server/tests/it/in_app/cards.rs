//! Making cards.

use serde_json::{Value, json};

use super::printed::CREATE_RAIN_CARD;
use crate::support::Sandbox;

#[tokio::test]
async fn a_virtual_card_is_active_at_once() {
    let sandbox = Sandbox::new().await;
    let jane = sandbox.user("jane").await;
    let card = jane.new_card("virtual").await;
    assert_eq!((&card["success"], &card["error"]), (&json!(true), &Value::Null));
    assert_eq!((&card["cardType"], &card["status"]), (&json!("virtual"), &json!("active")));
    assert_eq!(card["last4"].as_str().unwrap().len(), 4);
    assert_eq!((&card["expirationMonth"], &card["expirationYear"]), (&json!("01"), &json!("2034")));
    assert!(jane.cards().await.contains(&card["id"].as_i64().unwrap()));
}

#[tokio::test]
async fn a_physical_card_waits_for_the_post() {
    let sandbox = Sandbox::new().await;
    let jane = sandbox.user("jane").await;
    let card = jane.new_card("physical").await;
    assert_eq!(card["status"], "notActivated");
    sandbox.op("activate-card", &json!({"card": card["id"]})).await;
    let listed = jane
        .ask(
            "query($id: Int) { AgioCard_vw_card(where: {id: {_eq: $id}}) { status } }",
            &json!({"id": card["id"]}),
        )
        .await;
    assert_eq!(listed["AgioCard_vw_card"], json!([{"status": "active"}]));
}

#[tokio::test]
async fn what_cannot_be_made_is_refused_in_the_words_of_the_contract() {
    let sandbox = Sandbox::new().await;
    let jane = sandbox.user("jane").await;
    let application = jane.application().await;
    let shipping = json!({"phoneNumber": " ", "line1": "1", "city": "c", "region": "r",
                          "postalCode": "p", "countryCode": "US"});
    let charset = "displayName may contain only letters, digits, spaces, periods and hyphens";
    for (more, error) in [
        (json!({"displayName": "x".repeat(27)}), "displayName must be at most 26 characters"),
        (json!({"displayName": ""}), "displayName must not be empty"),
        (json!({"displayName": "JANE_SMITH"}), charset),
        (
            json!({"limit": {"amount": 0, "frequency": "allTime"}}),
            "Limit amount must be greater than zero",
        ),
        (json!({"cardType": "physical"}), "Shipping address is required for physical cards"),
        (json!({"cardType": "physical", "shipping": shipping}), "Shipping phoneNumber is required"),
        (json!({"encryptedPin": "AAAA"}), "sessionId is required with encryptedPin"),
        (json!({"encryptedPin": "AAAA", "sessionId": "none"}), "session expired"),
    ] {
        let mut input = json!({"cardApplicationId": application, "cardType": "virtual"});
        for (name, value) in more.as_object().unwrap() {
            input[name] = value.clone();
        }
        let answer = jane.ask(CREATE_RAIN_CARD, &json!({ "input": input })).await;
        let wanted = json!({"success": false, "id": null, "cardId": null, "cardType": null,
                            "status": null, "last4": null, "expirationMonth": null,
                            "expirationYear": null, "error": error});
        assert_eq!(answer["createRainCard"], wanted, "{more}");
    }
    assert_eq!(jane.cards().await.len(), 2);
}

#[tokio::test]
async fn all_six_frequencies_are_taken() {
    let sandbox = Sandbox::new().await;
    let jane = sandbox.user("jane").await;
    let card = jane.cards().await[0];
    for frequency in
        ["per24HourPeriod", "per7DayPeriod", "per30DayPeriod", "perYearPeriod", "allTime"]
    {
        let input = json!({"cardId": card, "limitAmount": 200_000, "limitFrequency": frequency});
        let answer = jane
            .ask(
                "mutation($input: UpdateRainCardLimitInput!) { updateRainCardLimit(input: $input) \
                 { success id limitAmount limitFrequency error } }",
                &json!({ "input": input }),
            )
            .await;
        let wanted = json!({"success": true, "id": card, "limitAmount": 200_000,
                            "limitFrequency": frequency, "error": null});
        assert_eq!(answer["updateRainCardLimit"], wanted);
    }
}

#[tokio::test]
async fn the_issuer_may_be_out_of_reach() {
    let sandbox = Sandbox::new().await;
    let path = format!("/worlds/{}/faults", sandbox.world);
    let fault = json!({"match": {"surface": "AG", "operation": "createRainCard"},
                       "when": {"next": 1}, "then": {"error": "issuer-error"}});
    let ordered = sandbox.control("POST", &path, &fault).await;
    assert!(ordered.status.is_success(), "{}", ordered.text());
    let jane = sandbox.user("jane").await;
    let card = jane.new_card("virtual").await;
    assert_eq!(card["error"], "CARD_API_ERROR: issuer unavailable");
    assert_eq!(jane.cards().await.len(), 2);
}
