//! Arguments that are refused in one form.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{comes_again, hits, status, two_cards, under};
use crate::envelope::Project;

#[tokio::test]
async fn a_word_of_an_enum_is_refused_and_nothing_is_done() {
    let mut sandbox = under("refuse replaceCard /input/reason = \"lost\"").await;
    let [one, _] = two_cards(&mut sandbox).await;
    let replace = "mutation ($input: ReplaceCardInput!) { replaceCard(input: $input) { success } }";
    let refused = sandbox.ask(replace, &json!({"input": {"cardId": one, "reason": "lost"}})).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    assert_eq!(refused.json()["errors"][0]["extensions"]["code"], "GRAPHQL_VALIDATION_FAILED");
    assert_eq!(status(&mut sandbox, one).await, "active");
    assert_eq!(hits(&sandbox).await, 1);
    let written =
        format!("mutation {{ replaceCard(input: {{cardId: {one}, reason: lost}}) {{ success }} }}");
    assert_eq!(sandbox.ask(&written, &Value::Null).await.status, StatusCode::BAD_REQUEST);
    let done = sandbox.ask(&written.replace("lost", "stolen"), &Value::Null).await.json();
    assert_eq!(done["data"]["replaceCard"]["success"], true);
    assert_eq!(hits(&sandbox).await, 2);
    comes_again(&sandbox).await;
}

#[tokio::test]
async fn a_member_of_a_payload_is_refused_in_one_form() {
    let sandbox = under("refuse /users/create /external_user_id length 3").await;
    let mut main = Project::named(&sandbox, "main").await;
    let short = json!({"external_user_id": "abc"});
    let refused = main.post(&sandbox, "/users/create", &short, None).await;
    assert_eq!((refused.status, refused.slug()), (StatusCode::BAD_REQUEST, "invalid_request"));
    main.ask(&sandbox, "/users/create", &json!({"external_user_id": "abcd"})).await;
    assert_eq!(hits(&sandbox).await, 1);
    comes_again(&sandbox).await;
}
