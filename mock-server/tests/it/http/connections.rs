//! More clients than the limits allow.

use std::time::Duration;

use serde_json::json;

use super::{Served, body, get, get_once, post, status};

#[tokio::test]
async fn who_waits_longest_makes_room_for_the_next() {
    let served = Served::with(&["--max-connections", "8"]).await;
    let mut half = Vec::new();
    for _ in 0..8 {
        let mut client = served.connect().await;
        client.write("GET /_sandbox/hea").await;
        half.push(client);
    }
    // Nobody has waited long yet: the next is told to come again.
    let answer = served.send(get_once("/health")).await;
    assert_eq!(status(&answer), 503, "{answer}");
    assert!(answer.contains("retry-after: 1"), "{answer}");
    tokio::time::sleep(Duration::from_millis(1200)).await;
    assert_eq!(status(&served.send(get_once("/health")).await), 200);
    let mut gone = 0;
    for client in &mut half {
        gone += usize::from(client.is_closed_within(Duration::from_millis(20)).await);
    }
    assert_eq!(gone, 1, "one makes room for one");
}

#[tokio::test]
async fn five_hundred_that_never_finish_do_not_keep_others_out() {
    let served = Served::with(&["--max-connections", "300"]).await;
    let mut half = Vec::new();
    for _ in 0..500 {
        let mut client = served.connect().await;
        client.write("POST /api/v1/us").await;
        half.push(client);
        if half.len() == 300 {
            tokio::time::sleep(Duration::from_millis(1100)).await;
        }
    }
    for _ in 0..20 {
        assert_eq!(status(&served.send(get_once("/health")).await), 200);
    }
}

#[tokio::test]
async fn requests_beyond_the_limit_are_told_so_and_probes_are_answered() {
    let served = Served::with(&["--max-inflight", "1"]).await;
    let fault = json!({"then": {"delay": "1500ms"}}).to_string();
    served.send(post("/_sandbox/worlds/default/faults", "", &fault)).await;
    let mut slow = served.connect().await;
    slow.write(post("/api/v1/users/get", "API-KEY: sandbox-main-key\r\n", "{}")).await;
    tokio::time::sleep(Duration::from_millis(200)).await;
    let partner = served.send(post("/partner/cards/graphql", "", "{}")).await;
    assert_eq!(status(&partner), 503, "{partner}");
    assert_eq!(
        body(&partner),
        r#"{"error":"Service Unavailable","description":"Too many requests in flight"}"#
    );
    assert!(partner.contains("retry-after: 1"), "{partner}");
    let envelope = served.send(post("/api/v1/users/get", "", "{}")).await;
    assert_eq!((status(&envelope), body(&envelope)), (503, r#"{"error":"Service Unavailable"}"#));
    let control = served.send(get_once("/worlds")).await;
    assert_eq!(status(&control), 503, "{control}");
    assert!(body(&control).contains(r#""code":"busy""#), "{control}");
    for probe in ["/health", "/ready"] {
        assert_eq!(status(&served.send(get_once(probe)).await), 200);
    }
    assert_eq!(status(&slow.rest().await), 400);
    let mut next = served.connect().await;
    next.write(get("/worlds")).await;
    assert_eq!(status(&next.answer().await), 200);
}

#[tokio::test]
async fn requests_beyond_the_queue_of_a_world_are_told_so() {
    let served = Served::with(&["--max-world-queue", "2"]).await;
    let busy = served.worlds.get("default").unwrap();
    let permit = busy.enter().await;
    let ask = || post("/api/v1/users/get", "API-KEY: sandbox-main-key\r\n", "{}");
    let mut waiting = Vec::new();
    for _ in 0..2 {
        let mut client = served.connect().await;
        client.write(ask()).await;
        waiting.push(client);
    }
    tokio::time::sleep(Duration::from_millis(200)).await;
    let envelope = served.send(ask()).await;
    assert_eq!((status(&envelope), body(&envelope)), (503, r#"{"error":"Service Unavailable"}"#));
    let partner = served.send(post("/partner/cards/graphql", super::KEY, "{}")).await;
    assert_eq!(
        (status(&partner), body(&partner)),
        (
            503,
            r#"{"error":"Service Unavailable","description":"Too many requests wait for the world"}"#
        )
    );
    // What waits is answered as soon as it can be, and nobody waits any more.
    drop(permit);
    for client in &mut waiting {
        assert_eq!(status(&client.rest().await), 400);
    }
    assert_eq!(status(&served.send(ask()).await), 400);
}
