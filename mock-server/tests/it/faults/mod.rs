//! Injected faults: the requests they strike, the answer the client sees, and the effect on the
//! world. Orders of faults and what becomes of them are in `orders`, all named errors in `documented`.

mod documented;
mod orders;

use std::time::Duration;

use axum::http::{Request, StatusCode};
use conformance::drivers::graphql::session_key::{PinCodec, Session};
use http_body_util::BodyExt;
use mock_server::{config::Config, server};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

use crate::support::{Reply, Sandbox};

const READ: &str = "{ AgioCard_card { id } }";
const FREEZE: &str = "mutation { freezeCard(cardId: 1) { success status error } }";
const UNFREEZE: &str = "mutation { unfreezeCard(cardId: 1) { success status error } }";

impl Sandbox {
    async fn order(&self, fault: Value) -> Value {
        let reply = self.control("POST", "/worlds/test/faults", &fault).await;
        assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.text());
        reply.json()
    }

    async fn fault(&self, id: &str) -> Value {
        let reply = self.control("GET", &format!("/worlds/test/faults/{id}"), &Value::Null).await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
        reply.json()
    }

    async fn statuses(&mut self, document: &str, times: usize) -> Vec<u16> {
        let mut statuses = Vec::new();
        for _ in 0..times {
            statuses.push(self.ask(document, &Value::Null).await.status.as_u16());
        }
        statuses
    }

    /// Sends the bytes of a request over a real connection, and returns everything that comes back
    /// until the server closes it.
    async fn over_the_wire(&self, request: Request<axum::body::Body>) -> Vec<u8> {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let worlds = self.worlds.clone();
        let server = tokio::spawn(async move {
            server::serve(listener, worlds, &Config::default(), std::future::pending()).await
        });
        let (parts, body) = request.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        let mut head = format!("{} {} HTTP/1.1\r\nhost: test\r\n", parts.method, parts.uri);
        for (name, value) in &parts.headers {
            head.push_str(&format!("{name}: {}\r\n", value.to_str().unwrap()));
        }
        head.push_str(&format!("connection: close\r\ncontent-length: {}\r\n\r\n", body.len()));
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(head.as_bytes()).await.unwrap();
        stream.write_all(&body).await.unwrap();
        let mut answer = Vec::new();
        tokio::time::timeout(Duration::from_secs(10), stream.read_to_end(&mut answer))
            .await
            .expect("the connection is closed")
            .unwrap();
        server.abort();
        answer
    }

    async fn status_of_card(&mut self) -> Value {
        let document = "{ AgioCard_card_by_pk(id: 1) { status } }";
        self.ask(document, &Value::Null).await.json()["data"]["AgioCard_card_by_pk"]["status"]
            .clone()
    }
}

fn body(document: &str) -> Vec<u8> {
    json!({"query": document}).to_string().into_bytes()
}

/// Status and answer of a fault in the catalogue.
async fn catalogued(sandbox: &Sandbox, name: &str) -> Value {
    let catalogue = sandbox.control("GET", "/catalog/faults", &Value::Null).await.json();
    let items = catalogue["items"].as_array().unwrap();
    items.iter().find(|item| item["name"] == name).unwrap()["answer"].clone()
}

#[tokio::test]
async fn exactly_the_scheduled_number_is_struck() {
    let mut sandbox = Sandbox::new().await;
    sandbox
        .order(json!({"match": {"surface": "PG"}, "when": {"next": 2},
                      "then": {"error": "nonce-store-503"}}))
        .await;
    assert_eq!(sandbox.statuses(READ, 4).await, [503, 503, 200, 200]);
    let fault = sandbox.fault("f-1").await;
    assert_eq!(
        fault,
        json!({"id": "f-1", "state": "spent", "matched": 2, "fired": 2, "left": 0,
               "fired_on": ["/_sandbox/worlds/test/requests/1", "/_sandbox/worlds/test/requests/2"],
               "match": {"surface": "PG"}, "when": {"next": 2},
               "then": {"error": "nonce-store-503"}})
    );
}

