//! Receivers in the control plane: filters, order, copies, probes (SB 11).

use mock_server::{surfaces::control::create_world, world::World};
use serde_json::{Value, json};
use wiremock::ResponseTemplate;

use super::{
    answering, arrived, control, deliver, header, made_card, messages, receiver, refused, world,
};
use crate::support::Sandbox;

/// Freezes and unfreezes a card so many times in all.
async fn raise(sandbox: &Sandbox, path: &str, events: usize) {
    let amara = sandbox.holder("amara").await;
    for number in 0..events {
        let action = if number % 2 == 0 { "freeze" } else { "unfreeze" };
        amara.done(&format!("{path}{action}/"), &json!({})).await;
    }
}

/// The sequence numbers of what has arrived, in the order of arrival.
async fn sequences(server: &wiremock::MockServer) -> Vec<u64> {
    let number = |body: &[u8]| {
        let body: Value = serde_json::from_slice(body).unwrap();
        body["sequence"].as_u64().unwrap()
    };
    arrived(server).await.iter().map(|one| number(&one.body)).collect()
}

async fn states(sandbox: &Sandbox) -> Vec<String> {
    let list = control(sandbox, "GET", "/deliveries", Value::Null).await;
    let state = |one: &Value| one["state"].as_str().unwrap().to_owned();
    list["items"].as_array().unwrap().iter().map(state).collect()
}

