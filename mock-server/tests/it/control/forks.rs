//! Forks (SB 14).

use mock_server::{
    surfaces::{
        SURFACES,
        control::{create_world, verified},
    },
    world::{World, journal::Kind},
};
use serde_json::{Value, json};

use super::{done, refused};
use crate::support::Sandbox;

const FREEZE: &str = "mutation { freezeCard(cardId: 1) { success } }";
const CARDS: &str = "{ AgioCard_vw_card(order_by: {id: asc}) { id status last4 } }";

async fn fork(sandbox: &Sandbox, body: &Value) -> Value {
    done(sandbox, "POST", "/worlds/test/fork", body).await
}

/// A client of the first partner of a world that was made.
fn client(of: &Sandbox, made: &Value) -> Sandbox {
    let credential = &made["surfaces"]["PG"]["partners"][0]["credentials"][0];
    let mut client = of.another(made["id"].as_str().unwrap());
    client.use_credential(0, &credential["api_token"], &credential["client_secret"]);
    client
}

async fn differences(sandbox: &Sandbox, id: &str) -> Value {
    done(sandbox, "GET", &format!("/worlds/{id}/diff?with_world=test"), &Value::Null).await
}

#[tokio::test]
async fn sb_snap_02_a_fork_is_equal_at_birth_and_independent_afterwards() {
    let mut origin = Sandbox::new().await;
    origin.op("deposit", &json!({"card": 1, "amount": "25.00"})).await;
    origin.op("make-user", &json!({"surface": "AG", "name": "Lena Lo"})).await;
    origin.op("authorize", &json!({"card": 1, "amount": "5.00"})).await;
    done(&origin, "PATCH", "/worlds/test/rules", &json!({"pin.min_digits": 6})).await;
    let made = fork(&origin, &json!({"id": "b"})).await;
    assert_eq!((&made["id"], &made["seed"]), (&json!("b"), &json!("7")));
    let nothing = json!({"changes": [], "only_here": [], "only_there": []});
    assert_eq!(differences(&origin, "b").await, nothing);
    let original = origin.worlds.get("test").unwrap().read(World::clone);
    let ours = origin.worlds.get("b").unwrap().read(World::clone);
    assert!(ours.issuer == original.issuer && ours.dice == original.dice);
    assert!(ours.rules == original.rules && ours.clock == original.clock);
    assert!(ours.timeline == original.timeline && ours.events == original.events);

    let mut branch = client(&origin, &made);
    assert_ne!(branch.credential(0), origin.credential(0));
    let (here, there) =
        (branch.ask(CARDS, &Value::Null).await, origin.ask(CARDS, &Value::Null).await);
    assert_eq!(here.json()["data"], there.json()["data"]);
    assert!(here.json()["data"]["AgioCard_vw_card"][0]["id"].is_number(), "{}", here.text());
    let credentials = async |id: &str| {
        let path = format!("/worlds/{id}/credentials");
        done(&origin, "GET", &path, &Value::Null).await
    };
    let (one, two) = (credentials("test").await, credentials("b").await);
    for secret in [
        "/PG/partners/0/credentials/0/client_secret",
        "/ER/projects/0/api_secret",
        "/MC/users/0/password",
    ] {
        assert!(one.pointer(secret).is_some(), "{secret}: {one:#}");
        assert_ne!(one.pointer(secret), two.pointer(secret), "{secret}");
    }

    let frozen = branch.ask(FREEZE, &Value::Null).await;
    assert_eq!(frozen.json()["data"]["freezeCard"]["success"], true, "{}", frozen.text());
    let rows = origin.ask(CARDS, &Value::Null).await.json();
    assert_eq!(rows["data"]["AgioCard_vw_card"][0]["status"], "active");
    let changes = differences(&origin, "b").await;
    let one = json!({"entity": "card:1", "member": "status", "from": "active", "to": "locked"});
    assert_eq!(changes, json!({"changes": [one], "only_here": [], "only_there": []}));
    origin.op("make-partner", &json!({"name": "initech"})).await;
    origin.worlds.get("b").unwrap().read(|world| {
        assert!(world.access.credentials.labelled("initech/primary").is_none());
    });
}

