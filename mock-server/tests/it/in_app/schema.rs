//! The schema: what it offers, and what introspection shows of it.

use serde_json::json;

use crate::support::Sandbox;

#[test]
fn the_schema() {
    insta::assert_snapshot!(mock_server::surfaces::in_app::InApp::sdl());
}

#[tokio::test]
async fn introspection_takes_a_token_and_shows_the_roots() {
    let sandbox = Sandbox::new().await;
    let jane = sandbox.user("jane").await;
    let roots = jane.field("{ __schema { queryType { name } mutationType { name } } }").await;
    assert_eq!(
        roots,
        json!({"queryType": {"name": "Query"}, "mutationType": {"name": "Mutation"}})
    );
}

#[tokio::test]
async fn what_is_not_offered_is_not_in_the_schema() {
    let sandbox = Sandbox::new().await;
    let jane = sandbox.user("jane").await;
    for field in ["chargeCard", "payInvoiceWithCardBalance", "freezeCardByCardId", "freezeCard"] {
        let document = format!("mutation {{ {field}(cardId: 1) {{ success }} }}");
        let reply = jane.send(&document, &json!({})).await;
        let code = reply.json()["errors"][0]["extensions"]["code"].clone();
        assert_eq!((reply.status.as_u16(), code), (400, json!("GRAPHQL_VALIDATION_FAILED")));
    }
}
