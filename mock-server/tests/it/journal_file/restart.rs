//! Worlds are back when their server is started again.

use std::{path::Path, time::Duration};

use axum::{body::Body, http::Request};
use clap::Parser;
use mock_server::{config::Config, server, world::journal::Kind};
use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};
use serde_json::{Value, json};

use super::{
    Directory,
    process::{Server, program, refused},
};
use crate::{
    story::{event, happen},
    support::{Reply, Sandbox},
};

fn config(file: &Path, flags: &[&str]) -> Config {
    let journal = format!("--journal={}", file.display());
    Config::parse_from([&["mock-server", &journal], flags].concat())
}

/// A server that goes on with a file.
fn restarted(file: &Path) -> Sandbox {
    let config = config(file, &[]);
    let worlds = server::worlds(&config).unwrap();
    Sandbox::again(worlds, &config)
}

/// Credentials of a world; tokens of the app are made anew whenever they are shown.
async fn credentials(sandbox: &Sandbox, world: &str) -> Vec<Value> {
    let shown = get(sandbox, &format!("/worlds/{world}/credentials")).await;
    ["PG", "ER", "MC"].map(|surface| shown[surface].clone()).to_vec()
}

async fn get(sandbox: &Sandbox, path: &str) -> Value {
    let got = sandbox.control("GET", path, &Value::Null).await;
    assert_eq!(got.status, 200, "{path}: {}", got.text());
    got.json()
}

#[tokio::test]
async fn a_world_is_back_with_everything_that_it_had() {
    let directory = Directory::new();
    let file = directory.file();
    let flags = config(&file, &["--journal-sync=batch"]);
    let worlds = server::worlds(&flags).unwrap();
    let mut sandbox = Sandbox::over(worlds, json!({}), &flags).await;
    let story = prop::collection::vec(event(), 120);
    let story = story.new_tree(&mut TestRunner::deterministic()).unwrap().current();
    let (first, second) = story.split_at(80);
    for event in first {
        happen(&mut sandbox, event).await;
    }
    let (test, default) =
        (credentials(&sandbox, "test").await, credentials(&sandbox, "default").await);
    let (world, journal) = {
        let handle = sandbox.worlds.get("test").unwrap();
        handle.settle();
        (handle.read(Clone::clone), handle.lines().joined())
    };
    sandbox.worlds.close();
    let mut again = restarted(&file);
    (again.now, again.world) = (sandbox.now, "test".to_owned());
    again.go_on_from(&sandbox);
    let handle = again.worlds.get("test").unwrap();
    handle.read(|back| assert!(back.same_state(&world)));
    assert_eq!(handle.lines().joined(), journal);
    assert_eq!(credentials(&again, "test").await, test);
    assert_eq!(credentials(&again, "default").await, default);
    // Both answer what follows in the same way: one that has never ended, and one that is back.
    let config = Config::parse_from(["mock-server"]);
    let mut never = Sandbox::made(json!({}), &config).await;
    for event in first {
        happen(&mut never, event).await;
    }
    for event in second {
        let (ours, theirs) = (happen(&mut again, event).await, happen(&mut never, event).await);
        let told = |reply: &Reply| (reply.status, reply.text());
        assert_eq!(told(&ours), told(&theirs), "{event:?}");
    }
    let verified = again.control("POST", "/worlds/test/journal/verify", &json!({})).await.json();
    assert_eq!(verified["equal"], true, "{verified}");
}

