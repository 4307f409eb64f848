//! Documents that ask for more than any machine can answer are refused at once.

use axum::{body::Body, http::Request};
use serde_json::{Value, json};

use crate::support::Sandbox;

/// Fragments that spread each other twice, so that each level doubles what the one below selects.
fn doubling(levels: usize, on: &str, leaf: &str, root: &str) -> String {
    let mut text = format!("{root} fragment A0 on {on} {{ {leaf} }}");
    for level in 1..=levels {
        let below = level - 1;
        text += &format!(" fragment A{level} on {on} {{ ...A{below} ...A{below} }}");
    }
    text
}

async fn refused(document: &str, variables: &Value) {
    let reply = Sandbox::new().await.ask(document, variables).await;
    assert_eq!(reply.status, 400, "{}", &reply.text()[..200.min(reply.body.len())]);
    let code = &reply.json()["errors"][0]["extensions"]["code"];
    assert_eq!(code, "GRAPHQL_VALIDATION_FAILED");
}

#[tokio::test]
async fn fragments_that_double() {
    let schema = "__schema { queryType { name } }";
    refused(&doubling(60, "Query", schema, "{ ...A60 }"), &Value::Null).await;
    refused(&doubling(60, "Query", "__typename", "{ ...A60 }"), &Value::Null).await;
    let rows = "{ AgioCard_card { ...A60 } }";
    refused(&doubling(60, "AgioCard_card", "id", rows), &Value::Null).await;
    refused(&doubling(1_000, "Query", "__typename", "{ ...A1000 }"), &Value::Null).await;
}

#[tokio::test]
async fn fragments_that_double_without_a_key() {
    let document = doubling(60, "Query", "__schema { queryType { name } }", "{ ...A60 }");
    let request = Request::builder()
        .method("POST")
        .uri("/partner/cards/graphql")
        .header("content-type", "application/json")
        .body(Body::from(json!({"query": document}).to_string()))
        .unwrap();
    assert_eq!(Sandbox::new().await.send(request).await.status, 401);
}

#[tokio::test]
async fn lists_nested_in_lists() {
    let document = format!(
        "{{ AgioCard_card {{ {} id {} }} }}",
        "id card_user { cards { ".repeat(12),
        "} }".repeat(12)
    );
    refused(&document, &Value::Null).await;
}

#[tokio::test]
async fn filters_through_relations() {
    let mut filter = json!({"id": {"_lt": 0}});
    for _ in 0..20 {
        filter = json!({"card_user": {"cards": filter}});
    }
    let document = "query($w: AgioCard_card_bool_exp) { AgioCard_card(where: $w) { id } }";
    refused(document, &json!({"w": filter})).await;
}

#[tokio::test]
async fn what_is_deep_but_small_is_answered() {
    let mut sandbox = Sandbox::new().await;
    let document = "{ AgioCard_card(where: {card_user: {cards: {card_user: {is_active: {_eq: \
        true}}}}}) { id card_user { cards { id card_user { cards { id } } } } } }";
    let reply = sandbox.ask(document, &Value::Null).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
}

async fn told(document: &str, variables: &Value) -> String {
    let reply = Sandbox::new().await.ask(document, variables).await;
    assert_eq!(reply.status, 400, "{}", &reply.text()[..200.min(reply.body.len())]);
    let error = reply.json()["errors"][0].clone();
    assert_eq!(error["extensions"]["code"], "GRAPHQL_VALIDATION_FAILED");
    error["message"].as_str().unwrap().to_owned()
}

/// The cost of a filter is known before it looks at a row.
#[tokio::test]
async fn filters_of_too_many_conditions() {
    let one = json!({"nickname": {"_ilike": "%a%b%c%"}, "id": {"_in": [1, 2, 3]}});
    let filter = json!({"_or": vec![one; 8_000]});
    let root =
        |at| format!("a{at}: AgioCard_card {{ card_user {{ cards(where: $w) {{ id }} }} }} ");
    let roots: String = (0..15).map(root).collect();
    let document = format!("query($w: AgioCard_card_bool_exp) {{ {roots} }}");
    let told = told(&document, &json!({"w": filter})).await;
    assert!(told.starts_with("query costs more than"), "{told}");
}

#[tokio::test]
async fn conditions_nested_too_deep() {
    let mut filter = json!({"id": {"_eq": 1}});
    for _ in 0..110 {
        filter = json!({"_not": filter});
    }
    let document = "query($w: AgioCard_card_bool_exp) { AgioCard_card(where: $w) { id } }";
    let told = told(document, &json!({"w": filter})).await;
    assert_eq!(told, "conditions are nested deeper than 100");
}

#[tokio::test]
async fn an_aggregate_over_lists_nested_in_lists() {
    let nested = format!("{} id {}", "id card_user { cards { ".repeat(12), "} }".repeat(12));
    let document = format!("{{ AgioCard_card_aggregate {{ nodes {{ {nested} }} }} }}");
    assert!(told(&document, &Value::Null).await.starts_with("query costs more than"));
}
