//! Malformed requests: every answer is a specified one.

use axum::{body::Body, http::Request};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::{
    story::wait,
    support::{Reply, Sandbox},
};

/// Statuses that the surface may answer (PG 14).
const STATUSES: [u16; 9] = [200, 400, 401, 403, 405, 413, 415, 502, 503];

pub(crate) fn specified(reply: &Reply) -> bool {
    let json = reply.json();
    let shaped = json.get("data").is_some() || json.get("errors").is_some() || {
        let plain = json.as_object().is_some_and(|members| members.len() == 2);
        plain && json["error"].is_string() && json["description"].is_string()
    };
    STATUSES.contains(&reply.status.as_u16()) && shaped
}

async fn code_of(body: &[u8]) -> (u16, Option<String>) {
    let reply = Sandbox::new().await.post(0, body).await;
    assert!(specified(&reply), "{}", reply.text());
    let code = reply
        .json()
        .pointer("/errors/0/extensions/code")
        .and_then(Value::as_str)
        .map(str::to_owned);
    (reply.status.as_u16(), code)
}

fn query(document: &str) -> Vec<u8> {
    json!({"query": document}).to_string().into_bytes()
}

#[tokio::test]
async fn bodies_that_are_no_request() {
    for body in [
        &b"{"[..],
        b"",
        b"null",
        b"[]",
        b"[{\"query\":\"{ __typename }\"}]",
        b"\xff\xfe",
        b"{\"query\":1}",
        b"{}",
        b"{\"query\":\"{ __typename }\",\"variables\":[]}",
        b"{\"query\":\"{ __typename }\",\"operationName\":7}",
    ] {
        let (status, code) = code_of(body).await;
        assert_eq!((status, code.as_deref()), (400, Some("BAD_REQUEST")), "{body:?}");
    }
}

#[tokio::test]
async fn a_body_beyond_the_limit() {
    let reply = Sandbox::new().await.post(0, &vec![b' '; 2 << 20]).await;
    assert_eq!(reply.status, 413);
    assert!(specified(&reply));
}

#[tokio::test]
async fn documents_that_are_too_deep_or_never_end() {
    let deep = format!("{}id{}", "{ a ".repeat(20_000), " }".repeat(20_000));
    assert_eq!(code_of(&query(&deep)).await.0, 400);
    let nested = format!(
        "{{ AgioCard_card {{ {}id{} }} }}",
        "card_company { cards { ".repeat(200),
        " } }".repeat(200)
    );
    assert_eq!(code_of(&query(&nested)).await.0, 400);
    let cyclic = "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }";
    assert_eq!(code_of(&query(cyclic)).await.0, 400);
    let itself = "{ AgioCard_card { ...A } } fragment A on AgioCard_card { card_company { cards { \
        ...A } } }";
    assert_eq!(code_of(&query(itself)).await.0, 400);
}

#[tokio::test]
async fn documents_that_ask_for_too_much() {
    let many: String = (0..20_000).map(|n| format!("a{n}: __typename ")).collect();
    let (status, _) = code_of(&query(&format!("{{ {many} }}"))).await;
    assert!(status == 200 || status == 400, "{status}");
}

#[tokio::test]
async fn absurd_numbers() {
    for id in ["99999999999999999999", "2147483648", "-2147483649", "1.5", "1e10", "\"1\""] {
        let document = format!("mutation {{ freezeCard(cardId: {id}) {{ success }} }}");
        assert_eq!(code_of(&query(&document)).await.0, 400, "{id}");
    }
    for id in ["-1", "0", "2147483647", "-2147483648"] {
        let document = format!("mutation {{ freezeCard(cardId: {id}) {{ success }} }}");
        assert_eq!(code_of(&query(&document)).await.0, 403, "{id}");
    }
    for paging in ["limit: -1", "offset: -1", "limit: 99999999999"] {
        let document = format!("{{ AgioCard_card({paging}) {{ id }} }}");
        assert_eq!(code_of(&query(&document)).await.0, 400, "{paging}");
    }
}

