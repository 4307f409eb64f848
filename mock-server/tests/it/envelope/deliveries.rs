//! Receivers that are slow, misbehave or vanish, and moves of time during deliveries (ER 11, SB
//! 4.2, 11).

mod clock_moves;
mod failures;

use std::{sync::Arc, time::Duration};

use axum::{Router, body::Body, http::Request};
use futures::future::join_all;
use http_body_util::BodyExt;
use mock_server::{gate::WebhookSender, surfaces, worlds::Handle};
use proptest::{prelude::*, test_runner::TestRunner};
use serde_json::{Value, json};
use tokio::{io::AsyncWriteExt, time::Instant};
use tower::ServiceExt;

use super::receiver::{Reaction, Receiver, acknowledged, says};
use crate::support::Sandbox;

async fn hang(_: usize) -> Reaction {
    Reaction::Hang
}

/// Registers a receiver and returns its id.
async fn subscribe(sandbox: &Sandbox, url: &str) -> String {
    let receiver = json!({"surface": "ER", "project": "main", "url": url});
    let made = sandbox.control("POST", "/worlds/test/receivers", &receiver).await;
    assert_eq!(made.status.as_u16(), 201, "{}", made.text());
    made.json()["id"].as_str().unwrap().to_owned()
}

/// Causes `events` events, one after the other.
async fn raise(sandbox: &Sandbox, events: usize) {
    for number in 0..events {
        let status = if number % 2 == 0 { "frozen" } else { "active" };
        let done =
            sandbox.op("set-card-status", &json!({"card": "ext-ada/1", "status": status})).await;
        assert!(done.status.is_success(), "{}", done.text());
    }
}

async fn rule(sandbox: &Sandbox, key: &str, value: Value) {
    let set = sandbox.control("PATCH", "/worlds/test/rules", &json!({ key: value })).await;
    assert!(set.status.is_success(), "{}", set.text());
}

fn world(sandbox: &Sandbox) -> Handle {
    sandbox.worlds.get("test").unwrap()
}

/// Does what the background task of a running server does every 100 ms.
fn tick(handle: &Handle) {
    handle.settle();
    WebhookSender::new(surfaces::webhook_format).dispatch(handle);
}

async fn deliveries(sandbox: &Sandbox, filter: &str) -> Vec<Value> {
    let path = format!("/worlds/test/deliveries{filter}");
    let listed = sandbox.control("GET", &path, &Value::Null).await;
    listed.json()["items"].as_array().unwrap().clone()
}

/// Sends a request to the control plane from a client that has only the router.
async fn ask(router: Router, path: &str, body: &Value) -> Value {
    let request = Request::post(format!("/_sandbox/worlds/test{path}"));
    let response = router.oneshot(request.body(Body::from(body.to_string())).unwrap()).await;
    let body = response.unwrap().into_body().collect().await.unwrap().to_bytes();
    serde_json::from_slice(&body).unwrap()
}

#[tokio::test]
async fn nobody_waits_for_a_receiver_that_does_not_answer() {
    let sandbox = Sandbox::new().await;
    let (silent, quick) = (Receiver::that(hang).await, Receiver::saying(&acknowledged()).await);
    subscribe(&sandbox, &silent.url()).await;
    subscribe(&sandbox, &quick.url()).await;
    let began = Instant::now();
    for _ in 0..3 {
        raise(&sandbox, 2).await;
        tick(&world(&sandbox));
    }
    quick.wait(6).await;
    // Later events go out to the silent one as well, in order.
    silent.wait(6).await;
    assert!(began.elapsed() < Duration::from_secs(3), "{:?}", began.elapsed());
    let other = json!({"id": "other", "clock": {"mode": "frozen"}});
    sandbox.control("POST", "/worlds", &other).await;
    let advanced =
        sandbox.control("POST", "/worlds/other/clock/advance", &json!({"by": "1s"})).await;
    assert!(advanced.status.is_success(), "{}", advanced.text());
    assert!(began.elapsed() < Duration::from_secs(4), "{:?}", began.elapsed());
}

#[tokio::test]
async fn first_attempts_arrive_in_the_order_of_the_events() {
    let sandbox = Sandbox::new().await;
    let slow = Receiver::that(async |_| {
        tokio::time::sleep(Duration::from_millis(30)).await;
        Reaction::Say(acknowledged())
    })
    .await;
    subscribe(&sandbox, &slow.url()).await;
    raise(&sandbox, 12).await;
    tick(&world(&sandbox));
    let arrived: Vec<_> = slow.wait(12).await.into_iter().map(|one| one.body).collect();
    WebhookSender::new(surfaces::webhook_format).deliver(&world(&sandbox)).await;
    let mut expected = Vec::new();
    for number in 1..=12 {
        let path = format!("/worlds/test/deliveries/d-{number}?raw=true");
        let shown = sandbox.control("GET", &path, &Value::Null).await.json();
        let body = shown["attempts"][0]["body_base64"].as_str().unwrap().to_owned();
        expected.push(body);
    }
    let encoded = |body: &String| {
        base64::Engine::encode(&base64::engine::general_purpose::STANDARD, body.as_bytes())
    };
    assert_eq!(arrived.iter().map(encoded).collect::<Vec<_>>(), expected);
}

#[tokio::test]
async fn a_repetition_does_not_hold_up_later_events() {
    let mut sandbox = Sandbox::new().await;
    rule(&sandbox, "er.hook.timeout_ms", json!(3000)).await;
    let receiver = Receiver::that(async |number| match number {
        1 => Reaction::Say(says(500, "no")),
        2 => Reaction::Hang,
        _ => Reaction::Say(acknowledged()),
    })
    .await;
    subscribe(&sandbox, &receiver.url()).await;
    raise(&sandbox, 1).await;
    sandbox.advance(1).await;
    let router = sandbox.router.clone();
    let moving =
        tokio::spawn(async move { ask(router, "/clock/advance", &json!({"by": "30s"})).await });
    let repeated = receiver.wait(2).await[1].at;
    sandbox.op("set-card-status", &json!({"card": "ext-ada/1", "status": "active"})).await;
    tick(&world(&sandbox));
    let last = receiver.wait(3).await[2].at;
    assert!(last - repeated < Duration::from_secs(1), "{:?}", last - repeated);
    moving.await.unwrap();
}

#[tokio::test]
async fn receivers_that_serve_one_request_lose_none() {
    for half in [false, true] {
        let sandbox = Sandbox::new().await;
        let receiver = Receiver::that(move |_| async move {
            if half {
                Reaction::HalfClose(acknowledged())
            } else {
                Reaction::OneShot(acknowledged())
            }
        })
        .await;
        subscribe(&sandbox, &receiver.url()).await;
        raise(&sandbox, 40).await;
        WebhookSender::new(surfaces::webhook_format).deliver(&world(&sandbox)).await;
        for delivery in deliveries(&sandbox, "").await {
            assert_eq!(delivery["attempts"].as_array().unwrap().len(), 1, "{delivery}");
            assert_eq!(delivery["state"], "delivered", "{delivery}");
        }
    }
}

#[tokio::test]
async fn what_waits_in_a_world_that_is_gone_is_dropped() {
    let sandbox = Sandbox::new().await;
    let silent = Receiver::that(hang).await;
    subscribe(&sandbox, &silent.url()).await;
    raise(&sandbox, 9).await;
    tick(&world(&sandbox));
    silent.wait(1).await;
    sandbox.control("DELETE", "/worlds/test", &Value::Null).await;
    let before = silent.arrived().len();
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert!(silent.arrived().len() <= before + 1, "{before} then {}", silent.arrived().len());
}
