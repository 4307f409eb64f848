//! Diagnoses of heads: headers that occur twice, and compressed bodies.

use axum::{body::Body, http::Request};
use serde_json::json;

use super::{causes, diagnosis};
use crate::{envelope::Project, support::Sandbox};

#[tokio::test]
async fn a_header_that_stands_there_twice_is_named() {
    for name in ["x-agio-api-key", "x-agio-timestamp", "x-agio-signature"] {
        let mut sandbox = Sandbox::new().await;
        let body = json!({"query": "{ AgioCard_card { id } }"}).to_string();
        let mut request = sandbox.signed(0, body.as_bytes());
        let same = request.headers()[name].clone();
        request.headers_mut().append(name, same);
        // Two keys name no world; the header keeps the entry in this one.
        request.headers_mut().insert("sandbox-world", "test".parse().unwrap());
        let reply = sandbox.send(request).await;
        assert_eq!(reply.status, 401, "{name}");
        let told = diagnosis(&sandbox, &reply).await;
        assert_eq!(causes(&told), ["header-twice"], "{told:#}");
        assert_eq!(told[0]["evidence"], json!({"header": name, "times": 2}));
        assert_eq!(told[0]["certainty"], "proved");
    }
}

#[tokio::test]
async fn a_media_type_that_stands_there_twice_is_none() {
    let mut sandbox = Sandbox::new().await;
    let mut main = Project::named(&sandbox, "main").await;
    let body = json!({"query": "{ AgioCard_card { id } }"}).to_string();
    let partner = sandbox.signed(0, body.as_bytes());
    let envelope = main.request(&sandbox, "/project/balance", &json!({}), None);
    for (mut request, status) in [(partner, 415), (envelope, 400)] {
        request.headers_mut().append("content-type", "application/json".parse().unwrap());
        let reply = sandbox.send(request).await;
        assert_eq!(reply.status, status, "{}", reply.text());
        let told = diagnosis(&sandbox, &reply).await;
        assert_eq!(told[0]["evidence"], json!({"header": "content-type", "times": 2}));
    }
}

#[tokio::test]
async fn an_idempotency_key_that_stands_there_twice_is_none() {
    let sandbox = Sandbox::new().await;
    let mut main = Project::named(&sandbox, "main").await;
    let fields = json!({"card_id": "x", "amount": "20.00"});
    let mut request = main.request(&sandbox, "/cards/topup", &fields, Some("k-1"));
    request.headers_mut().append("idempotency-key", "k-1".parse().unwrap());
    let reply = sandbox.send(request).await;
    let opened = main.open(reply.status, &reply.body);
    assert_eq!((opened.status.as_u16(), opened.slug()), (400, "invalid_request"));
    assert_eq!(opened.text("/error"), "Invalid request: Idempotency-Key is not valid");
}

#[tokio::test]
async fn a_key_of_an_envelope_that_stands_there_twice_is_named() {
    let sandbox = Sandbox::new().await;
    let request = Request::post("/api/v1/users/get")
        .header("sandbox-world", "test")
        .header("api-key", "a")
        .header("api-key", "b")
        .body(Body::from("{}"))
        .unwrap();
    let reply = sandbox.send(request).await;
    assert_eq!(reply.status, 404);
    assert_eq!(causes(&diagnosis(&sandbox, &reply).await), ["header-twice"]);
}

#[tokio::test]
async fn a_body_in_a_coding_that_is_not_read_is_told() {
    let mut sandbox = Sandbox::new().await;
    let body = json!({"query": "{ AgioCard_card { id } }"}).to_string();
    let mut request = sandbox.signed(0, body.as_bytes());
    request.headers_mut().insert("content-encoding", "br".parse().unwrap());
    let reply = sandbox.send(request).await;
    assert_eq!(reply.status, 415, "{}", reply.text());
    assert_eq!(causes(&diagnosis(&sandbox, &reply).await), ["body-coded"]);
}
