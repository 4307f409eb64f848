//! Moves of time and resends while deliveries are under way (SB 4.2).

use super::*;

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
    let called = [
        ("/deliveries/d-1/resend", json!({})),
        ("/receivers/h-1/resume", json!({})),
        ("/receivers/h-1/pause", json!({})),
        ("/clock/advance", json!({"by": "31s"})),
        ("/clock/advance", json!({"to": "2030-01-01T00:00:20Z"})),
    ];
    let both = called
        .into_iter()
        .flat_map(|(path, body)| [true, false].map(|it| (path, body.clone(), it)));
    join_all(both.map(async |(path, body, by_ticker)| {
        let mut sandbox = Sandbox::new().await;
        let (receiver, path) = calling_back(&sandbox, path, body).await;
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
    }))
    .await;
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
    for moved in join_all(moves).await {
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
