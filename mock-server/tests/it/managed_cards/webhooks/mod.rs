//! Webhooks of managed cards: bodies, signatures, attempts, the log (MC 14), and what the control
//! plane does with their receivers (SB 11).

mod bodies;
mod log;
mod receivers;
mod schedule;
mod signatures;

use base64::{Engine, engine::general_purpose::STANDARD};
use mock_server::{gate::WebhookSender, surfaces, worlds::Handle};
use serde_json::{Value, json};
use wiremock::{Mock, MockServer, Request, ResponseTemplate, matchers::any};

use crate::support::Sandbox;

/// The answer of a control route of the test world, which succeeds.
async fn control(sandbox: &Sandbox, method: &str, path: &str, body: Value) -> Value {
    let reply = sandbox.control(method, &format!("/worlds/test{path}"), &body).await;
    assert!(reply.status.is_success(), "{method} {path}: {}", reply.text());
    reply.json()
}

/// Status and code of a control route that refuses.
async fn refused(sandbox: &Sandbox, method: &str, path: &str, body: Value) -> (u16, String) {
    let reply = sandbox.control(method, &format!("/worlds/test{path}"), &body).await;
    (reply.status.as_u16(), reply.json()["code"].as_str().unwrap_or_default().to_owned())
}

/// The result of an op.
async fn op(sandbox: &Sandbox, name: &str, input: Value) -> Value {
    control(sandbox, "POST", &format!("/ops/{name}"), input).await["result"].clone()
}

/// Adds a receiver of some events; all where none is named.
async fn receiver(sandbox: &Sandbox, url: &str, events: &[&str]) -> Value {
    let wanted = json!({"surface": "MC", "url": url, "events": events});
    control(sandbox, "POST", "/receivers", wanted).await
}

fn world(sandbox: &Sandbox) -> Handle {
    sandbox.worlds.get("test").unwrap()
}

/// Makes every attempt that is due, and waits for the answers.
async fn deliver(sandbox: &Sandbox) {
    world(sandbox).settle();
    WebhookSender::new(surfaces::webhook_format).deliver(&world(sandbox)).await;
}

/// A message as the first attempt of a delivery sent it.
struct Message {
    headers: Value,
    bytes: Vec<u8>,
    body: Value,
}

/// The first attempts of all deliveries, oldest first.
async fn messages(sandbox: &Sandbox) -> Vec<Message> {
    deliver(sandbox).await;
    let all = control(sandbox, "GET", "/deliveries?limit=1000", Value::Null).await;
    let mut messages = Vec::new();
    for one in all["items"].as_array().unwrap() {
        let path = format!("/deliveries/{}?raw=true", one["id"].as_str().unwrap());
        let shown = control(sandbox, "GET", &path, Value::Null).await;
        let attempt = &shown["attempts"][0];
        let bytes = STANDARD.decode(attempt["body_base64"].as_str().unwrap()).unwrap();
        let body = serde_json::from_slice(&bytes).unwrap();
        messages.push(Message { headers: attempt["headers"].clone(), bytes, body });
    }
    messages
}

/// A card of amara's in a status, made by the back office, as its path.
async fn made_card(sandbox: &Sandbox, available: &str) -> String {
    let input = json!({"user": "amara", "program": "prg_ke_usd_instant", "available": available});
    let made = op(sandbox, "make-card", input).await;
    format!("{}{}/", super::user::CARDS, made["card"].as_str().unwrap())
}

/// A receiver on this machine that answers every request so.
async fn answering(answer: ResponseTemplate) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(answer).mount(&server).await;
    server
}

async fn arrived(server: &MockServer) -> Vec<Request> {
    server.received_requests().await.unwrap()
}

fn header<'a>(request: &'a Request, name: &str) -> &'a str {
    request.headers[name].to_str().unwrap()
}
