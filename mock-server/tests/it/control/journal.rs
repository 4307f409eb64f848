//! What a record of the journal tells (SB 13.1).

use mock_server::world::{Record, World, journal::Kind};
use serde_json::json;

use super::done;
use crate::support::Sandbox;

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
    assert_eq!(World::replay(&records).unwrap(), world);
}

#[tokio::test]
async fn the_nonce_that_a_request_consumed_is_told_by_its_digest() {
    let mut sandbox = Sandbox::new().await;
    sandbox.ask("{ AgioCard_card { id } }", &json!({})).await;
    let records = records(&sandbox);
    let auth: Vec<_> = records.iter().filter_map(|one| one.auth.as_deref()).collect();
    assert_eq!(auth.len(), 1);
    assert!(auth[0].len() == 64 && auth[0].bytes().all(|byte| byte.is_ascii_hexdigit()));
}

#[tokio::test]
async fn what_an_effect_changed_is_told() {
    let sandbox = Sandbox::with(json!({"rules": {"fund.confirm_delay_ms": 30_000}})).await;
    let deposit = json!({"card": "carla/1", "amount": "10.00"});
    done(&sandbox, "POST", "/worlds/test/ops/deposit", &deposit).await;
    done(&sandbox, "POST", "/worlds/test/clock/advance", &json!({"by": "1h"})).await;
    let records = records(&sandbox);
    let fired = records.iter().find(|one| one.kind == Kind::Fired).unwrap();
    let line = serde_json::to_value(fired).unwrap();
    assert_eq!(line["op"], "deposit.confirm");
    assert_eq!(line["effects"][0]["member"], "status");
    assert_eq!(line["effects"][0]["from"], "received");
    assert_eq!(line["effects"][0]["to"], "confirmed");
}