#[tokio::test]
async fn a_request_that_is_refused_earlier_leaves_the_fault_for_the_next() {
    let mut sandbox = Sandbox::new().await;
    sandbox.order(json!({"then": {"error": "hasura-503"}})).await;
    let mut request = sandbox.signed(0, &body(READ));
    request.headers_mut().insert("x-agio-signature", "00".repeat(32).parse().unwrap());
    assert_eq!(sandbox.send(request).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(sandbox.statuses("{ AgioCard_card { nothing } }", 1).await, [400]);
    assert_eq!(sandbox.statuses(READ, 2).await, [503, 200]);
}

#[tokio::test]
async fn what_does_not_match_is_neither_struck_nor_counted() {
    let mut sandbox = Sandbox::new().await;
    sandbox
        .order(json!({"match": {"operation": "freezeCard", "entity": "card:1",
                                "by": "acme/primary"},
                      "then": {"error": "issuer-error"}}))
        .await;
    assert_eq!(sandbox.statuses(READ, 2).await, [200, 200]);
    sandbox.ask(UNFREEZE, &Value::Null).await;
    let other = "mutation { freezeCard(cardId: 2) { success } }";
    sandbox.ask(other, &Value::Null).await;
    sandbox.post(1, &body("mutation { freezeCard(cardId: 1) { success } }")).await;
    assert_eq!(sandbox.fault("f-1").await["matched"], 0);
    let struck = sandbox.ask(FREEZE, &Value::Null).await.json();
    assert_eq!(struck["data"]["freezeCard"]["error"], "CARD_API_ERROR: issuer unavailable");
    assert_eq!(sandbox.fault("f-1").await["state"], "spent");
}

#[tokio::test]
async fn a_nonce_is_used_up_by_every_error_behind_the_nonce_store() {
    for (name, document, again) in [
        ("nonce-store-503", READ, 200),
        ("hasura-503", READ, 401),
        ("hasura-502", READ, 401),
        ("issuer-error", FREEZE, 401),
    ] {
        let mut sandbox = Sandbox::new().await;
        sandbox.order(json!({"then": {"error": name}})).await;
        let request = |parts: &axum::http::request::Parts| {
            Request::from_parts(parts.clone(), axum::body::Body::from(body(document)))
        };
        let (parts, _) = sandbox.signed(0, &body(document)).into_parts();
        sandbox.send(request(&parts)).await;
        assert_eq!(sandbox.send(request(&parts)).await.status.as_u16(), again, "{name}");
    }
}

#[tokio::test]
async fn introspection_needs_no_nonce_store() {
    let mut sandbox = Sandbox::new().await;
    sandbox.order(json!({"when": {"always": true}, "then": {"error": "nonce-store-503"}})).await;
    let reply = sandbox.ask("{ __schema { queryType { name } } }", &Value::Null).await;
    assert_eq!(reply.status, StatusCode::OK);
    assert_eq!(sandbox.fault("f-1").await["matched"], 0);
}

#[tokio::test]
async fn a_session_that_was_used_is_consumed_although_the_issuer_failed() {
    let mut sandbox = Sandbox::new().await;
    let open = "mutation { generateEncryptionKeys { sessionId key iv } }";
    let opened = sandbox.ask(open, &Value::Null).await.json();
    let session = Session::read(&opened["data"]["generateEncryptionKeys"]).unwrap();
    let pin = session.encrypt_pin(&PinCodec::default(), "7193").unwrap();
    let set = "mutation($input: SetCardPinInput!) { setCardPin(input: $input) { success error } }";
    let input = json!({"input": {"cardId": 1, "sessionId": session.id, "encryptedPin": pin}});
    sandbox.order(json!({"then": {"error": "issuer-error"}})).await;
    let texts = [
        sandbox.ask(set, &input).await.json()["data"]["setCardPin"]["error"].clone(),
        sandbox.ask(set, &input).await.json()["data"]["setCardPin"]["error"].clone(),
    ];
    assert_eq!(texts, ["CARD_API_ERROR: issuer unavailable", "session expired"]);
}

#[tokio::test]
async fn dropped_before_is_as_if_it_had_never_come() {
    let mut sandbox = Sandbox::new().await;
    sandbox.order(json!({"match": {"operation": "freezeCard"}, "then": {"drop": "before"}})).await;
    let (parts, _) = sandbox.signed(0, &body(FREEZE)).into_parts();
    let request = || Request::from_parts(parts.clone(), axum::body::Body::from(body(FREEZE)));
    assert_eq!(sandbox.over_the_wire(request()).await, b"");
    assert_eq!(sandbox.status_of_card().await, "active");
    let again = sandbox.send(request()).await;
    assert_eq!(again.json()["data"]["freezeCard"]["status"], "locked", "{}", again.text());
}

#[tokio::test]
async fn dropped_after_has_happened() {
    let mut sandbox = Sandbox::new().await;
    sandbox.order(json!({"match": {"operation": "freezeCard"}, "then": {"drop": "after"}})).await;
    let (parts, _) = sandbox.signed(0, &body(FREEZE)).into_parts();
    let request = || Request::from_parts(parts.clone(), axum::body::Body::from(body(FREEZE)));
    assert_eq!(sandbox.over_the_wire(request()).await, b"");
    assert_eq!(sandbox.status_of_card().await, "locked");
    let again = sandbox.send(request()).await;
    assert_eq!(again.json()["description"], "Request already processed", "{}", again.text());
}

#[tokio::test]
async fn sb_fault_07_a_cut_body_announces_its_full_length() {
    let mut sandbox = Sandbox::new().await;
    let whole = sandbox.ask(READ, &Value::Null).await.body;
    for bytes in [0, 10, whole.len() - 1] {
        sandbox.order(json!({"then": {"cut_body_after": bytes}})).await;
        let request = sandbox.signed(0, &body(READ));
        let wire = sandbox.over_the_wire(request).await;
        let end = wire.windows(4).position(|four| four == b"\r\n\r\n").expect("a whole head") + 4;
        let head = String::from_utf8_lossy(&wire[..end]).to_lowercase();
        assert!(head.starts_with("http/1.1 200"), "{head}");
        assert!(head.contains(&format!("content-length: {}\r\n", whole.len())), "{head}");
        assert_eq!(&wire[end..], &whole[..bytes]);
    }
    let request = sandbox.signed(0, &body(READ));
    assert!(sandbox.over_the_wire(request).await.ends_with(&whole));
}

#[tokio::test]
async fn a_delayed_answer_is_late_and_holds_nobody_up() {
    let mut sandbox = Sandbox::new().await;
    sandbox
        .order(json!({"match": {"operation": "freezeCard"},
                      "then": {"delay": "400ms", "error": "issuer-error"}}))
        .await;
    let start = tokio::time::Instant::now();
    let slow = sandbox.signed(0, &body(FREEZE));
    let quick = sandbox.signed(0, &body(READ));
    let timed = async |request| {
        let reply: Reply = sandbox.send(request).await;
        (reply, start.elapsed())
    };
    let ((slow, late), (quick, soon)) = tokio::join!(timed(slow), timed(quick));
    assert!(slow.text().contains("issuer unavailable") && quick.status.is_success());
    assert!(late >= Duration::from_millis(400) && soon < late, "{late:?} {soon:?}");
}
