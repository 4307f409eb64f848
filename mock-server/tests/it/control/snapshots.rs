//! Snapshots, restoring them, and comparing states (SB 14).

use mock_server::{
    surfaces::control::create_world,
    world::{World, journal::Kind},
};
use serde_json::{Value, json};

use super::{done, records, refused};
use crate::support::Sandbox;

const FREEZE: &str = "mutation { freezeCard(cardId: 1) { success error } }";

async fn take(sandbox: &Sandbox, name: &str) {
    let body = json!({"name": name});
    let taken = done(sandbox, "POST", "/worlds/test/snapshots", &body).await;
    assert_eq!(taken["name"], name);
}

async fn restore(sandbox: &Sandbox, name: &str) -> Value {
    let path = format!("/worlds/test/snapshots/{name}/restore");
    done(sandbox, "POST", &path, &Value::Null).await
}

async fn differences(sandbox: &Sandbox, name: &str) -> Value {
    done(sandbox, "GET", &format!("/worlds/test/diff?with={name}"), &Value::Null).await
}

fn state(sandbox: &Sandbox) -> World {
    sandbox.worlds.get("test").unwrap().read(World::clone)
}

#[tokio::test]
async fn sb_snap_01_restoring_brings_everything_back() {
    let mut sandbox = Sandbox::new().await;
    sandbox.op("deposit", &json!({"card": 1, "amount": "25.00"})).await;
    let request = sandbox.signed(0, json!({"query": FREEZE}).to_string().as_bytes());
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
    let again = || {
        let parts = parts.clone();
        axum::http::Request::from_parts(parts, axum::body::Body::from(body.clone()))
    };
    take(&sandbox, "before").await;
    let before = state(&sandbox);
    let clock = done(&sandbox, "GET", "/worlds/test/clock", &Value::Null).await;
    let rules = done(&sandbox, "GET", "/worlds/test/rules?changed=true", &Value::Null).await;

    let buy = json!({"card": 1, "amount": "12.50"});
    let first = done(&sandbox, "POST", "/worlds/test/ops/authorize", &buy).await;
    let frozen = sandbox.send(again()).await;
    assert_eq!(frozen.json()["data"]["freezeCard"]["success"], true, "{}", frozen.text());
    let replayed = sandbox.send(again()).await;
    assert_eq!(replayed.status, 401, "the nonce is used");
    done(&sandbox, "PATCH", "/worlds/test/rules", &json!({"pin.min_digits": 6})).await;
    let fault = json!({"match": {"operation": "freezeCard"}, "when": {"next": 1},
                       "then": {"drop": "before"}});
    done(&sandbox, "POST", "/worlds/test/faults", &fault).await;
    sandbox.advance(60).await;

    let restored = restore(&sandbox, "before").await;
    sandbox.now -= 60_000;
    assert_eq!(restored["now"], clock["now"]);
    let after = state(&sandbox);
    assert!(after.issuer == before.issuer && after.timeline == before.timeline);
    assert!(after.rules == before.rules && after.faults == before.faults);
    assert_eq!(after.clock, before.clock);
    let changed = done(&sandbox, "GET", "/worlds/test/rules?changed=true", &Value::Null).await;
    assert_eq!(changed, rules);
    assert_eq!(differences(&sandbox, "before").await["changes"], json!([]));

    let second = done(&sandbox, "POST", "/worlds/test/ops/authorize", &buy).await;
    assert_eq!(second["result"], first["result"], "the same ids, because the dice are back");
    assert_eq!(sandbox.send(again()).await, frozen_again(frozen, &sandbox), "the nonce is free");
    let listed = done(&sandbox, "GET", "/worlds/test/snapshots", &Value::Null).await;
    assert_eq!((&listed["total"], &listed["items"][0]["name"]), (&json!(1), &json!("before")));
    let requests = done(&sandbox, "GET", "/worlds/test/requests?limit=0", &Value::Null).await;
    assert_eq!(requests["total"], 3, "the log of requests stays");
}

/// The first answer, with the header that names the request in the log, which went on.
fn frozen_again(mut first: crate::support::Reply, sandbox: &Sandbox) -> crate::support::Reply {
    let number = sandbox.worlds.get("test").unwrap().log().made();
    let place = format!("/_sandbox/worlds/test/requests/{number}");
    first.headers.insert("sandbox-request", place.parse().unwrap());
    first
}

