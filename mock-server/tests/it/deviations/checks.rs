//! Checks that are skipped, and rules that are other ones, for one operation only.

use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use serde_json::{Value, json};

use super::{comes_again, hits, status, two_cards, under};
use crate::{envelope::Project, support::Sandbox};

fn freezing(card: i64) -> Vec<u8> {
    let document = format!("mutation {{ freezeCard(cardId: {card}) {{ success }} }}");
    json!({ "query": document }).to_string().into_bytes()
}

/// A request with the key of the partner and a signature that nobody made.
fn forged(sandbox: &mut Sandbox, body: &[u8]) -> Request<Body> {
    let mut request = sandbox.signed(0, body);
    request.headers_mut().insert("x-agio-signature", "00".repeat(32).parse().unwrap());
    request
}

#[tokio::test]
async fn a_forged_signature_freezes_and_does_nothing_else() {
    let mut sandbox = under("skip freezeCard[signature]").await;
    let [one, other] = two_cards(&mut sandbox).await;
    let lock = format!("mutation {{ lockCard(cardId: {other}) {{ success }} }}");
    let lock = json!({ "query": lock }).to_string().into_bytes();
    let refused = forged(&mut sandbox, &lock);
    assert_eq!(sandbox.send(refused).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(hits(&sandbox).await, 0);
    let let_in = forged(&mut sandbox, &freezing(one));
    let told = sandbox.send(let_in).await;
    assert_eq!(
        (told.status, told.json()["data"]["freezeCard"]["success"].clone()),
        (StatusCode::OK, json!(true))
    );
    assert_eq!(hits(&sandbox).await, 1);
    assert_eq!(status(&mut sandbox, one).await, "locked");
    assert_eq!(status(&mut sandbox, other).await, "active");
    comes_again(&sandbox).await;
}

#[tokio::test]
async fn who_names_no_key_acts_as_the_first_partner() {
    let mut sandbox = under("skip AgioCard_card[key_missing]").await;
    two_cards(&mut sandbox).await;
    let body = json!({ "query": "{ AgioCard_card { id } }" }).to_string();
    let mut request = sandbox.signed(0, body.as_bytes());
    request.headers_mut().remove("x-agio-api-key");
    request.headers_mut().insert("sandbox-world", "test".parse().unwrap());
    let told = sandbox.send(request).await;
    assert_eq!(told.status, StatusCode::OK);
    assert!(!told.json()["data"]["AgioCard_card"].as_array().unwrap().is_empty());
}

#[tokio::test]
async fn a_rule_of_one_operation_is_no_rule_of_another() {
    let mut sandbox = under("only freezeCard life.freeze_from = []").await;
    let [one, other] = two_cards(&mut sandbox).await;
    let freeze = format!("mutation {{ freezeCard(cardId: {one}) {{ success }} }}");
    let told = sandbox.ask(&freeze, &Value::Null).await.json();
    assert_eq!(told["data"]["freezeCard"]["success"], false);
    assert_eq!(hits(&sandbox).await, 1);
    let lock = format!("mutation {{ lockCard(cardId: {other}) {{ success }} }}");
    let told = sandbox.ask(&lock, &Value::Null).await.json();
    assert_eq!(told["data"]["lockCard"]["success"], true);
    assert_eq!(hits(&sandbox).await, 1);
    let rules = sandbox.control("GET", "/worlds/test/rules", &Value::Null).await.json();
    assert!(!rules.to_string().contains("\"value\":[],\"key\":\"life.freeze_from\""));
    comes_again(&sandbox).await;
}

#[tokio::test]
async fn a_refusal_tells_what_it_may_not() {
    let patch =
        r#"answer freezeCard[forbidden] besides {"data": {"freezeCard": {"success": true}}}"#;
    let mut sandbox = under(patch).await;
    let told = sandbox.ask("mutation { freezeCard(cardId: 999) { success } }", &Value::Null).await;
    assert_eq!(told.status, StatusCode::FORBIDDEN);
    let told = told.json();
    assert_eq!(told["data"], json!({"freezeCard": {"success": true}}));
    assert_eq!(told["errors"][0]["message"], "Not Authorized", "what it says stays");
    assert_eq!(hits(&sandbox).await, 1);
    comes_again(&sandbox).await;
}

#[tokio::test]
async fn a_used_timestamp_makes_users_and_is_refused_elsewhere() {
    let sandbox = under("skip /users/create[replay]").await;
    let mut main = Project::named(&sandbox, "main").await;
    main.ask(&sandbox, "/users/create", &json!({"external_user_id": "first"})).await;
    main.requests -= 1;
    main.ask(&sandbox, "/users/create", &json!({"external_user_id": "second"})).await;
    assert_eq!(hits(&sandbox).await, 1);
    main.ask(&sandbox, "/project/balance", &json!({})).await;
    main.requests -= 1;
    let refused = main.post(&sandbox, "/project/balance", &json!({}), None).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    comes_again(&sandbox).await;
}
