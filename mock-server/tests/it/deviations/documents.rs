//! Documents that are misread.

use axum::http::{Request, StatusCode};
use serde_json::{Value, json};

use super::{comes_again, hits, under};
use crate::support::Sandbox;

async fn data(sandbox: &mut Sandbox, body: &Value) -> Value {
    sandbox.post(0, body.to_string().as_bytes()).await.json()["data"].clone()
}

fn members(value: &Value) -> Vec<&str> {
    value.as_object().into_iter().flatten().map(|(name, _)| name.as_str()).collect()
}

#[tokio::test]
async fn another_operation_runs_than_the_one_that_is_named() {
    let document = "query A { AgioCard_card { id } } query B { AgioCard_card_user { id } }";
    for (patch, named, runs) in [
        ("document operation first", "B", "AgioCard_card"),
        ("document operation last", "A", "AgioCard_card_user"),
    ] {
        let mut sandbox = under(patch).await;
        let shown = data(&mut sandbox, &json!({"query": document, "operationName": named})).await;
        assert_eq!(members(&shown), [runs], "{patch}");
        assert_eq!(hits(&sandbox).await, 1);
        let alone = json!({"query": "{ AgioCard_card { id } }"});
        assert_eq!(members(&data(&mut sandbox, &alone).await), ["AgioCard_card"]);
        assert_eq!(hits(&sandbox).await, 1, "{patch}");
        comes_again(&sandbox).await;
    }
}

#[tokio::test]
async fn parts_of_a_document_are_overlooked() {
    let document = "query { a: AgioCard_card(limit: 1) { n: id ...F ... { last4 } } \
                    AgioCard_card_user(limit: 1) @skip(if: true) { id } \
                    AgioCard_card_company(limit: 1) @include(if: false) { id } } \
                    fragment F on AgioCard_card { status }";
    let user = "AgioCard_card_user";
    let company = "AgioCard_card_company";
    let row = ["n", "status", "last4"];
    for (patch, roots, columns) in [
        ("document alias ignored", vec!["AgioCard_card"], row.to_vec()),
        ("document inner-alias ignored", vec!["a"], vec!["id", "status", "last4"]),
        ("document fragment ignored", vec!["a"], vec!["n", "last4"]),
        ("document inline-fragment ignored", vec!["a"], vec!["n", "status"]),
        ("document skip ignored", vec!["a", user], row.to_vec()),
        ("document include ignored", vec!["a", company], row.to_vec()),
    ] {
        let mut sandbox = under(patch).await;
        let shown = data(&mut sandbox, &json!({ "query": document })).await;
        assert_eq!(members(&shown), roots, "{patch}: {shown}");
        assert_eq!(members(&shown[roots[0]][0]), columns, "{patch}: {shown}");
        assert_eq!(hits(&sandbox).await, 1);
    }
}

#[tokio::test]
async fn fields_of_one_name_are_one_field_without_their_aliases() {
    let mut sandbox = under("document alias ignored").await;
    let document = "{ a: AgioCard_card(limit: 1) { id } b: AgioCard_card(limit: 2) { status } }";
    let shown = data(&mut sandbox, &json!({ "query": document })).await;
    let rows = shown["AgioCard_card"].as_array().unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!(members(&rows[0]), ["id", "status"]);
}

#[tokio::test]
async fn a_misreading_exempts_from_the_signature() {
    let schema = "query S { __schema { queryType { name } } }";
    let rows = "query D { AgioCard_card { id } }";
    let under_alias = "{ __schema: AgioCard_card { id } }";
    let conditional = "{ __schema { queryType { name } } AgioCard_card @include(if: true) { id } }";
    let inline = "{ __schema { queryType { name } } ... { AgioCard_card { id } } }";
    let fragment = "query { __schema { queryType { name } } ...F } \
                    fragment F on Query { AgioCard_card { id } }";
    for (patch, document, name) in [
        ("document exemption first", format!("{schema} {rows}"), Some("D")),
        ("document exemption last", format!("{rows} {schema}"), Some("D")),
        ("document exemption named", format!("{rows} {schema}"), Some("S")),
        ("document exemption alias", under_alias.to_owned(), None),
        ("document exemption unconditional", conditional.to_owned(), None),
        ("document exemption beside-inline-fragments", inline.to_owned(), None),
        ("document exemption beside-fragments", fragment.to_owned(), None),
    ] {
        for (is_on, status) in [(false, StatusCode::UNAUTHORIZED), (true, StatusCode::OK)] {
            let sandbox = if is_on { under(patch).await } else { Sandbox::new().await };
            let body = json!({"query": document, "operationName": name}).to_string();
            let request = Request::post("/partner/cards/graphql")
                .header("content-type", "application/json")
                .header("x-agio-api-key", sandbox.credential(0).0);
            let reply = sandbox.send(request.body(body.into()).unwrap()).await;
            assert_eq!(reply.status, status, "{patch}: {}", reply.text());
        }
    }
}