#[tokio::test]
async fn restoring_stands_in_the_journal_and_is_replayed() {
    let mut sandbox = Sandbox::new().await;
    take(&sandbox, "a").await;
    sandbox.advance(60).await;
    sandbox.ask(FREEZE, &Value::Null).await;
    let partner = json!({"name": "initech"});
    done(&sandbox, "POST", "/worlds/test/ops/make-partner", &partner).await;
    let records_before = records(&sandbox).await.as_u64().unwrap();
    restore(&sandbox, "a").await;
    sandbox.now -= 60_000;
    assert_eq!(records(&sandbox).await, records_before + 1);
    let kind = sandbox.worlds.get("test").unwrap().journal().last().unwrap().kind;
    assert_eq!(kind, Kind::Restore);
    sandbox.ask("mutation { lockCard(cardId: 1) { success } }", &Value::Null).await;
    take(&sandbox, "b").await;
    done(&sandbox, "DELETE", "/worlds/test/snapshots/a", &Value::Null).await;
    let handle = sandbox.worlds.get("test").unwrap();
    let now = handle.now();
    let mut replayed = World::replay(&handle.journal(), create_world).unwrap();
    replayed.settle(now);
    assert!(handle.read(|world| world.same_state(&replayed)));
    assert!(handle.read(|world| world.history == replayed.history));
    let gone = handle.read(|world| world.access.credentials.labelled("initech/primary").is_none());
    assert!(gone, "a credential ends with its holder");
}

#[tokio::test]
async fn a_restore_is_a_step_of_what_it_changed() {
    let mut sandbox = Sandbox::new().await;
    take(&sandbox, "a").await;
    sandbox.ask(FREEZE, &Value::Null).await;
    restore(&sandbox, "a").await;
    let path = "/worlds/test/entities/card/1/timeline";
    let steps = done(&sandbox, "GET", path, &Value::Null).await;
    let last = steps["items"].as_array().unwrap().last().unwrap();
    assert_eq!(last["what"], "snapshot.restore", "{steps:#}");
    assert_eq!(last["changed"]["status"], json!(["locked", "active"]));
}

#[tokio::test]
async fn deliveries_stay_and_those_of_what_was_taken_back_are_canceled() {
    let mut sandbox = Sandbox::new().await;
    let receiver = json!({"surface": "AG", "url": "http://127.0.0.1:9/", "events": []});
    done(&sandbox, "POST", "/worlds/test/receivers", &receiver).await;
    done(&sandbox, "POST", "/worlds/test/receivers/h-1/pause", &Value::Null).await;
    sandbox.op("set-card-status", &json!({"card": "jane/1", "status": "locked"})).await;
    let total = |all: &Value| all["total"].as_u64().unwrap();
    let kept = done(&sandbox, "GET", "/worlds/test/deliveries", &Value::Null).await;
    take(&sandbox, "a").await;
    sandbox.advance(10).await;
    sandbox.op("set-card-status", &json!({"card": "jane/1", "status": "active"})).await;
    let all = done(&sandbox, "GET", "/worlds/test/deliveries", &Value::Null).await;
    assert!(total(&all) > total(&kept), "{all:#}");
    restore(&sandbox, "a").await;
    let all = done(&sandbox, "GET", "/worlds/test/deliveries", &Value::Null).await;
    let states: Vec<_> =
        all["items"].as_array().unwrap().iter().map(|one| one["state"].as_str().unwrap()).collect();
    let canceled = states.iter().filter(|state| **state == "canceled").count() as u64;
    assert_eq!(canceled, total(&all) - total(&kept), "{states:?}");
    let receivers = done(&sandbox, "GET", "/worlds/test/receivers", &Value::Null).await;
    assert_eq!(receivers["items"][0]["state"], "paused", "{receivers:#}");
}

#[tokio::test]
async fn a_running_clock_goes_back_too() {
    let sandbox = Sandbox::with(json!({"clock": {"mode": "running"}})).await;
    let now = |clock: &Value| clock["now"].as_str().unwrap().parse::<jiff::Timestamp>().unwrap();
    take(&sandbox, "a").await;
    let taken = done(&sandbox, "GET", "/worlds/test/clock", &Value::Null).await;
    done(&sandbox, "POST", "/worlds/test/clock/advance", &json!({"by": "5h"})).await;
    let back = restore(&sandbox, "a").await;
    let passed = now(&back).duration_since(now(&taken)).as_secs().abs();
    assert!(passed < 3600, "{back} {taken}");
}

