//! The event stream of a world (SB-LOG-04).

use std::time::Duration;

use axum::{body::Body, http::Request};
use futures::future::join_all;
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tower::ServiceExt;

use super::{done, refused};
use crate::support::Sandbox;

const READ: &str = "{ AgioCard_card_company { id } }";
const FREEZE: &str = "mutation { freezeCard(cardId: 1) { success } }";

/// An event stream that is being read.
struct Stream {
    body: Body,
    text: String,
}

/// One event of a stream.
#[derive(Debug, PartialEq)]
struct Told {
    kind: String,
    id: Option<u64>,
    data: Value,
}

impl Stream {
    async fn open(sandbox: &Sandbox, query: &str, last: Option<u64>) -> Self {
        let mut request = Request::get(format!("/_sandbox/worlds/test/stream?{query}"));
        if let Some(last) = last {
            request = request.header("last-event-id", last.to_string());
        }
        let request = request.body(Body::empty()).unwrap();
        let response = sandbox.router.clone().oneshot(request).await.unwrap();
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        assert_eq!(response.headers()["cache-control"], "no-store");
        Self { body: response.into_body(), text: String::new() }
    }

    /// The next event; none when there is none for a while.
    async fn next(&mut self) -> Option<Told> {
        loop {
            if let Some((block, rest)) = self.text.split_once("\n\n") {
                let member = |name: &str| {
                    block.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
                };
                let told = Told {
                    kind: member("event").unwrap_or("comment").to_owned(),
                    id: member("id").map(|id| id.parse().unwrap()),
                    data: serde_json::from_str(member("data").unwrap_or("null")).unwrap(),
                };
                self.text = rest.to_owned();
                return Some(told);
            }
            let frame = tokio::time::timeout(Duration::from_millis(400), self.body.frame());
            let bytes = frame.await.ok()??.unwrap().into_data().unwrap();
            self.text.push_str(std::str::from_utf8(&bytes).unwrap());
        }
    }

    async fn all(&mut self) -> Vec<Told> {
        let mut all = Vec::new();
        while let Some(told) = self.next().await {
            all.push(told);
        }
        all
    }
}

fn numbers(all: &[Told]) -> Vec<u64> {
    all.iter().map(|told| told.data["n"].as_u64().unwrap()).collect()
}

#[tokio::test]
async fn sb_log_04_a_stream_goes_on_without_loss_or_repetition() {
    let mut sandbox = Sandbox::new().await;
    sandbox.ask(READ, &json!({})).await;
    let mut stream = Stream::open(&sandbox, "types=request", None).await;
    for document in [READ, FREEZE, READ] {
        sandbox.ask(document, &json!({})).await;
    }
    let first = stream.all().await;
    assert_eq!(numbers(&first), [2, 3, 4]);
    drop(stream);
    sandbox.ask(READ, &json!({})).await;
    sandbox.ask("mutation { unfreezeCard(cardId: 1) { success } }", &json!({})).await;
    let mut stream = Stream::open(&sandbox, "types=request", first[2].id).await;
    sandbox.ask(READ, &json!({})).await;
    let second = stream.all().await;
    assert_eq!(numbers(&second), [5, 6, 7]);
    let ids: Vec<_> = first.iter().chain(&second).map(|told| told.id.unwrap()).collect();
    assert!(ids.is_sorted_by(|one, two| one < two), "{ids:?}");
    assert_eq!(second[0].data["operation"], "AgioCard_card_company");
}

#[tokio::test]
async fn requests_and_events_come_in_one_order() {
    let mut sandbox = Sandbox::new().await;
    let mut stream = Stream::open(&sandbox, "", None).await;
    sandbox.ask(FREEZE, &json!({})).await;
    sandbox.op("deposit", &json!({"card": "carla/1", "asset": "USDC", "amount": "5.00"})).await;
    sandbox.ask(READ, &json!({})).await;
    let all = stream.all().await;
    let kinds: Vec<_> = all.iter().map(|told| told.kind.as_str()).collect();
    assert_eq!(kinds[..2], ["event", "request"]);
    assert_eq!(kinds.last(), Some(&"request"));
    assert_eq!(all[1].data["events"], json!([all[0].data["id"]]));
    join_all((0..all.len()).map(async |after| {
        let mut again = Stream::open(&sandbox, "types=event,request", all[after].id).await;
        assert_eq!(again.all().await, all[after + 1..], "after {after}");
    }))
    .await;
    let mut events = Stream::open(&sandbox, "types=event", Some(all[0].id.unwrap() - 1)).await;
    assert!(events.all().await.iter().all(|told| told.kind == "event"));
}

