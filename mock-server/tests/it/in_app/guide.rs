//! The documents of the guide run word for word with the variables that it prints; only ids are
//! those of the world.

use conformance::drivers::graphql::session_key::{PinCodec, Session};
use serde_json::{Value, json};

use super::{printed, user::User};
use crate::support::Sandbox;

async fn run(user: &User<'_>, document: &str, variables: Value) -> Value {
    let data = user.ask(document, &variables).await;
    let answer = data.as_object().unwrap().values().next().unwrap().clone();
    if let Some(success) = answer.get("success") {
        assert_eq!((success, &answer["error"]), (&json!(true), &Value::Null), "{document}");
    }
    answer
}

async fn session(user: &User<'_>) -> Session {
    Session::read(&user.field("mutation { generateEncryptionKeys { sessionId key iv } }").await)
        .unwrap()
}

/// Checks the secrets by the JSON that the guide prints:
/// `{"pan": "4111111111111234", "cvc": "123", "expiry": {"month": "12", "year": "2028"}}`, texts all.
fn is_as_printed(secrets: &Value, card: &Value) {
    let names = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(secrets), ["pan", "cvc", "expiry"]);
    assert_eq!(names(&secrets["expiry"]), ["month", "year"]);
    let digits = |value: &Value, count: usize| {
        let text = value.as_str().unwrap();
        assert!(text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit()), "{text}");
        text.to_owned()
    };
    let pan = digits(&secrets["pan"], 16);
    assert!(pan.ends_with(card["last4"].as_str().unwrap()), "{pan}");
    digits(&secrets["cvc"], 3);
    let expiry = &secrets["expiry"];
    assert!((1..=12).contains(&digits(&expiry["month"], 2).parse::<u8>().unwrap()));
    digits(&expiry["year"], 4);
    let told = [&card["expirationMonth"], &card["expirationYear"]];
    assert_eq!([&expiry["month"], &expiry["year"]], told);
}

#[tokio::test]
async fn the_guide_to_cards_runs_from_top_to_bottom() {
    let sandbox = Sandbox::new().await;
    let jane = sandbox.user("jane").await;
    let application = jane.application().await;
    let limit = json!({"amount": 50000, "frequency": "per30DayPeriod"});
    let input = json!({"cardApplicationId": application, "cardType": "virtual", "limit": limit,
                       "displayName": "JANE SMITH"});
    let virtual_card = run(&jane, printed::CREATE_RAIN_CARD, json!({ "input": input })).await;
    let address = json!({"firstName": "Jane", "lastName": "Smith", "phoneNumber": "+15555551234",
                         "line1": "123 Main St", "city": "Miami", "region": "FL",
                         "postalCode": "33101", "countryCode": "US"});
    let mut shipping = address.clone();
    shipping["method"] = json!("standard");
    let limit = json!({"amount": 100_000, "frequency": "per30DayPeriod"});
    let input = json!({"cardApplicationId": application, "cardType": "physical", "limit": limit,
                       "displayName": "JANE SMITH", "shipping": shipping});
    let physical = run(&jane, printed::CREATE_RAIN_CARD, json!({ "input": input })).await;
    let id = &virtual_card["id"];

    let frozen = run(&jane, printed::FREEZE_RAIN_CARD, json!({ "cardId": id })).await;
    assert_eq!((&frozen["status"], &frozen["cardId"]), (&json!("locked"), &virtual_card["cardId"]));
    let active = run(&jane, printed::UNFREEZE_RAIN_CARD, json!({ "cardId": id })).await;
    assert_eq!(active["status"], "active");

    let input = json!({"cardId": id, "limitAmount": 200_000, "limitFrequency": "per30DayPeriod"});
    run(&jane, printed::UPDATE_RAIN_CARD_LIMIT, json!({ "input": input })).await;
    let named = json!({"cardId": id, "nickname": "Holiday fund"});
    run(&jane, printed::UPDATE_CARD_NICKNAME, named).await;

    let codec = PinCodec::default();
    let open = session(&jane).await;
    let pin = open.encrypt(&codec, "719305").unwrap();
    let input = json!({"cardId": id, "sessionId": open.id, "encryptedPin": pin});
    run(&jane, printed::SET_RAIN_CARD_PIN, json!({ "input": input })).await;
    let open = session(&jane).await;
    let under = json!({"cardId": id, "sessionId": open.id});
    let read = run(&jane, printed::GET_RAIN_CARD_PIN, under).await;
    assert_eq!(open.decrypt(&codec, read["encryptedPin"].as_str().unwrap()).unwrap(), "719305");
    let open = session(&jane).await;
    let under = json!({"cardId": id, "sessionId": open.id});
    let secrets = run(&jane, printed::REVEAL_RAIN_CARD_SECRETS, under).await;
    let secrets = open.decrypt(&codec, secrets["encryptedSecrets"].as_str().unwrap()).unwrap();
    let secrets: Value = serde_json::from_str(&secrets).unwrap();
    is_as_printed(&secrets, &virtual_card);

    let replaced = run(&jane, printed::REPLACE_VIRTUAL_RAIN_CARD, json!({ "cardId": id })).await;
    assert_eq!(replaced["oldCardId"], virtual_card["cardId"]);
    let input = json!({"cardId": physical["id"], "reason": "lost", "shippingAddress": address});
    let replaced = run(&jane, printed::REPLACE_RAIN_CARD, json!({ "input": input })).await;
    assert_eq!(replaced["newCard"]["status"], "notActivated");
    let input = json!({"cardId": replaced["id"], "reason": "No longer needed"});
    let canceled = run(&jane, printed::CANCEL_RAIN_CARD, json!({ "input": input })).await;
    assert_eq!(canceled["status"], "canceled");
}

#[tokio::test]
async fn cards_are_listed_with_their_balance_where_it_is_asked_for() {
    let sandbox = Sandbox::new().await;
    let jane = sandbox.user("jane").await;
    let cards = run(&jane, printed::VW_CARDS, json!({})).await;
    let cards = cards.as_array().unwrap();
    assert!(cards.len() == 2 && cards.iter().all(|card| card.get("balance").is_none()));
    let variables = json!({"includeBalance": true, "where": {"status": {"_eq": "active"}}});
    let cards = run(&jane, printed::VW_CARDS, variables).await;
    let balance = json!({"credit_limit": 0, "spending_power": 0, "pending_charges": 0,
                         "posted_charges": 0, "balance_due": 0});
    assert_eq!(cards[0]["balance"], balance);
    let cards = run(&jane, printed::VW_CARDS_OF_FUNDING, json!({})).await;
    assert_eq!(cards[1]["balance"], balance);
    let variables = json!({"cardId": cards[0]["id"]});
    let answer = run(&jane, printed::AGIO_CARD_BALANCE, variables).await;
    assert_eq!(answer["balance"]["spendingPower"], 0.0);
}