#[tokio::test]
async fn a_comparison_names_what_differs() {
    let mut sandbox = Sandbox::new().await;
    take(&sandbox, "before").await;
    sandbox.ask(FREEZE, &Value::Null).await;
    let one = differences(&sandbox, "before").await;
    let status = json!({"entity": "card:1", "member": "status", "from": "active", "to": "locked"});
    assert_eq!(one, json!({"changes": [status], "only_here": [], "only_there": []}));
    sandbox
        .op("decline", &json!({"card": "carla/1", "amount": "1.00", "reason": "card_locked"}))
        .await;
    let two = differences(&sandbox, "before").await;
    let new = two["only_here"].as_array().unwrap();
    assert!(new.iter().any(|one| one.as_str().unwrap().starts_with("transaction:t-")), "{two:#}");
    let other = json!({"id": "other", "seed": "7", "clock": {"mode": "frozen", "at": crate::support::START}});
    done(&sandbox, "POST", "/worlds", &other).await;
    let path = "/worlds/other/diff?with_world=test";
    let back = done(&sandbox, "GET", path, &Value::Null).await;
    assert_eq!(back["only_there"], two["only_here"]);
    assert_eq!(back["changes"][0]["to"], "active");
}

#[tokio::test]
async fn names_numbers_and_places_are_checked() {
    let sandbox = Sandbox::new().await;
    let list = "/worlds/test/snapshots";
    refused(&sandbox, "POST", list, &json!({}), ("missing_field", "/name")).await;
    refused(&sandbox, "POST", list, &json!({"name": "a/b"}), ("invalid_value", "/name")).await;
    for n in 0..32 {
        take(&sandbox, &format!("s{n}")).await;
    }
    let before = records(&sandbox).await;
    refused(&sandbox, "POST", list, &json!({"name": "s1"}), ("snapshot_exists", "/name")).await;
    refused(&sandbox, "POST", list, &json!({"name": "x"}), ("too_many", "none")).await;
    for (method, path) in [
        ("POST", "/worlds/test/snapshots/x/restore"),
        ("DELETE", "/worlds/test/snapshots/x"),
        ("GET", "/worlds/test/diff?with=x"),
    ] {
        refused(&sandbox, method, path, &Value::Null, ("item_unknown", "none")).await;
    }
    let path = "/worlds/test/diff";
    refused(&sandbox, "GET", path, &Value::Null, ("invalid_value", "?with")).await;
    assert_eq!(records(&sandbox).await, before);
}

#[tokio::test]
async fn a_journal_with_a_restore_gives_every_answer_again() {
    let mut sandbox = Sandbox::new().await;
    take(&sandbox, "before").await;
    sandbox.ask(FREEZE, &Value::Null).await;
    sandbox.advance(60).await;
    restore(&sandbox, "before").await;
    sandbox.ask(FREEZE, &Value::Null).await;
    let verify = done(&sandbox, "POST", "/worlds/test/journal/verify", &Value::Null).await;
    assert_eq!(verify["equal"], true, "{verify:#}");
    assert_eq!(verify["compared"], 5, "{verify:#}");
}

#[tokio::test]
async fn a_journal_of_a_running_clock_gives_every_answer_again() {
    let sandbox = Sandbox::with(json!({"clock": {"mode": "running"}})).await;
    take(&sandbox, "a").await;
    sandbox.op("deposit", &json!({"card": 1, "amount": "25.00"})).await;
    done(&sandbox, "POST", "/worlds/test/clock/advance", &json!({"by": "5h"})).await;
    let partner = json!({"name": "initech", "organizations": ["One", "Two"]});
    done(&sandbox, "POST", "/worlds/test/ops/make-partner", &partner).await;
    restore(&sandbox, "a").await;
    done(&sandbox, "PUT", "/worlds/test/clock", &json!({"mode": "running", "offset": "9h"})).await;
    done(&sandbox, "PUT", "/worlds/test/clock", &json!({"mode": "frozen"})).await;
    done(&sandbox, "PUT", "/worlds/test/clock", &json!({"mode": "running"})).await;
    sandbox.op("authorize", &json!({"card": 1, "amount": "2.00"})).await;
    let verify = done(&sandbox, "POST", "/worlds/test/journal/verify", &Value::Null).await;
    assert_eq!((&verify["equal"], &verify["differences"]), (&json!(true), &json!(0)), "{verify:#}");
}