#[tokio::test]
async fn running_clocks_run_on_and_frozen_ones_stay() {
    let directory = Directory::new();
    let file = directory.file();
    let flags = config(&file, &[]);
    let worlds = server::worlds(&flags).unwrap();
    let sandbox = Sandbox::over(worlds, json!({}), &flags).await;
    let clock = json!({"mode": "running", "offset": "10h"});
    let world = json!({"id": "runs", "seed": "8", "clock": clock});
    assert_eq!(sandbox.control("POST", "/worlds", &world).await.status, 201);
    let order = json!({"surface": "ER", "external_user_id": "u"});
    let path = "/worlds/runs/ops/make-user";
    assert_eq!(sandbox.control("POST", path, &order).await.status, 200);
    let timers = get(&sandbox, "/worlds/runs").await["timers"].clone();
    let frozen = get(&sandbox, "/worlds/test/clock").await["now"].clone();
    let running = get(&sandbox, "/worlds/runs/clock").await["now"].clone();
    sandbox.worlds.close();
    tokio::time::sleep(Duration::from_millis(30)).await;
    let again = restarted(&file);
    assert_eq!(get(&again, "/worlds/test/clock").await["now"], frozen);
    let instant = |text: &Value| text.as_str().unwrap().parse::<jiff::Timestamp>().unwrap();
    let later = get(&again, "/worlds/runs/clock").await["now"].clone();
    let passed = instant(&later).duration_since(instant(&running));
    assert!(passed.as_millis() >= 30 && passed.as_secs() < 60, "{passed:?}");
    assert_eq!(get(&again, "/worlds/runs").await["timers"], timers);
}

#[tokio::test]
async fn what_came_due_meanwhile_fires_once() {
    let directory = Directory::new();
    let file = directory.file();
    let flags = config(&file, &[]);
    let worlds = server::worlds(&flags).unwrap();
    let sandbox = Sandbox::over(worlds, json!({}), &flags).await;
    let world = json!({"id": "runs", "seed": "8", "rules": {"er.order.step_ms": 300}});
    assert_eq!(sandbox.control("POST", "/worlds", &world).await.status, 201);
    let order = json!({"user": "ext-ada", "product": "VUSD-STD"});
    let ordered = sandbox.control("POST", "/worlds/runs/ops/order-card", &order).await;
    assert_eq!(ordered.status, 200, "{}", ordered.text());
    assert!(get(&sandbox, "/worlds/runs").await["timers"].as_u64().unwrap() > 0);
    sandbox.worlds.close();
    // The order goes on by itself, while no server runs.
    tokio::time::sleep(Duration::from_millis(1500)).await;
    let fired = |sandbox: &Sandbox| {
        let records = sandbox.worlds.get("runs").unwrap().journal();
        let fired = records.into_iter().filter(|record| record.kind == Kind::Fired);
        fired.map(|record| (record.at, record.input.to_string())).collect::<Vec<_>>()
    };
    let again = restarted(&file);
    let steps = fired(&again);
    assert!(steps.len() >= 2, "{steps:?}");
    let last = &steps.last().unwrap().0;
    assert!(last.parse::<jiff::Timestamp>().unwrap() < mock_server::world::clock::real_now());
    again.worlds.close();
    let third = restarted(&file);
    third.worlds.get("runs").unwrap().settle();
    let all = fired(&third);
    assert!(all.starts_with(&steps), "{all:?}");
    let distinct: std::collections::BTreeSet<_> = all.iter().collect();
    assert_eq!(distinct.len(), all.len(), "an effect has fired twice: {all:?}");
    let verified = third.control("POST", "/worlds/runs/journal/verify", &json!({})).await.json();
    assert_eq!(verified["equal"], true, "{verified}");
}

