//! The door: methods, media types, bodies, documents, and the texts of refusals.

use axum::{body::Body, http::Request};
use serde_json::json;

use crate::support::{Reply, Sandbox};

async fn post(sandbox: &Sandbox, media_type: &str, body: &str) -> Reply {
    let token = sandbox.mint("jane", "valid").await;
    let request = Request::post("/graphql")
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", media_type);
    sandbox.send(request.body(Body::from(body.to_owned())).unwrap()).await
}

fn error(code: &str, message: &str) -> serde_json::Value {
    json!({"errors": [{"message": message, "extensions": {"code": code}}]})
}

#[tokio::test]
async fn other_methods_are_told_what_there_is() {
    let sandbox = Sandbox::new().await;
    let wanted = error("BAD_REQUEST", "Use POST with a JSON body, or a WebSocket upgrade");
    for method in ["PUT", "DELETE", "PATCH", "OPTIONS"] {
        let request = Request::builder().method(method).uri("/graphql").body(Body::empty());
        let reply = sandbox.send(request.unwrap()).await;
        assert_eq!((reply.status.as_u16(), reply.json()), (405, wanted.clone()), "{method}");
        assert_eq!(reply.headers["allow"], "GET, POST");
    }
    let reply = sandbox.send(Request::get("/graphql").body(Body::empty()).unwrap()).await;
    assert_eq!((reply.status.as_u16(), reply.json()), (426, wanted));
    assert_eq!(reply.headers["upgrade"], "websocket");
}

#[tokio::test]
async fn only_json_objects_with_a_query_are_read() {
    let sandbox = Sandbox::new().await;
    let reply = post(&sandbox, "text/plain", "{}").await;
    let wanted = error("BAD_REQUEST", "Content-Type must be application/json");
    assert_eq!((reply.status.as_u16(), reply.json()), (415, wanted));
    let wanted = error("BAD_REQUEST", "Request body must be a JSON object with a string \"query\"");
    for body in ["", "x", "[]", "7", "{}", r#"{"query":7}"#, r#"[{"query":"{ __typename }"}]"#] {
        let reply = post(&sandbox, "application/json; charset=utf-8", body).await;
        assert_eq!((reply.status.as_u16(), reply.json()), (400, wanted.clone()), "{body}");
    }
}

#[tokio::test]
async fn a_document_is_judged_in_the_words_of_graphql_js() {
    let sandbox = Sandbox::new().await;
    for (query, code, message) in [
        ("{", "GRAPHQL_PARSE_FAILED", "Syntax Error: Expected Name, found <EOF>."),
        (
            "{ AgioAuth_user { id } }",
            "GRAPHQL_VALIDATION_FAILED",
            "Cannot query field \"AgioAuth_user\" on type \"Query\".",
        ),
        (
            "query A { __typename } query B { __typename }",
            "GRAPHQL_VALIDATION_FAILED",
            "Must provide operation name if query contains multiple operations.",
        ),
    ] {
        let reply =
            post(&sandbox, "application/json", &json!({ "query": query }).to_string()).await;
        assert_eq!((reply.status.as_u16(), reply.json()), (400, error(code, message)), "{query}");
    }
}

#[tokio::test]
async fn a_body_over_the_limit_is_told_the_limit() {
    let sandbox = Sandbox::new().await;
    let reply = post(&sandbox, "application/json", &" ".repeat(1_048_577)).await;
    assert_eq!(reply.status, 413);
    let description = "Request body exceeds 1048576 bytes";
    let wanted = json!({"error": "Payload Too Large", "description": description});
    assert_eq!(reply.json(), wanted);
}

#[tokio::test]
async fn a_graphql_response_has_the_type_that_was_asked_for() {
    let sandbox = Sandbox::new().await;
    let token = sandbox.mint("jane", "valid").await;
    let request = Request::post("/graphql")
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", "application/json")
        .header("accept", "application/graphql-response+json")
        .body(Body::from(r#"{"query":"{ __typename }"}"#));
    let reply = sandbox.send(request.unwrap()).await;
    assert_eq!(reply.text(), r#"{"data":{"__typename":"Query"}}"#);
    let given = reply.headers["content-type"].to_str().unwrap();
    assert!(given.starts_with("application/graphql-response+json"), "{given}");
}

#[tokio::test]
async fn a_fault_slows_a_user_down() {
    let sandbox = Sandbox::new().await;
    let path = format!("/worlds/{}/faults", sandbox.world);
    let fault = json!({"match": {"surface": "AG"}, "when": {"next": 1},
                       "then": {"error": "rate-limited"}});
    let ordered = sandbox.control("POST", &path, &fault).await;
    assert!(ordered.status.is_success(), "{}", ordered.text());
    let user = sandbox.user("jane").await;
    let reply = user.send("{ __typename }", &json!({})).await;
    assert_eq!(
        (reply.status.as_u16(), reply.json()),
        (429, error("RATE_LIMITED", "Too many requests"))
    );
    assert!(reply.headers.contains_key("retry-after"));
    assert_eq!(user.send("{ __typename }", &json!({})).await.status, 200);
}