#[tokio::test]
async fn encrypted_values_that_are_none() {
    let mut sandbox = Sandbox::new().await;
    let opened = sandbox.ask("mutation { generateEncryptionKeys { sessionId } }", &json!({})).await;
    let session = opened.json()["data"]["generateEncryptionKeys"]["sessionId"].clone();
    for value in ["", "%%%", "AAAA", "not base64", "\u{0}", &"A".repeat(100_000)] {
        let document = "mutation($input: SetCardPinInput!) { setCardPin(input: $input) { success \
            error } }";
        let input = json!({"input": {"cardId": 1, "sessionId": session, "encryptedPin": value}});
        let reply = sandbox.ask(document, &input).await;
        assert_eq!(reply.status, 200, "{}", reply.text());
        assert_eq!(reply.json()["data"]["setCardPin"]["success"], false);
    }
}

#[tokio::test]
async fn headers_that_are_none() {
    let sandbox = Sandbox::new().await;
    for (name, value) in [
        ("x-agio-api-key", "\u{e9}"),
        ("x-agio-api-key", "no uuid"),
        ("x-agio-timestamp", "99999999999999999999"),
        ("x-agio-timestamp", "-1"),
        ("x-agio-signature", "zz"),
    ] {
        let request = Request::builder()
            .method("POST")
            .uri("/partner/cards/graphql")
            .header("content-type", "application/json")
            .header(name, value)
            .body(Body::from(query("{ __typename }")))
            .unwrap();
        let reply = sandbox.send(request).await;
        assert_eq!(reply.status, 401, "{name}: {value}");
        assert!(specified(&reply));
    }
}

#[tokio::test]
async fn the_control_plane_refuses_what_it_does_not_know() {
    let sandbox = Sandbox::new().await;
    for (method, path, body, code) in [
        ("POST", "/worlds", json!({"sead": "7"}), "unknown_field"),
        ("POST", "/worlds", json!({"id": "No!"}), "invalid_value"),
        ("POST", "/worlds", json!({"rules": {"pin.min_digit": 5}}), "rule_unknown"),
        ("POST", "/worlds", json!({"rules": {"pin.min_digits": "x"}}), "rule_type"),
        ("POST", "/worlds", json!({"deviations": ["D-NONE"]}), "deviation_unknown"),
        ("POST", "/worlds", json!({"readings": {"AMB-PG-01": "x"}}), "reading_unknown"),
        ("PATCH", "/worlds/test/rules", json!({"pin.min_digits": []}), "rule_type"),
        ("POST", "/worlds/test/ops/fly", json!({}), "op_unknown"),
        ("POST", "/worlds/test/ops/authorize", json!({"card": 1}), "missing_field"),
        ("POST", "/worlds/test/clock/advance", json!({"by": "1 parsec"}), "invalid_value"),
        (
            "PUT",
            "/worlds/test/clock",
            json!({"mode": "frozen", "at": "1999-01-01T00:00:00Z"}),
            "clock_backwards",
        ),
        ("GET", "/worlds/nowhere", json!(null), "world_unknown"),
    ] {
        let reply = sandbox.control(method, path, &body).await;
        assert!(reply.status.is_client_error(), "{method} {path}: {}", reply.status);
        assert_eq!(reply.json()["code"], code, "{method} {path}: {}", reply.text());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_get_a_specified_answer(body in prop::collection::vec(any::<u8>(), 0..300)) {
        let reply = wait(async { Sandbox::new().await.post(0, &body).await });
        prop_assert!(specified(&reply), "{}", reply.text());
    }

    #[test]
    fn any_document_gets_a_specified_answer(document in "[{}()a-zA-Z_:$!@\\[\\]\" .0-9\\\\]{0,120}") {
        let reply = wait(async { Sandbox::new().await.post(0, &query(&document)).await });
        prop_assert!(specified(&reply), "{document}: {}", reply.text());
    }
}
