//! Content of journal records (SB 13.1).

use mock_server::{
    surfaces::control::create_world,
    world::{Record, World, journal::Kind},
};
use serde_json::json;

use super::{done, refused};
use crate::{envelope::Project, support::Sandbox};

fn records(sandbox: &Sandbox) -> Vec<Record> {
    sandbox.worlds.get("test").unwrap().journal()
}

#[tokio::test]
async fn who_did_it_is_named_as_in_the_log() {
    let mut sandbox = Sandbox::new().await;
    sandbox.ask("mutation { freezeCard(cardId: 1) { success } }", &json!({})).await;
    done(&sandbox, "POST", "/worlds/test/ops/satisfy", &json!({"card_user": "quinn"})).await;
    let records = records(&sandbox);
    let by = |kind| -> Vec<_> {
        records.iter().filter(|one| one.kind == kind).map(|one| one.by.as_deref()).collect()
    };
    assert!(!by(Kind::Call).is_empty());
    assert!(by(Kind::Call).iter().all(|by| *by == Some("acme/primary")), "{:?}", by(Kind::Call));
    assert_eq!(by(Kind::Control), [Some("ops")]);
    let line = serde_json::to_value(records.last().unwrap()).unwrap();
    assert_eq!(line["by"], "ops");
    let world = sandbox.worlds.get("test").unwrap().read(Clone::clone);
    assert_eq!(World::replay(&records, create_world).unwrap(), world);
}

#[tokio::test]
async fn a_read_is_in_the_journal_when_it_used_something_up() {
    let mut sandbox = Sandbox::new().await;
    let mut main = Project::named(&sandbox, "main").await;
    let before = records(&sandbox).len();
    for _ in 0..20 {
        let rows = sandbox.ask("{ AgioCard_card { id } }", &json!({})).await;
        assert!(rows.json()["data"]["AgioCard_card"].is_array(), "{}", rows.text());
        main.ask(&sandbox, "/project/balance", &json!({})).await;
    }
    let all = records(&sandbox);
    assert_eq!(all.len(), before + 40);
    assert!(all[before..].iter().all(|one| one.auth.is_some() && one.input == json!([])));
    // Its key alone is known of an unsigned request.
    let body = json!({"query": "{ __typename }"}).to_string();
    let unsigned = axum::http::Request::post("/partner/cards/graphql").body(body.into()).unwrap();
    sandbox.send(unsigned).await;
    assert_eq!(records(&sandbox).len(), before + 40);
    let world = done(&sandbox, "GET", "/worlds/test", &json!({})).await;
    assert_eq!(world["replays"], json!({"remembered": 40, "forgotten_early": 0}));
}

#[tokio::test]
async fn what_a_command_used_up_is_in_its_record_and_remembered_by_a_replay() {
    let mut sandbox = Sandbox::new().await;
    let mut main = Project::named(&sandbox, "main").await;
    let both = "mutation { a: freezeCard(cardId: 1) { success } b: unfreezeCard(cardId: 1) { \
                success } }";
    sandbox.ask(both, &json!({})).await;
    sandbox.ask("{ AgioCard_card { id } }", &json!({})).await;
    main.ask(&sandbox, "/users/create", &json!({"external_user_id": "u"})).await;
    let records = records(&sandbox);
    let claims: Vec<_> = records
        .iter()
        .filter_map(|one| Some((one.op.clone()?, one.auth.clone()?, one.auth_until.clone()?)))
        .collect();
    let [(first, nonce, until), (read, ..), (second, slot, end)] = &claims[..] else {
        panic!("{claims:?}")
    };
    let names = [first, read, second].map(String::as_str);
    assert_eq!(names, ["freezeCard", "AgioCard_card", "/users/create"]);
    let both: Vec<_> = records.iter().filter(|one| one.op.as_deref() == Some(first)).collect();
    assert_eq!(both.len(), 1, "one request is one record");
    assert_eq!(both[0].input[0]["command"], "Freeze");
    assert_eq!(both[0].input[1]["op"], "unfreezeCard");
    assert_eq!(both[0].answer.as_ref().unwrap().status, 200);
    for digest in [nonce, slot] {
        assert!(digest.len() == 64 && digest.bytes().all(|byte| byte.is_ascii_hexdigit()));
    }
    assert_eq!(until, "2030-01-01T00:10:00.000000Z");
    assert!(end.starts_with("2030-01-01T00:00:30.00000"), "{end}");
    let replayed = World::replay(&records, create_world).unwrap();
    let handle = sandbox.worlds.get("test").unwrap();
    assert!(handle.read(|world| world.same_state(&replayed)));
    assert_eq!(handle.read(|world| world.access.claims.len()), 3);
    assert_eq!(replayed.access.claims.len(), 3);
}

#[tokio::test]
async fn a_journal_is_exported_whole_or_in_part() {
    let mut sandbox = Sandbox::new().await;
    for card in 1..9 {
        let text = format!("mutation {{ freezeCard(cardId: {card}) {{ success }} }}");
        sandbox.ask(&text, &json!({})).await;
    }
    let whole = sandbox.control("GET", "/worlds/test/journal", &json!({})).await;
    assert_eq!(whole.headers["content-type"], "application/x-ndjson");
    let whole = whole.text();
    let lines: Vec<_> = whole.split_inclusive('\n').collect();
    assert_eq!(lines.len(), records(&sandbox).len());
    assert!(lines.len() > 3 && lines.iter().all(|line| line.ends_with('\n')), "{whole}");
    for (query, expected) in [
        ("?from=0", &lines[..]),
        ("?from=1", &lines[1..]),
        ("?from=1&to=2", &lines[1..3]),
        ("?to=0", &lines[..1]),
        ("?from=99", &[][..]),
        ("?from=1&to=99", &lines[1..]),
    ] {
        let path = format!("/worlds/test/journal{query}");
        assert_eq!(sandbox.control("GET", &path, &json!({})).await.text(), expected.concat());
    }
    for (query, place) in [("?from=x", "?from"), ("?to=-1", "?to"), ("?from=2&to=1", "?from")] {
        let path = format!("/worlds/test/journal{query}");
        refused(&sandbox, "GET", &path, &json!({}), ("invalid_value", place)).await;
    }
}

#[tokio::test]
async fn what_an_effect_changed_is_told() {
    let sandbox = Sandbox::with(json!({"rules": {"fund.confirm_delay_ms": 30_000}})).await;
    let deposit = json!({"card": "carla/1", "amount": "10.00"});
    done(&sandbox, "POST", "/worlds/test/ops/deposit", &deposit).await;
    done(&sandbox, "POST", "/worlds/test/clock/advance", &json!({"by": "1h"})).await;
    let records = records(&sandbox);
    // The receipt fired at once, the confirmation after its delay.
    let fired = records.iter().filter(|one| one.kind == Kind::Fired).nth(1).unwrap();
    let line = serde_json::to_value(fired).unwrap();
    assert_eq!(line["op"], "deposit.confirm");
    assert_eq!(line["effects"][0]["member"], "status");
    assert_eq!(line["effects"][0]["from"], "received");
    assert_eq!(line["effects"][0]["to"], "confirmed");
}
