//! PINs in clear, put by a client where none belongs.

use axum::{body::Body, http::Request};
use mock_server::crypto::sealed;
use serde_json::{Value, json};

use super::sessions::SET;
use crate::{envelope::Project, support::Sandbox};

/// Places where a PIN in clear can end up.
#[derive(Debug, Clone, Copy)]
pub(super) enum PinPlace {
    Encrypted,
    Number,
    UnknownArgument,
    UnknownVariable,
    WrongType,
    WrongVariable,
    BrokenDocument,
    BrokenJson,
    Comment,
    Header,
    Query,
    Member,
    SealedMember,
    SealedText,
    OpenText,
}

pub(super) const PIN_PLACES: [PinPlace; 15] = [
    PinPlace::Encrypted,
    PinPlace::Number,
    PinPlace::UnknownArgument,
    PinPlace::UnknownVariable,
    PinPlace::WrongType,
    PinPlace::WrongVariable,
    PinPlace::BrokenDocument,
    PinPlace::BrokenJson,
    PinPlace::Comment,
    PinPlace::Header,
    PinPlace::Query,
    PinPlace::Member,
    PinPlace::SealedMember,
    PinPlace::SealedText,
    PinPlace::OpenText,
];

pub(super) async fn blurt(sandbox: &mut Sandbox, main: &mut Project, pin: &str, place: PinPlace) {
    let query = |text: String| json!({ "query": text }).to_string();
    let body = match place {
        PinPlace::Encrypted => query(format!(
            "mutation {{ setCardPin(input: {{cardId: 1, sessionId: \"s\", encryptedPin: \"{pin}\"}}) \
             {{ success }} }}"
        )),
        PinPlace::Number => query(format!(
            "mutation {{ setCardPin(input: {{cardId: 1, sessionId: \"s\", encryptedPin: {pin}}}) {{ \
             success }} }}"
        )),
        PinPlace::UnknownArgument => {
            query(format!("mutation {{ setCardPin(pin: \"{pin}\", code: [{pin}]) {{ success }} }}"))
        }
        PinPlace::UnknownVariable => {
            json!({"query": "{ AgioCard_card { id } }", "variables": {"pin": pin}}).to_string()
        }
        PinPlace::WrongType => query(format!(
            "mutation {{ createCard(input: {{cardApplicationId: true, cardType: X{pin}}}) {{ \
             success }} updateCardLimit(input: {{limitFrequency: \"{pin}\"}}) {{ success }} }}"
        )),
        PinPlace::WrongVariable => json!({
            "query": SET, "variables": {"input": {"cardId": {"pin": pin}, "encryptedPin": [pin]}}
        })
        .to_string(),
        PinPlace::BrokenDocument => {
            query(format!("mutation {{ setCardPin(input: {{encryptedPin: \"{pin}\" {pin} ? "))
        }
        PinPlace::BrokenJson => format!("{{\"query\": \"mutation\", \"pin\": \"{pin}\""),
        PinPlace::Comment => {
            query(format!("# the PIN is {pin}\n{{ AgioCard_card {{ id # {pin}\n }} }}"))
        }
        PinPlace::Member => json!({"query": "{ AgioCard_card { id } }", "pin": pin}).to_string(),
        PinPlace::Header | PinPlace::Query => query("{ AgioCard_card { id } }".to_owned()),
        PinPlace::SealedMember => {
            let fields = json!({"user_id": "ext-ada", "pin": pin, "kyc_data": {"pin": [pin]}});
            main.post(sandbox, "/users/get", &fields, None).await;
            return;
        }
        PinPlace::SealedText => {
            let encrypted = sealed::seal(&main.secret, 2, &[7; sealed::NONCE], pin.as_bytes());
            return sent_in_clear(sandbox, main, &json!({ "encrypted": encrypted })).await;
        }
        PinPlace::OpenText => {
            return sent_in_clear(sandbox, main, &json!({"encrypted": pin, "pin": pin})).await;
        }
    };
    let mut request = sandbox.signed(0, body.as_bytes());
    match place {
        PinPlace::Header => {
            request.headers_mut().insert("x-pin", pin.parse().unwrap());
        }
        PinPlace::Query => {
            let path = format!("/partner/cards/graphql?pin={pin}");
            *request.uri_mut() = path.parse().unwrap();
        }
        _ => {}
    }
    sandbox.send(request).await;
}

async fn sent_in_clear(sandbox: &Sandbox, main: &Project, body: &Value) {
    let request = Request::post("/api/v1/users/get")
        .header("API-KEY", &main.key)
        .header("content-type", "application/json");
    sandbox.send(request.body(Body::from(body.to_string())).unwrap()).await;
}