#[tokio::test]
async fn sb_hook_01_an_event_reaches_each_receiver_that_asked_for_it() {
    let sandbox = Sandbox::new().await;
    let path = made_card(&sandbox, "10.00").await;
    let server = answering(ResponseTemplate::new(200)).await;
    receiver(&sandbox, &server.uri(), &["card.*"]).await;
    receiver(&sandbox, &server.uri(), &["wallet.*"]).await;
    receiver(&sandbox, &format!("{}/all", server.uri()), &[]).await;
    let amara = sandbox.holder("amara").await;
    amara.done(&format!("{path}fund/"), &json!({"amount": "5.00"})).await;
    deliver(&sandbox).await;
    let list = control(&sandbox, "GET", "/deliveries", Value::Null).await;
    let told: Vec<_> = list["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["receiver"].as_str().unwrap(), one["state"].as_str().unwrap()))
        .collect();
    assert_eq!(
        told,
        [("h-2", "delivered"), ("h-3", "delivered"), ("h-1", "delivered"), ("h-3", "delivered")]
    );
    let all = messages(&sandbox).await;
    assert_eq!(all[0].bytes, all[1].bytes, "one body for both");
    assert_ne!(all[0].headers["webhook-id"], all[1].headers["webhook-id"]);
    for wrong in [json!(["card.melted"]), json!([""]), json!([7])] {
        let wanted = json!({"surface": "MC", "url": "sink", "events": wrong});
        let code = refused(&sandbox, "POST", "/receivers", wanted).await;
        assert_eq!(code, (422, "invalid_value".to_owned()));
    }
}

#[tokio::test]
async fn sb_hook_05_held_deliveries_are_released_in_a_chosen_order() {
    let sandbox = Sandbox::new().await;
    let path = made_card(&sandbox, "10.00").await;
    let server = answering(ResponseTemplate::new(200)).await;
    receiver(&sandbox, &server.uri(), &[]).await;
    control(&sandbox, "POST", "/receivers/h-1/pause", json!({})).await;
    raise(&sandbox, &path, 4).await;
    deliver(&sandbox).await;
    assert_eq!(states(&sandbox).await, ["held"; 4]);
    let release = "/receivers/h-1/release";
    for wrong in [json!(["d-9"]), json!(["x"])] {
        let code = refused(&sandbox, "POST", release, json!({"order": wrong})).await;
        assert_eq!(code, (422, "invalid_value".to_owned()));
    }
    let twice = refused(&sandbox, "POST", release, json!({"order": ["d-1", "d-1"]})).await;
    assert_eq!(twice, (409, "state_conflict".to_owned()));
    let sent = control(&sandbox, "POST", release, json!({"order": ["d-3", "d-1"]})).await;
    assert_eq!(sent["deliveries"], json!(["d-3", "d-1"]));
    assert_eq!(sequences(&server).await, [3, 1]);
    assert_eq!(states(&sandbox).await, ["delivered", "held", "delivered", "held"]);
    let again = refused(&sandbox, "POST", release, json!({"order": ["d-3"]})).await;
    assert_eq!(again, (409, "state_conflict".to_owned()), "it is not held any more");
    control(&sandbox, "POST", "/receivers/h-1/resume", json!({})).await;
    assert_eq!(sequences(&server).await, [3, 1, 2, 4]);
}

#[tokio::test]
async fn sb_hook_04_a_paused_receiver_loses_nothing_and_gets_it_in_its_order() {
    let mut shuffled = Vec::new();
    for order in ["fifo", "lifo", "shuffle", "shuffle"] {
        let sandbox = Sandbox::new().await;
        let path = made_card(&sandbox, "10.00").await;
        let server = answering(ResponseTemplate::new(200)).await;
        receiver(&sandbox, &server.uri(), &[]).await;
        let changed = control(&sandbox, "PATCH", "/receivers/h-1", json!({"order": order})).await;
        assert_eq!(changed["order"], order);
        control(&sandbox, "POST", "/receivers/h-1/pause", json!({})).await;
        raise(&sandbox, &path, 8).await;
        deliver(&sandbox).await;
        control(&sandbox, "POST", "/receivers/h-1/resume", json!({})).await;
        let mut told = sequences(&server).await;
        match order {
            "fifo" => assert_eq!(told, [1, 2, 3, 4, 5, 6, 7, 8]),
            "lifo" => assert_eq!(told, [8, 7, 6, 5, 4, 3, 2, 1]),
            _ => {
                shuffled.push(told.clone());
                assert!(!told.is_sorted() && !told.iter().rev().is_sorted(), "{told:?}");
                told.sort_unstable();
                assert_eq!(told, [1, 2, 3, 4, 5, 6, 7, 8]);
            }
        }
    }
    assert_eq!(shuffled[0], shuffled[1], "chance follows from the seed");
}

#[tokio::test]
async fn sb_hook_06_copies_have_one_id_and_one_schedule() {
    let mut sandbox = Sandbox::new().await;
    let path = made_card(&sandbox, "10.00").await;
    let server = answering(ResponseTemplate::new(500)).await;
    receiver(&sandbox, &server.uri(), &[]).await;
    control(&sandbox, "PATCH", "/receivers/h-1", json!({"duplicate": 3})).await;
    raise(&sandbox, &path, 1).await;
    deliver(&sandbox).await;
    let all = arrived(&server).await;
    assert_eq!(all.len(), 3);
    for one in &all {
        assert_eq!(header(one, "webhook-id"), header(&all[0], "webhook-id"));
        assert_eq!(one.body, all[0].body);
    }
    sandbox.advance(5).await;
    assert_eq!(arrived(&server).await.len(), 4, "the second attempt comes once, after 5 s");
    sandbox.advance(300).await;
    assert_eq!(arrived(&server).await.len(), 5);
    // One that was held has its copies too, whether it is released by name or with all others.
    control(&sandbox, "POST", "/receivers/h-1/pause", json!({})).await;
    let amara = sandbox.holder("amara").await;
    for action in ["unfreeze", "freeze"] {
        amara.done(&format!("{path}{action}/"), &json!({})).await;
    }
    deliver(&sandbox).await;
    control(&sandbox, "POST", "/receivers/h-1/release", json!({"order": ["d-2"]})).await;
    deliver(&sandbox).await;
    assert_eq!(sequences(&server).await[5..], [2, 2, 2]);
    control(&sandbox, "POST", "/receivers/h-1/resume", json!({})).await;
    deliver(&sandbox).await;
    assert_eq!(sequences(&server).await[8..], [3, 3, 3]);
    for (member, value) in [
        ("duplicate", json!(0)),
        ("duplicate", json!(11)),
        ("timeout", json!("0ms")),
        ("timeout", json!("2m")),
        ("order", json!("random")),
        ("url", json!("ftp://x")),
        ("events", json!(["x"])),
    ] {
        let code = refused(&sandbox, "PATCH", "/receivers/h-1", json!({ member: value })).await;
        assert_eq!(code, (422, "invalid_value".to_owned()), "{member}");
    }
}

#[tokio::test]
async fn probes_are_odd_in_one_way_and_come_once() {
    let mut sandbox = Sandbox::new().await;
    let path = made_card(&sandbox, "10.00").await;
    let server = answering(ResponseTemplate::new(400)).await;
    receiver(&sandbox, &server.uri(), &[]).await;
    let probe = "/receivers/h-1/probe";
    let early = refused(&sandbox, "POST", probe, json!({"kind": "bad-signature"})).await;
    assert_eq!(early, (409, "state_conflict".to_owned()));
    raise(&sandbox, &path, 1).await;
    deliver(&sandbox).await;
    for kind in ["bad-signature", "old-timestamp", "unknown-type"] {
        let shown = control(&sandbox, "POST", probe, json!({ "kind": kind })).await;
        assert_eq!((&shown["probe"], &shown["state"]), (&json!(kind), &json!("failed")));
        assert_eq!(shown["attempts"][0]["status"], 400);
    }
    let all = arrived(&server).await;
    let good = |one: &wiremock::Request| header(one, "webhook-signature").to_owned();
    let [first, bad, old, unknown] = &all[..] else { panic!("{} arrived", all.len()) };
    assert_eq!(first.body, bad.body);
    assert_ne!(good(first), good(bad));
    assert_eq!(header(old, "webhook-timestamp"), "1893455400", "ten minutes old");
    assert_eq!(serde_json::from_slice::<Value>(&unknown.body).unwrap()["type"], "sandbox.unknown");
    sandbox.advance(4).await;
    assert_eq!(arrived(&server).await.len(), 4, "probes are not repeated");
    control(&sandbox, "PATCH", "/receivers/h-1", json!({"url": "sink"})).await;
    sandbox.advance(1).await;
    let again = control(&sandbox, "POST", probe, json!({"kind": "duplicate"})).await;
    assert_eq!((&again["id"], &again["state"]), (&json!("d-1"), &json!("delivered")));
    assert_eq!(again["attempts"].as_array().unwrap().len(), 3);
    let wrong = refused(&sandbox, "POST", probe, json!({"kind": "loud"})).await;
    assert_eq!(wrong.0, 422);
}

#[tokio::test]
async fn a_world_with_deliveries_replays() {
    let mut sandbox = Sandbox::new().await;
    let path = made_card(&sandbox, "10.00").await;
    let server = answering(ResponseTemplate::new(500)).await;
    receiver(&sandbox, &server.uri(), &["card.*"]).await;
    control(&sandbox, "PATCH", "/receivers/h-1", json!({"duplicate": 2, "order": "shuffle"})).await;
    raise(&sandbox, &path, 2).await;
    sandbox.advance(5).await;
    control(&sandbox, "POST", "/receivers/h-1/pause", json!({})).await;
    raise(&sandbox, &path, 2).await;
    sandbox.advance(400).await;
    control(&sandbox, "POST", "/receivers/h-1/release", json!({"order": ["d-4"]})).await;
    control(&sandbox, "POST", "/ops/rotate-secret", json!({"surface": "MC"})).await;
    control(&sandbox, "POST", "/receivers/h-1/resume", json!({})).await;
    control(&sandbox, "POST", "/receivers/h-1/probe", json!({"kind": "unknown-type"})).await;
    control(&sandbox, "POST", "/deliveries/d-1/resend", json!({})).await;
    let since = json!({"since": "2030-01-01T00:00:00Z"});
    control(&sandbox, "POST", "/receivers/h-1/recover", since).await;
    let handle = world(&sandbox);
    let now = handle.now();
    let mut replayed = World::replay(&handle.journal(), create_world).unwrap();
    replayed.settle(now);
    assert!(handle.read(|world| world.same_state(&replayed)));
}
