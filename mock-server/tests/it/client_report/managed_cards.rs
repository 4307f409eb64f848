//! Clients of managed cards that do one thing wrong.

use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use mock_server::{gate::WebhookSender, surfaces};
use serde_json::{Value, json};
use wiremock::{Mock, MockServer, ResponseTemplate, matchers::any};

use crate::support::{Reply, Sandbox};

/// The path of cards.
const CARDS: &str = "/cards/api/v1/managed-cards/";

impl Sandbox {
    async fn managed(&self, method: &str, path: &str, token: &str, body: &Value) -> Reply {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("authorization", format!("Bearer {token}"))
            .header("content-type", "application/json")
            .body(Body::from(body.to_string()));
        self.send(request.unwrap()).await
    }

    /// An access token of amara's.
    async fn amara(&self) -> String {
        let path = format!("/worlds/{}/credentials", self.world);
        let shown = self.control("GET", &path, &Value::Null).await.json();
        let users = shown["MC"]["users"].as_array().unwrap();
        let user = users.iter().find(|user| user["label"] == "amara").unwrap();
        let login = json!({"username": user["username"], "password": user["password"]});
        let request = Request::post("/api/v1/token/")
            .header("content-type", "application/json")
            .body(Body::from(login.to_string()));
        let reply = self.send(request.unwrap()).await;
        reply.json()["access"].as_str().unwrap().to_owned()
    }

    /// Causes one event, and makes the attempts that are due.
    async fn tells_something(&self) {
        let token = self.amara().await;
        let input = json!({"user": "amara", "program": "prg_ke_usd_instant", "available": "10.00"});
        let made = self.op("make-card", &input).await.json();
        let card = made["result"]["card"].as_str().unwrap();
        let path = format!("{CARDS}{card}/freeze/");
        let reply = self.managed("POST", &path, &token, &json!({})).await;
        assert!(reply.status.is_success(), "{}", reply.text());
        self.delivers().await;
    }

    async fn delivers(&self) {
        let world = self.worlds.get("test").unwrap();
        world.settle();
        WebhookSender::new(surfaces::webhook_format).deliver(&world).await;
    }

    /// Has a delivery of an odd kind sent to the only receiver.
    async fn probes(&self, kind: &str) {
        let reply = self
            .control("POST", "/worlds/test/receivers/h-1/probe", &json!({ "kind": kind }))
            .await;
        assert!(reply.status.is_success(), "{}", reply.text());
        self.delivers().await;
    }

    async fn has_receiver(&self, url: &str) {
        let wanted = json!({"surface": "MC", "url": url, "events": ["card.frozen"]});
        let reply = self.control("POST", "/worlds/test/receivers", &wanted).await;
        assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.text());
    }
}

/// A receiver that answers the first messages with a status, and later ones with another.
async fn answering(first: (u16, u64), then: u16) -> MockServer {
    let server = MockServer::start().await;
    let (status, times) = first;
    let mock = Mock::given(any()).respond_with(ResponseTemplate::new(status));
    mock.up_to_n_times(times).mount(&server).await;
    Mock::given(any()).respond_with(ResponseTemplate::new(then)).mount(&server).await;
    server
}

#[tokio::test]
async fn mc_client_01_is_broken_by_repeats_expired_token() {
    let mut sandbox = Sandbox::new().await;
    let token = sandbox.amara().await;
    sandbox.advance(301).await;
    for verdict in ["kept", "broken"] {
        let reply = sandbox.managed("GET", CARDS, &token, &Value::Null).await;
        assert_eq!(reply.status, StatusCode::UNAUTHORIZED, "{}", reply.text());
        assert_eq!(sandbox.duty("MC-CLIENT-01").await["verdict"], verdict);
    }
    sandbox.is_broken("MC-CLIENT-01", &[2, 3]).await;
}

#[tokio::test]
async fn mc_client_02_is_broken_by_trusts_every_delivery() {
    let sandbox = Sandbox::new().await;
    let server = answering((200, 100), 200).await;
    sandbox.has_receiver(&server.uri()).await;
    sandbox.tells_something().await;
    assert_eq!(sandbox.duty("MC-CLIENT-02").await["verdict"], "unseen");
    sandbox.probes("bad-signature").await;
    sandbox.is_broken("MC-CLIENT-02", &[]).await;
    assert_eq!(sandbox.duty("MC-CLIENT-02").await["deliveries"], json!(["d-2"]));
}

#[tokio::test]
async fn mc_client_03_is_broken_by_fails_on_duplicates() {
    let sandbox = Sandbox::new().await;
    let server = answering((200, 1), 409).await;
    sandbox.has_receiver(&server.uri()).await;
    sandbox.tells_something().await;
    assert_eq!(sandbox.duty("MC-CLIENT-03").await["verdict"], "unseen");
    sandbox.probes("duplicate").await;
    sandbox.is_broken("MC-CLIENT-03", &[]).await;
    assert_eq!(sandbox.duty("MC-CLIENT-03").await["deliveries"], json!(["d-1"]));
}

#[tokio::test]
async fn a_receiver_that_checks_and_remembers_keeps_its_duties() {
    let sandbox = Sandbox::new().await;
    let server = answering((200, 2), 401).await;
    sandbox.has_receiver(&server.uri()).await;
    sandbox.tells_something().await;
    sandbox.probes("duplicate").await;
    sandbox.probes("bad-signature").await;
    for id in ["MC-CLIENT-02", "MC-CLIENT-03"] {
        let duty = sandbox.duty(id).await;
        assert_eq!(duty["verdict"], "kept", "{duty:#}");
    }
}
