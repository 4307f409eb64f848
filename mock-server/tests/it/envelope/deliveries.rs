//! Receivers that are slow, misbehave or vanish, and moves of time during deliveries (ER 11, SB
//! 4.2, 11).

use std::{sync::Arc, time::Duration};

use axum::{Router, body::Body, http::Request};
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
async fn a_move_of_time_is_answered_although_somebody_does_not() {
    let mut sandbox = Sandbox::new().await;
    let silent = Receiver::that(hang).await;
    subscribe(&sandbox, &silent.url()).await;
    raise(&sandbox, 8).await;
    tick(&world(&sandbox));
    silent.wait(8).await;
    let began = Instant::now();
    let moved = sandbox.control("POST", "/worlds/test/clock/advance", &json!({"by": "1us"})).await;
    assert!(began.elapsed() < Duration::from_secs(2), "{:?}", began.elapsed());
    let moved = moved.json();
    assert_eq!(moved["now"], "2030-01-01T00:00:00.000001Z");
    assert_eq!(moved["under_way"].as_array().unwrap().len(), 8);
    sandbox.advance(1).await;
}

/// A receiver that calls the control plane while it gets the first event.
async fn calling_back(sandbox: &Sandbox, path: &str, body: Value) -> (Receiver, Arc<str>) {
    let (router, path): (_, Arc<str>) = (sandbox.router.clone(), path.into());
    let asked = path.clone();
    let receiver = Receiver::that(move |number| {
        let (router, path, body) = (router.clone(), asked.clone(), body.clone());
        async move {
            if number == 1 {
                ask(router, &path, &body).await;
            }
            Reaction::Say(acknowledged())
        }
    })
    .await;
    (receiver, path)
}

#[tokio::test]
async fn a_receiver_that_calls_back_does_not_wait_for_itself() {
    for (path, body) in [
        ("/deliveries/d-1/resend", json!({})),
        ("/receivers/h-1/resume", json!({})),
        ("/receivers/h-1/pause", json!({})),
        ("/clock/advance", json!({"by": "31s"})),
        ("/clock/advance", json!({"to": "2030-01-01T00:00:20Z"})),
    ] {
        for by_ticker in [true, false] {
            let mut sandbox = Sandbox::new().await;
            let (receiver, path) = calling_back(&sandbox, path, body.clone()).await;
            subscribe(&sandbox, &receiver.url()).await;
            raise(&sandbox, 2).await;
            let began = Instant::now();
            if by_ticker {
                tick(&world(&sandbox));
            } else {
                sandbox.advance(1).await;
            }
            receiver.wait(1).await;
            WebhookSender::new(surfaces::webhook_format).deliver(&world(&sandbox)).await;
            assert!(began.elapsed() < Duration::from_secs(4), "{path}: {:?}", began.elapsed());
            let first = &deliveries(&sandbox, "").await[0];
            assert_eq!(first["attempts"][0]["status"], 200, "{path}: {first}");
            assert_eq!(first["state"], "delivered", "{path}: {first}");
            if path.ends_with("resend") {
                assert_eq!(first["attempts"].as_array().unwrap().len(), 2, "{first}");
            }
        }
    }
}

#[tokio::test]
async fn a_resend_is_answered_when_it_has_come_back() {
    let sandbox = Sandbox::new().await;
    let receiver = Receiver::saying(&says(500, "no")).await;
    subscribe(&sandbox, &receiver.url()).await;
    raise(&sandbox, 1).await;
    WebhookSender::new(surfaces::webhook_format).deliver(&world(&sandbox)).await;
    for attempts in 2..=4 {
        let again = sandbox.control("POST", "/worlds/test/deliveries/d-1/resend", &json!({})).await;
        assert_eq!(again.json()["attempts"].as_array().unwrap().len(), attempts);
    }
    let timers = sandbox.control("GET", "/worlds/test/timers", &Value::Null).await.json();
    assert_eq!(timers["total"], 1, "one repetition waits, however often it was tried: {timers}");
}

