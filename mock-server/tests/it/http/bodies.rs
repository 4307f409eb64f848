//! Bodies that are too large, unwanted, or missing.

use std::time::Duration;

use axum::{body::Body, http::Request};
use futures::future::join_all;
use serde_json::json;
use tokio::io::AsyncWriteExt;

use super::{KEY, Served, body, get, get_once, post, status};
use crate::support::Sandbox;

const ANNOUNCED: &str = "content-type: application/json\r\ncontent-length: 50000000\r\n";

#[tokio::test]
async fn what_the_head_decides_is_said_before_the_body_is_asked_for() {
    let served = Served::with(&[]).await;
    let expect = "expect: 100-continue\r\n";
    for (path, headers, expected) in [
        ("/api/v1/users/get", ANNOUNCED.to_owned(), 413),
        ("/api/v1/users/get", "API-KEY: nope\r\ncontent-length: 500\r\n".to_owned(), 404),
        ("/api/v1/nothing", "content-length: 500\r\n".to_owned(), 404),
        ("/partner/cards/graphql", "x-agio-api-key: a\r\ncontent-length: 500\r\n".to_owned(), 401),
        ("/partner/cards/graphql", format!("{KEY}{ANNOUNCED}"), 413),
        ("/_sandbox/worlds", ANNOUNCED.to_owned(), 413),
        ("/_sandbox/worlds?a=b", "content-length: 500\r\n".to_owned(), 422),
        ("/_sandbox/nothing", "content-length: 500\r\n".to_owned(), 404),
    ] {
        let ask = format!("POST {path} HTTP/1.1\r\nhost: localhost\r\n{expect}{headers}\r\n");
        let answer = served.send(ask).await;
        assert_eq!(status(&answer), expected, "{path} {headers}: {answer}");
        assert!(answer.contains("connection: close"), "{answer}");
    }
    // What it cannot decide is asked for.
    let mut client = served.connect().await;
    let head = "POST /_sandbox/whoami HTTP/1.1\r\nhost: localhost\r\nexpect: 100-continue\r\n\
        connection: close\r\ncontent-length: 2\r\n\r\n";
    client.write(head).await;
    assert_eq!(client.answer().await, "HTTP/1.1 100 Continue\r\n\r\n");
    client.write("{}").await;
    assert_ne!(status(&client.rest().await), 0);
}

#[tokio::test]
async fn an_early_refusal_does_not_lose_the_next_request() {
    let served = Served::with(&[]).await;
    // A small body that nobody wanted is read over; the connection goes on.
    for early in ["/nowhere", "/_sandbox/nothing", "/api/v1"] {
        let mut client = served.connect().await;
        let ask =
            format!("POST {early} HTTP/1.1\r\nhost: localhost\r\ncontent-length: 30000\r\n\r\n");
        client.write(ask).await;
        client.write("a".repeat(30_000)).await;
        let refused = client.answer().await;
        assert!(matches!(status(&refused), 404), "{early}: {refused}");
        if !refused.contains("connection: close") {
            client.write(get("/health")).await;
            assert_eq!(status(&client.answer().await), 200, "{early}");
        }
    }
    // A large one ends the connection, which is said, and the answer is not lost under it.
    for early in ["/nowhere", "/_sandbox/nothing", "/_sandbox/worlds", "/api/v1/users/get"] {
        let mut client = served.connect().await;
        let ask =
            format!("POST {early} HTTP/1.1\r\nhost: localhost\r\ncontent-length: 5000000\r\n\r\n");
        client.write(ask).await;
        // The client writes on before it reads.
        client.write("a".repeat(5_000_000)).await;
        let refused = client.rest().await;
        assert!(matches!(status(&refused), 404 | 413), "{early}: {refused}");
        assert!(refused.contains("connection: close"), "{early}: {refused}");
    }
}

