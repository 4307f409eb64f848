//! Setup steps of a world (SB 3.8).

use mock_server::{surfaces::control::create_world, world::World};
use serde_json::json;

use super::{done, refused};
use crate::support::Sandbox;

fn steps() -> serde_json::Value {
    json!([
        {"as": "u", "op": "make-card-user",
         "input": {"partner": "acme", "organization": "acme-north", "name": "Lena Approved",
                   "kyc": "none", "applicant": false}},
        {"as": "w", "op": "satisfy", "input": {"card_user": "${u.card_user_id}"}},
        {"op": "deposit", "input": {"card": "carla/1", "amount": "100.00", "confirm": "auto"}},
        {"as": "t", "op": "clock.advance", "input": {"by": "1h"}},
        {"as": "p", "op": "make-partner", "input": {"name": "initech"}},
    ])
}

#[tokio::test]
async fn steps_are_done_before_anybody_comes_in() {
    let sandbox = Sandbox::new().await;
    let clock = json!({"mode": "frozen", "at": "2030-01-01T00:00:00Z"});
    let wanted = json!({"id": "made", "seed": "7", "clock": clock, "setup": steps()});
    let world = done(&sandbox, "POST", "/worlds", &wanted).await;
    let named = &world["named"];
    assert_eq!(world["clock"]["now"], "2030-01-01T01:00:00.000000Z");
    assert_eq!(named["t"]["from"], "2030-01-01T00:00:00.000000Z");
    assert!(named["w"]["made"].as_array().unwrap().contains(&json!("applicant")));
    let people = world["people"].as_array().unwrap();
    assert!(people.iter().any(|one| one["card_user_id"] == named["u"]["card_user_id"]));
    let token = json!({"api_token": named["p"]["api_token"]});
    let known = done(&sandbox, "POST", "/whoami", &token).await;
    assert_eq!((&known["world"], &known["by"]), (&json!("made"), &json!("initech/primary")));
}

#[tokio::test]
async fn a_world_with_a_setup_is_reset_to_what_it_was() {
    let sandbox = Sandbox::new().await;
    let clock = json!({"mode": "frozen", "at": "2030-01-01T00:00:00Z"});
    let wanted = json!({"id": "made", "seed": "7", "clock": clock, "setup": steps()});
    let first = done(&sandbox, "POST", "/worlds", &wanted).await;
    let again = done(&sandbox, "POST", "/worlds/made/reset", &json!({})).await;
    assert_eq!((&again["named"], &again["people"]), (&first["named"], &first["people"]));
    assert_eq!((&first["generation"], &again["generation"]), (&json!(1), &json!(2)));
    let records = sandbox.worlds.get("made").unwrap().journal();
    assert!(records[0].input["setup"].is_array());
    let world = sandbox.worlds.get("made").unwrap().read(Clone::clone);
    assert_eq!(World::replay(&records, create_world).unwrap(), world);
}

#[tokio::test]
async fn a_step_that_fails_leaves_no_world() {
    let sandbox = Sandbox::new().await;
    let good = json!({"as": "u", "op": "make-organization",
                      "input": {"partner": "acme", "name": "x"}});
    for (bad, code) in [
        (json!({"op": "fly"}), "op_unknown"),
        (json!({"op": "satisfy", "input": {"card_user": "nobody"}}), "entity_unknown"),
        (json!({"op": "satisfy", "input": {"card_user": "${u.nothing}"}}), "invalid_value"),
        (json!({"op": "satisfy", "input": {"card_user": "${v.id}"}}), "invalid_value"),
        (json!({"op": "satisfy", "input": {"zz": 1}}), "unknown_field"),
        (json!({"op": "clock.advance", "input": {"by": "x"}}), "invalid_value"),
    ] {
        let wanted = json!({"id": "made", "setup": [good, bad]});
        let reply = sandbox.control("POST", "/worlds", &wanted).await;
        let problem = reply.json();
        assert_eq!((&problem["code"], &problem["step"]), (&json!("setup_failed"), &json!(1)));
        assert_eq!(problem["pointer"], "/setup/1");
        assert_eq!(problem["error"]["code"], code, "{}", reply.text());
        refused(&sandbox, "GET", "/worlds/made", &json!({}), ("world_unknown", "none")).await;
    }
    let wanted = json!({"setup": [good, good]});
    refused(&sandbox, "POST", "/worlds", &wanted, ("setup_failed", "/setup/1")).await;
}
