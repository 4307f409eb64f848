//! Secrets of a world, put by a client where none belongs.

use axum::{body::Body, http::Request};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use crate::{envelope::Project, support::Sandbox};

/// Kinds of secrets that a world has.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    ClientSecret,
    ApiSecret,
    Pan,
    PrepaidPan,
    SessionKey,
}

pub(super) const KINDS: [Kind; 5] =
    [Kind::ClientSecret, Kind::ApiSecret, Kind::Pan, Kind::PrepaidPan, Kind::SessionKey];

/// Places where they can end up, above all places that may be shown.
#[derive(Debug, Clone, Copy)]
pub(super) enum Place {
    Literal,
    Escaped,
    Spaced,
    Filter,
    Variable,
    Encoded,
    Alias,
    OperationName,
    VariableName,
    MemberName,
    Key,
    Timestamp,
    Signature,
    Idempotency,
    UserId,
    Amount,
    Path,
    QueryName,
}

pub(super) const PLACES: [Place; 18] = [
    Place::Literal,
    Place::Escaped,
    Place::Spaced,
    Place::Filter,
    Place::Variable,
    Place::Encoded,
    Place::Alias,
    Place::OperationName,
    Place::VariableName,
    Place::MemberName,
    Place::Key,
    Place::Timestamp,
    Place::Signature,
    Place::Idempotency,
    Place::UserId,
    Place::Amount,
    Place::Path,
    Place::QueryName,
];

pub(super) async fn misplace(
    sandbox: &mut Sandbox,
    main: &mut Project,
    secret: &str,
    place: Place,
) {
    let word: String = secret.chars().filter(char::is_ascii_alphanumeric).collect();
    let nickname = |text: &str| {
        let text = format!(
            "mutation {{ updateCardNickname(input: {{cardId: 77, cardNickname: {text}}}) {{ success \
             error }} }}"
        );
        json!({ "query": text }).to_string()
    };
    let escaped: String = secret.chars().map(|c| format!("\\u{:04x}", u32::from(c))).collect();
    let spaced: Vec<String> =
        word.as_bytes().chunks(4).map(|four| String::from_utf8_lossy(four).into()).collect();
    let rows = "{ AgioCard_card { id } }";
    let read = json!({ "query": rows }).to_string();
    match place {
        Place::Literal => {
            sandbox.send_with(nickname(&json!(secret).to_string()).as_bytes(), None).await;
        }
        Place::Escaped => {
            sandbox.send_with(nickname(&format!("\"{escaped}\"")).as_bytes(), None).await;
        }
        Place::Spaced => {
            let text = format!("\"x {} y\"", spaced.join(" "));
            sandbox.send_with(nickname(&text).as_bytes(), None).await;
        }
        Place::Encoded => {
            let text = format!("\"{} {}\"", STANDARD.encode(secret), hex::encode_upper(secret));
            sandbox.send_with(nickname(&text).as_bytes(), None).await;
        }
        Place::Filter => {
            let text = format!(
                "{{ AgioCard_card(where: {{nickname: {{_in: [{}]}}}}) {{ id }} }}",
                json!(secret)
            );
            sandbox.send_with(json!({ "query": text }).to_string().as_bytes(), None).await;
        }
        Place::Variable => {
            let text = "query($w: AgioCard_card_bool_exp) { AgioCard_card(where: $w) { id } }";
            let filter = json!({"_or": [{"nickname": {"_eq": secret}}, {"card_external_id": {"_eq": secret}}]});
            sandbox.ask(text, &json!({ "w": filter })).await;
        }
        Place::Alias => {
            let text = format!(
                "query Q{word} {{ x{word}: AgioCard_card {{ y{word}: id ...F{word} }} }} fragment F{word} on AgioCard_card {{ id }}"
            );
            sandbox.ask(&text, &json!({})).await;
        }
        Place::OperationName => {
            let body = json!({"query": rows, "operationName": secret}).to_string();
            sandbox.send_with(body.as_bytes(), None).await;
        }
        Place::VariableName => {
            sandbox.ask(rows, &json!({ secret: 1 })).await;
        }
        Place::MemberName => {
            let body = json!({"query": rows, secret: 1}).to_string();
            sandbox.send_with(body.as_bytes(), None).await;
        }
        Place::Key => sandbox.send_with(read.as_bytes(), Some(("x-agio-api-key", secret))).await,
        Place::Timestamp => {
            sandbox.send_with(read.as_bytes(), Some(("x-agio-timestamp", secret))).await;
        }
        Place::Signature => {
            sandbox.send_with(read.as_bytes(), Some(("x-agio-signature", secret))).await;
        }
        Place::Idempotency => {
            let fields = json!({"external_user_id": "ext-ada", "product_code": "none"});
            main.post(sandbox, "/cards/create", &fields, Some(secret)).await;
        }
        Place::UserId => {
            main.post(sandbox, "/users/get", &json!({ "user_id": secret }), None).await;
        }
        Place::Amount => {
            let number: Value = serde_json::from_str(secret).unwrap_or_else(|_| json!(secret));
            let stamp = json!({ "request_timestamp": number });
            main.post(sandbox, "/users/get", &stamp, None).await;
            main.post(
                sandbox,
                "/cards/topup",
                &json!({"card_id": number, "amount": secret}),
                Some("k"),
            )
            .await;
        }
        Place::Path => {
            let request = Request::post(format!("/api/v1/cards/{word}"));
            sandbox.send(request.header("API-KEY", &main.key).body(Body::empty()).unwrap()).await;
        }
        Place::QueryName => {
            let mut request = sandbox.signed(0, read.as_bytes());
            let path = format!("/partner/cards/graphql?{word}=1");
            *request.uri_mut() = path.parse().unwrap();
            sandbox.send(request).await;
        }
    }
}