/// SB-SRV-05: the limit holds on every surface, to the byte.
#[tokio::test]
async fn sb_srv_05_too_large_bodies_are_refused_without_effect() {
    let served = Served::with(&[]).await;
    let (largest, of_managed) = (1 << 20, 64 << 10);
    let large = |length| "a".repeat(length);
    let json = "content-type: application/json\r\n";
    for (path, headers, at, largest) in [
        ("/api/v1/users/get", format!("API-KEY: sandbox-main-key\r\n{json}"), 400, largest),
        ("/partner/cards/graphql", format!("{KEY}{json}"), 401, largest),
        ("/api/v1/token/", json.to_owned(), 400, of_managed),
        ("/_sandbox/worlds", json.to_owned(), 400, largest),
    ] {
        let above = 413;
        let fits = served.send(post(path, &headers, &large(largest))).await;
        assert_eq!(status(&fits), at, "{path}: {fits}");
        let beyond = served.send(post(path, &headers, &large(largest + 1))).await;
        assert_eq!(status(&beyond), above, "{path}: {beyond}");
        assert!(beyond.contains("connection: close"), "{beyond}");
        // Without a length that could be announced.
        let chunk = format!("{:x}\r\n{}\r\n0\r\n\r\n", largest + 1, large(largest + 1));
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: localhost\r\n{headers}transfer-encoding: chunked\r\n\r\n"
        );
        let chunked = served.send(format!("{head}{chunk}")).await;
        assert_eq!(status(&chunked), above, "{path}: {chunked}");
    }
    let smaller = Served::with(&["--max-body", "1000"]).await;
    let answer = smaller.send(post("/_sandbox/worlds", json, &large(1001))).await;
    assert_eq!(status(&answer), 413, "{answer}");
    let mut sandbox = Sandbox::new().await;
    let mutation = json!({"query": "mutation { freezeCard(cardId: 1) { success } }"}).to_string();
    let padded = |length: usize| format!("{mutation}{}", " ".repeat(length - mutation.len()));
    let records = async |sandbox: &Sandbox| {
        sandbox.control("GET", "/worlds/test", &json!({})).await.json()["journal_records"].clone()
    };
    let before = records(&sandbox).await;
    assert_eq!(sandbox.post(0, padded(largest + 1).as_bytes()).await.status, 413);
    assert_eq!(records(&sandbox).await, before, "a nonce was used, or a card frozen");
    assert_eq!(sandbox.post(0, padded(largest).as_bytes()).await.status, 200);

    let token = crate::replay::session::login(&sandbox).await;
    let made = async |length: usize| {
        let mut body = br#"{"program":"prg_ke_usd_instant"}"#.to_vec();
        body.resize(length, b' ');
        let request = Request::post("/cards/api/v1/managed-cards/")
            .header("content-type", "application/json")
            .header("idempotency-key", format!("k-{length}"))
            .header("authorization", format!("Bearer {token}"));
        sandbox.send(request.body(Body::from(body)).unwrap()).await
    };
    let before = records(&sandbox).await;
    assert_eq!(made(of_managed + 1).await.status, 413);
    assert_eq!(records(&sandbox).await, before, "a card was made");
    let fits = made(of_managed).await;
    assert_eq!(fits.status, 201, "{}", fits.text());
}

#[tokio::test]
async fn a_body_that_does_not_come_is_not_waited_for() {
    let served = Served::with(&["--body-timeout", "300ms"]).await;
    let paths = ["/api/v1/users/get", "/partner/cards/graphql", "/_sandbox/worlds"];
    join_all(paths.map(async |path| {
        let head =
            format!("POST {path} HTTP/1.1\r\nhost: localhost\r\ncontent-length: 10\r\n\r\n{{");
        let answer = served.send(head).await;
        assert_eq!(status(&answer), 408, "{path}: {answer}");
        assert!(answer.contains("connection: close") && !body(&answer).is_empty(), "{answer}");
    }))
    .await;
}

#[tokio::test]
async fn a_client_that_has_said_all_is_answered() {
    let served = Served::with(&[]).await;
    let mut client = served.connect().await;
    client.write(get_once("/health")).await;
    client.stream.shutdown().await.unwrap();
    assert_eq!(status(&client.rest().await), 200);
    let mut client = served.connect().await;
    let broken =
        "POST /api/v1/users/get HTTP/1.1\r\nhost: localhost\r\ncontent-length: 10\r\n\r\n{";
    client.write(broken).await;
    client.stream.shutdown().await.unwrap();
    assert_eq!(status(&client.rest().await), 400);
    // Also when the answer takes its time.
    let fault = json!({"then": {"delay": "400ms"}}).to_string();
    served.send(post("/_sandbox/worlds/default/faults", "", &fault)).await;
    let mut client = served.connect().await;
    client.write(post("/api/v1/users/get", "API-KEY: sandbox-main-key\r\n", "{}")).await;
    client.stream.shutdown().await.unwrap();
    assert_eq!(status(&client.rest().await), 400);
    tokio::time::sleep(Duration::from_millis(1)).await;
}