#[tokio::test]
async fn a_running_clock_moves_by_exactly_what_was_asked() {
    let sandbox = Sandbox::with(json!({"clock": {"mode": "running", "offset": "0s"}})).await;
    let receiver = Receiver::that(async |_| {
        tokio::time::sleep(Duration::from_millis(150)).await;
        Reaction::Say(says(500, "no"))
    })
    .await;
    subscribe(&sandbox, &receiver.url()).await;
    raise(&sandbox, 1).await;
    for (by, offset) in [("40s", "40s"), ("31s", "1m11s"), ("10m", "11m11s"), ("0s", "11m11s")] {
        let path = "/worlds/test/clock/advance";
        let moved = sandbox.control("POST", path, &json!({ "by": by })).await;
        assert!(moved.status.is_success(), "{}", moved.text());
        let clock = sandbox.control("GET", "/worlds/test/clock", &Value::Null).await.json();
        assert_eq!(clock["offset"], offset, "after {by}");
    }
    assert_eq!(deliveries(&sandbox, "").await[0]["attempts"].as_array().unwrap().len(), 3);
}

/// Moves time by these numbers of seconds, all at once, and returns how far it went, in seconds.
async fn moved_by(clock: &Value, seconds: &[i64]) -> i64 {
    let sandbox = Sandbox::with(json!({ "clock": clock })).await;
    rule(&sandbox, "er.hook.retry_delays_ms", json!(["3000", "7000", "11000", "5000"])).await;
    let receiver = Receiver::saying(&says(500, "no")).await;
    subscribe(&sandbox, &receiver.url()).await;
    raise(&sandbox, 2).await;
    let offset = || {
        world(&sandbox).read(|world| match world.clock {
            mock_server::world::Clock::Running { offset_us } => offset_us,
            mock_server::world::Clock::Frozen { at } => at.as_microsecond(),
        })
    };
    let before = offset();
    let moves = seconds.iter().map(|seconds| {
        let by = json!({"by": format!("{seconds}s")});
        let router = sandbox.router.clone();
        async move { ask(router, "/clock/advance", &by).await }
    });
    let mut ends: Vec<String> = Vec::new();
    for moved in futures::future::join_all(moves).await {
        assert!(moved["code"].is_null(), "{moved}");
        ends.push(moved["now"].as_str().unwrap().to_owned());
    }
    let by = offset() - before;
    assert_eq!(by % 1_000_000, 0);
    by / 1_000_000
}

#[test]
fn moves_of_time_at_once_add_up() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let mut runner = TestRunner::new(ProptestConfig {
        cases: 12,
        failure_persistence: None,
        ..Default::default()
    });
    let clocks = prop_oneof![
        Just(json!({"mode": "frozen", "at": crate::support::START})),
        Just(json!({"mode": "running", "offset": "0s"})),
    ];
    let input = (clocks, prop::collection::vec(0i64..40, 1..6));
    let run = runner.run(&input, |(clock, seconds)| {
        let went = runtime.block_on(moved_by(&clock, &seconds));
        prop_assert_eq!(went, seconds.iter().sum::<i64>());
        Ok(())
    });
    run.unwrap();
}

#[tokio::test]
async fn a_target_that_is_promised_already_is_in_the_past() {
    let sandbox = Sandbox::new().await;
    let slow = Receiver::that(async |_| {
        tokio::time::sleep(Duration::from_millis(500)).await;
        Reaction::Say(says(500, "no"))
    })
    .await;
    subscribe(&sandbox, &slow.url()).await;
    raise(&sandbox, 1).await;
    let router = sandbox.router.clone();
    let moving =
        tokio::spawn(async move { ask(router, "/clock/advance", &json!({"by": "60s"})).await });
    slow.wait(1).await;
    let path = "/worlds/test/clock";
    let back = json!({"to": "2030-01-01T00:00:59Z"});
    let back = sandbox.control("POST", &format!("{path}/advance"), &back).await.json();
    assert_eq!((&back["code"], &back["pointer"]), (&json!("clock_backwards"), &json!("/to")));
    let stopped = sandbox.control("PUT", path, &json!({"mode": "frozen"})).await.json();
    assert_eq!(stopped["now"], "2030-01-01T00:01:00.000000Z");
    assert_eq!(moving.await.unwrap()["now"], "2030-01-01T00:01:00.000000Z");
}