#[tokio::test]
async fn a_fork_begins_at_any_record_of_its_origin() {
    let mut origin = Sandbox::new().await;
    let mut states = vec![origin.worlds.get("test").unwrap().read(World::clone)];
    for step in 0..3 {
        origin.op("deposit", &json!({"card": 1, "amount": format!("{}.00", step + 1)})).await;
        states.push(origin.worlds.get("test").unwrap().read(World::clone));
        origin.advance(4000).await;
    }
    let records = origin.worlds.get("test").unwrap().journal();
    let deposits = records.iter().filter(|one| one.op.as_deref() == Some("deposit"));
    let mut numbers = vec![0];
    numbers.extend(deposits.map(|one| one.n));
    assert_eq!(numbers.len(), 4, "{records:?}");
    for (at, state) in numbers.iter().zip(&states) {
        let id = format!("at-{at}");
        fork(&origin, &json!({"id": id, "at": at})).await;
        let made = origin.worlds.get(&id).unwrap();
        made.read(|world| {
            assert!(world.issuer == state.issuer && world.dice == state.dice, "{at}");
            assert_eq!(world.clock, state.clock, "{at}");
        });
    }
    // An advance is over when its effects have fired.
    let advance = records.iter().find(|one| one.op.as_deref() == Some("clock.advance")).unwrap().n;
    let made = fork(&origin, &json!({"at": advance})).await;
    assert_eq!(made["clock"]["now"], "2030-01-01T01:06:40.000000Z");
    refused(&origin, "POST", "/worlds/test/fork", &json!({"at": 999}), ("invalid_value", "/at"))
        .await;
    let taken = json!({"id": "test"});
    refused(&origin, "POST", "/worlds/test/fork", &taken, ("world_exists", "/id")).await;
    refused(&origin, "POST", "/worlds/test/fork", &json!({"id": "A"}), ("invalid_value", "/id"))
        .await;
}

#[tokio::test]
async fn the_journal_of_a_fork_leads_to_it_and_to_forks_of_it() {
    let mut origin = Sandbox::new().await;
    origin.op("deposit", &json!({"card": 1, "amount": "25.00"})).await;
    origin.advance(4000).await;
    origin.ask(FREEZE, &Value::Null).await;
    let made = fork(&origin, &json!({"id": "b"})).await;
    let mut branch = client(&origin, &made);
    branch.ask("mutation { unfreezeCard(cardId: 1) { success } }", &Value::Null).await;
    branch.op("deposit", &json!({"card": 1, "amount": "5.00"})).await;
    branch.advance(4000).await;
    let handle = branch.worlds.get("b").unwrap();
    let records = handle.journal();
    assert!(records.iter().all(|one| one.world == "b"));
    assert!(
        records.iter().any(|one| one.kind == Kind::Control && one.op.as_deref() == Some("fork"))
    );
    let (found, replay) = verified(&records, None, &SURFACES).await.unwrap();
    assert!(found.equal && found.compared > 5, "{found:?}");
    assert!(handle.read(|world| world.same_state(&replay.world)));
    let journal = done_text(&branch, "/worlds/b/journal").await;
    let other = Sandbox::new().await;
    let request = axum::http::Request::post("/_sandbox/import?verify=true&id=c");
    let imported = other.send(request.body(journal.into()).unwrap()).await;
    assert_eq!(imported.json()["verify"]["equal"], true, "{}", imported.text());
    let again = other.worlds.get("c").unwrap().read(World::clone);
    assert!(handle.read(|world| world.issuer == again.issuer));
    let body = json!({"id": "d"});
    let second = done(&branch, "POST", "/worlds/b/fork", &body).await;
    assert_eq!(second["id"], "d");
    let second = branch.worlds.get("d").unwrap();
    assert!(handle.read(|world| second.read(|other| world.issuer == other.issuer)));
    let replayed = World::replay(&second.journal(), create_world).unwrap();
    assert!(second.read(|world| world.same_state(&replayed)));
}

async fn done_text(sandbox: &Sandbox, path: &str) -> String {
    sandbox.control("GET", path, &Value::Null).await.text()
}

#[tokio::test]
async fn a_running_fork_goes_on_from_the_time_of_its_record() {
    let origin = Sandbox::with(json!({"clock": {"mode": "running"}})).await;
    origin.op("deposit", &json!({"card": 1, "amount": "25.00"})).await;
    let n = origin.worlds.get("test").unwrap().records() - 1;
    done(&origin, "POST", "/worlds/test/clock/advance", &json!({"by": "5h"})).await;
    let now =
        |made: &Value| made["clock"]["now"].as_str().unwrap().parse::<jiff::Timestamp>().unwrap();
    let (then, today) = (fork(&origin, &json!({"at": n})).await, fork(&origin, &json!({})).await);
    let ahead = now(&today).duration_since(now(&then)).as_secs();
    assert!((17_900..18_100).contains(&ahead), "{ahead}");
    let made = today["id"].as_str().unwrap();
    let verify =
        done(&origin, "POST", &format!("/worlds/{made}/journal/verify"), &Value::Null).await;
    assert_eq!(verify["equal"], true, "{verify:#}");
}