#[tokio::test]
async fn worlds_that_are_gone_stay_gone() {
    let directory = Directory::new();
    let file = directory.file();
    let flags = config(&file, &[]);
    let worlds = server::worlds(&flags).unwrap();
    let mut sandbox = Sandbox::over(worlds, json!({}), &flags).await;
    for id in ["deleted", "replaced", "idle"] {
        let world = json!({"id": id, "idle": "1s", "labels": {"first": "yes"}});
        assert_eq!(sandbox.control("POST", "/worlds", &world).await.status, 201);
    }
    let replaced = json!({"labels": {"first": "no"}, "seed": "other"});
    assert_eq!(sandbox.control("PUT", "/worlds/replaced", &replaced).await.status, 200);
    assert_eq!(sandbox.control("DELETE", "/worlds/deleted", &json!({})).await.status, 204);
    let freeze = "mutation { freezeCard(cardId: 1) { success } }";
    assert_eq!(sandbox.ask(freeze, &Value::Null).await.status, 200);
    assert_eq!(sandbox.control("POST", "/worlds/test/reset", &json!({})).await.status, 200);
    assert_eq!(sandbox.control("POST", "/worlds/default/reset", &json!({})).await.status, 200);
    let later = mock_server::world::clock::real_now() + jiff::SignedDuration::from_secs(30);
    sandbox.worlds.expire(later);
    let replaced = credentials(&sandbox, "replaced").await;
    sandbox.worlds.close();
    let again = restarted(&file);
    for (id, why) in [("deleted", "deleted"), ("idle", "idle")] {
        let gone = again.control("GET", &format!("/worlds/{id}"), &Value::Null).await;
        assert_eq!((gone.status.as_u16(), &gone.json()["why"]), (410, &json!(why)), "{id}");
    }
    let test = get(&again, "/worlds/test").await;
    assert_eq!((&test["generation"], &test["journal_records"]), (&json!(2), &json!(1)), "{test}");
    assert_eq!(get(&again, "/worlds/default").await["generation"], 2);
    assert_eq!(get(&again, "/worlds/replaced").await["labels"]["first"], "no");
    assert_eq!(credentials(&again, "replaced").await, replaced);
    let made = again.control("POST", "/worlds", &json!({"id": "deleted"})).await;
    assert_eq!((made.status.as_u16(), &made.json()["generation"]), (201, &json!(1)));
}

#[tokio::test]
async fn an_imported_world_is_kept_too() {
    let directory = Directory::new();
    let file = directory.file();
    let flags = config(&file, &[]);
    let worlds = server::worlds(&flags).unwrap();
    let mut sandbox = Sandbox::over(worlds, json!({}), &flags).await;
    let freeze = "mutation { freezeCard(cardId: 1) { success } }";
    assert_eq!(sandbox.ask(freeze, &Value::Null).await.status, 200);
    let journal = sandbox.control("GET", "/worlds/test/journal", &Value::Null).await.body;
    let import = Request::post("/_sandbox/import?id=copy").body(Body::from(journal)).unwrap();
    assert_eq!(sandbox.send(import).await.status, 201);
    let copy = sandbox.worlds.get("copy").unwrap().lines().joined();
    sandbox.worlds.close();
    let again = restarted(&file);
    assert_eq!(again.worlds.get("copy").unwrap().lines().joined(), copy);
}

#[test]
fn a_file_belongs_to_one_server_and_to_its_owner() {
    let directory = Directory::new();
    let mut server = Server::start(&directory.file(), &["--no-default-world"]);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(directory.file()).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let (code, out, told) = refused(&mut program(&directory.file(), &["--no-default-world"]));
    assert_eq!((code, out.as_str()), (Some(2), ""), "{told}");
    assert!(told.contains("in use by another server"), "{told}");
    server.kill();
    drop(Server::start(&directory.file(), &["--no-default-world"]));
    let nowhere = directory.0.join("no such directory").join("file");
    let (code, _, told) = refused(&mut program(&nowhere, &[]));
    assert_eq!(code, Some(2), "{told}");
    let (code, _, told) = refused(&mut program(Path::new("nats://host:4222/stream"), &[]));
    assert_eq!(code, Some(2), "{told}");
    assert!(told.contains("in memory or in a file"), "{told}");
}

#[test]
fn a_declared_world_that_is_back_stays_as_it_is() {
    let directory = Directory::new();
    let declared = directory.0.join("world.json");
    std::fs::write(&declared, json!({"id": "mine", "fixture": "empty"}).to_string()).unwrap();
    let flags = ["--world", declared.to_str().unwrap(), "--seed", "5"];
    for round in 0..3 {
        let mut server = Server::start(&directory.file(), &flags);
        let mut client = server.client();
        for id in ["mine", "default"] {
            let path = format!("/worlds/{id}/ops/make-organization");
            let made = json!({"partner": "acme", "name": format!("organization {round}")});
            assert_eq!(client.control("POST", &path, &made).unwrap().0, 200);
            let (_, world) = client.control("GET", &format!("/worlds/{id}"), &Value::Null).unwrap();
            assert_eq!(world["journal_records"], round + 2, "{world}");
        }
        server.kill();
    }
}