#[tokio::test]
async fn a_move_of_time_ends_although_its_client_has_gone() {
    let sandbox = Sandbox::new().await;
    let slow = Receiver::that(async |_| {
        tokio::time::sleep(Duration::from_millis(300)).await;
        Reaction::Say(says(500, "no"))
    })
    .await;
    subscribe(&sandbox, &slow.url()).await;
    raise(&sandbox, 1).await;
    let router = sandbox.router.clone();
    let moving =
        tokio::spawn(async move { ask(router, "/clock/advance", &json!({"by": "400s"})).await });
    slow.wait(1).await;
    moving.abort();
    slow.wait(3).await;
    let promised = world(&sandbox).after_moves().to_string();
    assert_eq!(promised, "2030-01-01T00:06:40Z");
    tokio::time::sleep(Duration::from_millis(600)).await;
    assert_eq!(world(&sandbox).now().to_string(), promised);
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

/// Last attempt of a delivery to this URL.
async fn attempted(url: &str) -> Value {
    let sandbox = Sandbox::new().await;
    rule(&sandbox, "er.hook.timeout_ms", json!(700)).await;
    subscribe(&sandbox, url).await;
    raise(&sandbox, 1).await;
    WebhookSender::new(surfaces::webhook_format).deliver(&world(&sandbox)).await;
    let delivery = deliveries(&sandbox, "").await.remove(0);
    assert_eq!(delivery["state"], "retrying", "{delivery}");
    delivery["attempts"][0].clone()
}

#[tokio::test]
async fn a_delivery_tells_why_it_failed() {
    let closed = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let closed_port = closed.local_addr().unwrap().port();
    drop(closed);
    let plain = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let plain_port = plain.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = plain.accept().await {
            let _ = stream.write_all(says(400, "plain HTTP").as_bytes()).await;
        }
    });
    for (url, error) in [
        (format!("http://127.0.0.1:{closed_port}/"), "no-connection"),
        (format!("https://127.0.0.1:{closed_port}/"), "no-connection"),
        ("http://nowhere.invalid/".to_owned(), "unknown-host"),
        (format!("https://127.0.0.1:{plain_port}/"), "tls"),
    ] {
        let attempt = attempted(&url).await;
        assert_eq!(attempt["error"], error, "{url}: {attempt}");
        assert!(attempt["detail"].as_str().is_some_and(|text| !text.is_empty()), "{attempt}");
        assert_eq!(attempt["status"], Value::Null);
    }
    let half = "HTTP/1.1 200 OK\r\nContent-Length: 17\r\n\r\n{\"succ".to_owned();
    for (reaction, status, error, detail) in [
        (Some(says(500, "oops")), json!(500), json!(null), "status 500"),
        (Some(says(201, r#"{"success":true}"#)), json!(201), json!(null), "status 201"),
        (Some(says(302, "")), json!(302), json!(null), "redirect"),
        (Some(says(200, "")), json!(200), json!("acknowledgement"), "empty"),
        (Some(says(200, "ok")), json!(200), json!("acknowledgement"), "not JSON"),
        (Some(says(200, "[true]")), json!(200), json!("acknowledgement"), "not an object"),
        (Some(says(200, "{}")), json!(200), json!("acknowledgement"), "no member"),
        (
            Some(says(200, r#"{"success":"true"}"#)),
            json!(200),
            json!("acknowledgement"),
            "not true",
        ),
        (
            Some(says(200, r#"{"encrypted":"Ag=="}"#)),
            json!(200),
            json!("acknowledgement"),
            "sealed",
        ),
        (Some("SSH-2.0-x\r\n\r\n".to_owned()), json!(null), json!("not-http"), ""),
        (Some(half.clone()), json!(200), json!("timeout"), "700 ms"),
        (None, json!(null), json!("broken-off"), ""),
    ] {
        let answer = reaction.clone();
        let receiver = Receiver::that(move |_| {
            let answer = answer.clone();
            async move { answer.map_or(Reaction::Close, Reaction::Say) }
        })
        .await;
        let attempt = attempted(&receiver.url()).await;
        let told = (&attempt["status"], &attempt["error"]);
        assert_eq!(told, (&status, &error), "{reaction:?}: {attempt}");
        let text = attempt["detail"].as_str().unwrap();
        assert!(text.contains(detail), "{reaction:?}: {attempt}");
    }
    let silent = Receiver::that(hang).await;
    assert_eq!(attempted(&silent.url()).await["error"], "timeout");
    let cut = Receiver::that(move |_| {
        let half = half.clone();
        async move { Reaction::OneShot(half) }
    })
    .await;
    let attempt = attempted(&cut.url()).await;
    assert_eq!((&attempt["status"], &attempt["error"]), (&json!(200), &json!("broken-off")));
    assert_eq!(attempt["body_start"], "{\"succ");
}

#[tokio::test]
async fn little_is_kept_of_what_a_receiver_answers() {
    let answer = says(200, &"é".repeat(5_000_000));
    let receiver = Receiver::saying(&answer).await;
    let attempt = attempted(&receiver.url()).await;
    assert_eq!(attempt["error"], "acknowledgement");
    assert_eq!(attempt["body_start"].as_str().unwrap().chars().count(), 200);
}

#[tokio::test]
async fn addresses_that_lead_nowhere_are_refused_and_secrets_in_them_are_masked() {
    let sandbox = Sandbox::new().await;
    for url in [
        "",
        "sinks",
        " http:///x",
        "http:///x",
        "http:/h/x",
        "http:h",
        "http://h/a b",
        "http://h\n",
    ] {
        let body = json!({"surface": "ER", "url": url});
        let reply = sandbox.control("POST", "/worlds/test/receivers", &body).await;
        assert_eq!(reply.status.as_u16(), 422, "{url:?}");
        assert_eq!(reply.json()["pointer"], "/url");
    }
    let id = subscribe(&sandbox, "http://user:secret@127.0.0.1:9/hook?token=secret").await;
    for path in ["/worlds/test/receivers".to_owned(), format!("/worlds/test/receivers/{id}")] {
        let shown = sandbox.control("GET", &path, &Value::Null).await.text();
        assert!(shown.contains("http://***@127.0.0.1:9/hook?***"), "{shown}");
        assert!(!shown.contains("secret"), "{shown}");
    }
}

#[tokio::test]
async fn what_cannot_be_is_refused() {
    let sandbox = Sandbox::new().await;
    let id = subscribe(&sandbox, "sink").await;
    raise(&sandbox, 1).await;
    WebhookSender::new(surfaces::webhook_format).deliver(&world(&sandbox)).await;
    for (filter, place) in [
        ("state=meh", "?state"),
        ("state=", "?state"),
        ("receiver=h-2", "?receiver"),
        ("receiver=1", "?receiver"),
        ("event=e-999", "?event"),
        ("event=e-0", "?event"),
        ("event=x", "?event"),
    ] {
        let path = format!("/worlds/test/deliveries?{filter}");
        let reply = sandbox.control("GET", &path, &Value::Null).await;
        assert_eq!((reply.status.as_u16(), &reply.json()["pointer"]), (422, &json!(place)));
    }
    for filter in ["?state=delivered", "?receiver=h-1", "?event=e-12"] {
        assert_eq!(deliveries(&sandbox, filter).await.len(), 1, "{filter}");
    }
    assert_eq!(deliveries(&sandbox, "?state=failed").await.len(), 0);
    sandbox.control("DELETE", &format!("/worlds/test/receivers/{id}"), &Value::Null).await;
    let again = sandbox.control("POST", "/worlds/test/deliveries/d-1/resend", &json!({})).await;
    assert_eq!(again.status.as_u16(), 409, "{}", again.text());
    assert_eq!(again.json()["state"], "removed");
    assert_eq!(deliveries(&sandbox, "").await[0]["state"], "delivered");
}
