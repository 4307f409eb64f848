//! Encryption sessions, PINs and secrets.

use conformance::drivers::graphql::session_key::{PinCodec, Session};
use serde_json::{Value, json};

use super::user::User;
use crate::support::Sandbox;

const SET: &str = "mutation($input: SetRainCardPinInput!) { setRainCardPin(input: $input) \
                   { success id error } }";

async fn open(user: &User<'_>) -> Session {
    Session::read(&user.field("mutation { generateEncryptionKeys { sessionId key iv } }").await)
        .unwrap()
}

fn seal(session: &Session, text: &str) -> String {
    session.encrypt(&PinCodec::default(), text).unwrap()
}

fn unseal(session: &Session, sealed: &Value) -> String {
    session.decrypt(&PinCodec::default(), sealed.as_str().unwrap()).unwrap()
}

async fn set(user: &User<'_>, card: i64, session: &Session, pin: &str) -> Value {
    let input =
        json!({"cardId": card, "sessionId": session.id, "encryptedPin": seal(session, pin)});
    user.ask(SET, &json!({ "input": input })).await["setRainCardPin"].clone()
}

#[tokio::test]
async fn a_pin_is_set_and_read_under_a_session_each() {
    let sandbox = Sandbox::new().await;
    let jane = sandbox.user("jane").await;
    let card = jane.cards().await[0];
    let session = open(&jane).await;
    let done = set(&jane, card, &session, "719305").await;
    assert_eq!(done, json!({"success": true, "id": card, "error": null}));
    assert_eq!(set(&jane, card, &session, "719305").await["error"], "session expired");
    let session = open(&jane).await;
    let read = format!(
        "mutation {{ getRainCardPin(cardId: {card}, sessionId: {:?}) {{ success encryptedPin }} }}",
        session.id
    );
    let answer = jane.field(&read).await;
    assert_eq!(unseal(&session, &answer["encryptedPin"]), "719305");
}

#[tokio::test]
async fn a_pin_that_breaks_a_rule_is_told_which() {
    let sandbox = Sandbox::new().await;
    let jane = sandbox.user("jane").await;
    let card = jane.cards().await[0];
    for (pin, error) in [
        ("12a4", "PIN must contain only digits"),
        ("719", "PIN must be 4 to 12 digits long"),
        ("1111", "PIN must not be one digit repeated"),
        ("1234", "PIN must not be an ascending sequence"),
        ("4321", "PIN must not be a descending sequence"),
    ] {
        let session = open(&jane).await;
        assert_eq!(set(&jane, card, &session, pin).await["error"], error, "{pin}");
    }
}

#[tokio::test]
async fn a_session_of_somebody_else_is_refused_and_stays_open() {
    let sandbox = Sandbox::new().await;
    let jane = sandbox.user("jane").await;
    let card = jane.cards().await[0];
    let jon = sandbox.user("jon").await;
    let theirs = open(&jon).await;
    let input =
        json!({"cardId": card, "sessionId": theirs.id, "encryptedPin": seal(&theirs, "719305")});
    let reply = jane.send(SET, &json!({ "input": input })).await;
    let wanted = r#"{"errors":[{"message":"Bad Request","extensions":{"code":"BAD_REQUEST"}}]}"#;
    assert_eq!((reply.status.as_u16(), reply.text().as_str()), (400, wanted));
    let own = jon.new_card("virtual").await["id"].as_i64().unwrap();
    assert_eq!(set(&jon, own, &theirs, "719305").await["success"], true);
}

#[tokio::test]
async fn secrets_come_sealed() {
    let sandbox = Sandbox::new().await;
    let jane = sandbox.user("jane").await;
    let card = jane.cards().await[0];
    let session = open(&jane).await;
    let reveal = format!(
        "mutation {{ revealRainCardSecrets(cardId: {card}, sessionId: {:?}) \
         {{ success id encryptedSecrets error }} }}",
        session.id
    );
    let answer = jane.field(&reveal).await;
    let secrets: Value =
        serde_json::from_str(&unseal(&session, &answer["encryptedSecrets"])).unwrap();
    let pan = secrets["pan"].as_str().unwrap();
    assert!(pan.len() == 16 && pan.starts_with("400000"));
    assert_eq!(secrets["expiry"], json!({"month": "01", "year": "2034"}));
}

#[tokio::test]
async fn a_pin_of_a_new_card_is_in_force_at_once_or_with_activation() {
    let sandbox = Sandbox::new().await;
    let jane = sandbox.user("jane").await;
    let application = jane.application().await;
    let shipping = json!({"phoneNumber": "+15555551234", "line1": "123 Main St", "city": "Miami",
                          "region": "FL", "postalCode": "33101", "countryCode": "US"});
    for (kind, in_force) in [("virtual", true), ("physical", false)] {
        let session = open(&jane).await;
        let input = json!({"cardApplicationId": application, "cardType": kind, "shipping": shipping,
                           "sessionId": session.id, "encryptedPin": seal(&session, "719305")});
        let made = jane.ask(super::printed::CREATE_RAIN_CARD, &json!({ "input": input })).await;
        let card = made["createRainCard"]["id"].as_i64().unwrap();
        let session = open(&jane).await;
        let read = format!(
            "mutation {{ getRainCardPin(cardId: {card}, sessionId: {:?}) {{ success error }} }}",
            session.id
        );
        assert_eq!(jane.field(&read).await["success"], in_force, "{kind}");
    }
}