#[tokio::test]
async fn what_is_no_more_held_is_announced_as_a_gap() {
    let mut sandbox = Sandbox::new().await;
    let mut stream = Stream::open(&sandbox, "types=request", None).await;
    for _ in 0..3 {
        sandbox.ask(READ, &json!({})).await;
    }
    let first = stream.next().await.unwrap();
    sandbox.control("DELETE", "/worlds/test/requests", &json!({})).await;
    sandbox.ask(READ, &json!({})).await;
    let mut stream = Stream::open(&sandbox, "types=request", first.id).await;
    let all = stream.all().await;
    assert_eq!((all[0].kind.as_str(), all[0].id), ("gap", None));
    assert_eq!(all[0].data["after"], json!(first.id));
    assert_eq!(numbers(&all[1..]), [4]);
}

#[tokio::test]
async fn streams_end_with_their_world_and_are_limited() {
    let mut sandbox = Sandbox::new().await;
    for (query, code, place) in [
        ("types=deliveries", "invalid_value", "?types"),
        ("types=", "invalid_value", "?types"),
        ("zz=1", "unknown_field", "?zz"),
    ] {
        let path = format!("/worlds/test/stream?{query}");
        refused(&sandbox, "GET", &path, &json!({}), (code, place)).await;
    }
    let mut streams = Vec::new();
    for _ in 0..16 {
        streams.push(Stream::open(&sandbox, "", None).await);
    }
    let path = "/worlds/test/stream";
    refused(&sandbox, "GET", path, &json!({}), ("too_many", "none")).await;
    streams.pop();
    tokio::time::sleep(Duration::from_millis(200)).await;
    streams.push(Stream::open(&sandbox, "", None).await);
    sandbox.ask(READ, &json!({})).await;
    sandbox.control("POST", "/worlds/test/reset", &json!({})).await;
    for mut stream in streams {
        let all = stream.all().await;
        assert_eq!(all.last().unwrap().kind, "bye");
    }
}

#[tokio::test]
async fn deliveries_clocks_and_faults_are_told_as_they_were() {
    let mut sandbox = Sandbox::new().await;
    let receiver = json!({"surface": "AG", "url": "sink"});
    done(&sandbox, "POST", "/worlds/test/receivers", &receiver).await;
    let mut stream = Stream::open(&sandbox, "types=delivery,clock,fault", None).await;
    let deposit = json!({"card": "jane/1", "asset": "USDC", "amount": "5.00", "confirm": "now"});
    done(&sandbox, "POST", "/worlds/test/ops/deposit", &deposit).await;
    sandbox.advance(60).await;
    let fault = json!({"match": {"operation": "freezeCard"}, "then": {"error": "issuer-error"}});
    done(&sandbox, "POST", "/worlds/test/faults", &fault).await;
    sandbox.ask(FREEZE, &json!({})).await;
    done(&sandbox, "POST", "/worlds/test/faults", &fault).await;
    sandbox.control("DELETE", "/worlds/test/faults/f-2", &json!({})).await;
    let all = stream.all().await;
    let clocks: Vec<_> = all.iter().filter(|told| told.kind == "clock").collect();
    let now = clocks.last().unwrap();
    assert_eq!(now.data, json!({"mode": "frozen", "now": "2030-01-01T00:01:00.000000Z"}));
    let faults: Vec<_> = all.iter().filter(|told| told.kind == "fault").collect();
    let brief = |at: usize| json!([faults[at].data["id"], faults[at].data["state"]]);
    assert_eq!(faults.len(), 4);
    assert_eq!((brief(0), brief(1)), (json!(["f-1", "live"]), json!(["f-1", "spent"])));
    assert_eq!((&faults[2].data["id"], brief(3)), (&json!("f-2"), json!(["f-2", "called_off"])));
    let deliveries = all.iter().filter(|told| told.kind == "delivery");
    let first: Vec<_> = deliveries
        .filter(|told| told.data["id"] == "d-1")
        .map(|told| (told.data["state"].as_str().unwrap(), &told.data["attempts"]))
        .collect();
    assert_eq!(first[0], ("queued", &json!([])));
    let (state, attempts) = first.last().unwrap();
    assert_eq!((*state, attempts.as_array().unwrap().len()), ("delivered", 1));
    join_all((0..all.len()).map(async |after| {
        let mut again = Stream::open(&sandbox, "types=delivery,clock,fault", all[after].id).await;
        assert_eq!(again.all().await.len(), all.len() - after - 1, "after {after}");
    }))
    .await;
}

#[tokio::test]
async fn without_types_everything_is_told() {
    let mut sandbox = Sandbox::new().await;
    let mut stream = Stream::open(&sandbox, "", None).await;
    sandbox.advance(1).await;
    sandbox.ask(FREEZE, &json!({})).await;
    let kinds: Vec<_> = stream.all().await.iter().map(|told| told.kind.clone()).collect();
    assert_eq!(kinds, ["clock", "event", "request"]);
}
