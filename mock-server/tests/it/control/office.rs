//! Back office operations for partners: credential rotation, corporate applications, states of
//! cards, and references to entities (SB 5).

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{done, refused};
use crate::{envelope::Project, support::Sandbox};

async fn op(sandbox: &Sandbox, op: &str, input: Value) -> Value {
    done(sandbox, "POST", &format!("/worlds/test/ops/{op}"), &input).await
}

async fn read(sandbox: &mut Sandbox, document: &str) -> Value {
    sandbox.ask(document, &Value::Null).await.json()
}

#[tokio::test]
async fn a_rotation_makes_a_credential_and_ends_the_one_before() {
    let mut sandbox = Sandbox::new().await;
    let asked = "{ AgioCard_card_company { id } }";
    let rotated = op(&sandbox, "rotate-credential", json!({"credential": "acme/primary"})).await;
    let result = &rotated["result"];
    assert_eq!(rotated["changed"][1], "credential:acme/primary");
    assert_eq!(
        result["former"],
        json!({"credential": "acme/primary", "state": "revoked",
                                        "expires_at": null})
    );
    assert_eq!(sandbox.ask(asked, &Value::Null).await.status, StatusCode::UNAUTHORIZED);
    sandbox.use_credential(0, &result["api_token"], &result["client_secret"]);
    assert_eq!(sandbox.ask(asked, &Value::Null).await.status, StatusCode::OK);
    let env = sandbox.control("GET", "/worlds/test/env", &Value::Null).await.text();
    assert!(env.contains(result["api_token"].as_str().unwrap()), "{env}");
    // With an overlap both work until it is over.
    let label = result["credential"].as_str().unwrap();
    let input = json!({"credential": format!("credential:{label}"), "name": "third",
                       "overlap": "1h"});
    let third = op(&sandbox, "rotate-credential", input).await;
    assert_eq!(third["result"]["credential"], "acme/third");
    assert_eq!(third["result"]["former"]["state"], "valid");
    assert_eq!(third["result"]["former"]["expires_at"], "2030-01-01T01:00:00.000000Z");
    assert_eq!(sandbox.ask(asked, &Value::Null).await.status, StatusCode::OK);
    sandbox.advance(3601).await;
    assert_eq!(sandbox.ask(asked, &Value::Null).await.status, StatusCode::UNAUTHORIZED);
    let third = &third["result"];
    sandbox.use_credential(0, &third["api_token"], &third["client_secret"]);
    assert_eq!(sandbox.ask(asked, &Value::Null).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_project_rotates_its_key() {
    let sandbox = Sandbox::new().await;
    let mut old = Project::named(&sandbox, "main").await;
    let rotated = op(&sandbox, "rotate-credential", json!({"credential": "main"})).await;
    let refused = old.post(&sandbox, "/project/balance", &json!({}), None).await;
    assert_ne!(refused.status, StatusCode::OK);
    let mut new = Project::named(&sandbox, "main").await;
    assert_eq!(json!(new.key), rotated["result"]["api_key"]);
    new.ask(&sandbox, "/project/balance", &json!({})).await;
}

#[tokio::test]
async fn a_rotation_that_cannot_be_changes_nothing() {
    let sandbox = Sandbox::new().await;
    let path = "/worlds/test/ops/rotate-credential";
    for (input, code, place) in [
        (json!({}), "missing_field", "/credential"),
        (json!({"credential": "acme/primry"}), "entity_unknown", "none"),
        (json!({"credential": "acme/revoked"}), "state_conflict", "none"),
        (json!({"credential": "acme/primary", "name": "revoked"}), "state_conflict", "/name"),
        (json!({"credential": "acme/primary", "name": "a b"}), "invalid_value", "/name"),
        (json!({"credential": "acme/primary", "overlap": "soon"}), "invalid_value", "/overlap"),
    ] {
        refused(&sandbox, "POST", path, &input, (code, place)).await;
    }
    let unknown = sandbox.control("POST", path, &json!({"credential": "acme/primry"})).await;
    assert_eq!(unknown.json()["did_you_mean"][0], "acme/primary");
    let dry = format!("{path}?dry_run=true");
    let input = json!({"credential": "main"});
    let rehearsed = sandbox.control("POST", &dry, &input);
    assert_eq!(rehearsed.await.status, StatusCode::OK);
    Project::named(&sandbox, "main").await.ask(&sandbox, "/project/balance", &json!({})).await;
}

#[tokio::test]
async fn the_back_office_provisions_a_corporate_application() {
    let mut sandbox = Sandbox::new().await;
    let organized = "mutation { createPartnerCustomerOrganization(input: {name: \"Nord AG\"}) \
                     { success organizationId } }";
    let answer = read(&mut sandbox, organized).await;
    let id = answer.pointer("/data/createPartnerCustomerOrganization/organizationId").cloned();
    let Some(id) = id.filter(Value::is_string) else { panic!("{answer}") };
    let input = json!({"organization": id, "initial_user": "Nora Nord"});
    let made = op(&sandbox, "make-corporate-application", input.clone()).await;
    let result = &made["result"];
    assert_eq!((&result["status"], &result["organization_id"]), (&json!("APPROVED"), &id));
    let number: i64 = result["application"].as_str().unwrap().parse().unwrap();
    let seen = format!(
        "{{ AgioCard_card_application(where: {{id: {{_eq: {number}}}}}) \
         {{ application_status card_company {{ name organization_id }} card_user_id }} }}"
    );
    let seen = read(&mut sandbox, &seen).await;
    let row = &seen["data"]["AgioCard_card_application"][0];
    assert_eq!(row["application_status"], "APPROVED", "{seen}");
    assert_eq!(row["card_company"], json!({"name": "Nord AG", "organization_id": id}));
    assert_eq!(row["card_user_id"], result["card_user_id"]);
    let card = format!(
        "mutation {{ createCard(input: {{cardApplicationId: {number}, cardType: virtual}}) \
         {{ success error }} }}"
    );
    let card = read(&mut sandbox, &card).await;
    assert_eq!(card["data"]["createCard"]["success"], true, "{card}");
    // A second one goes to the same company; a review may decide it.
    let mut input = input;
    input["status"] = json!("pending");
    input["initial_user"] = json!("Dora Denied");
    let second = op(&sandbox, "make-corporate-application", input).await;
    assert_eq!(second["result"]["card_company"], result["card_company"]);
    assert_eq!(second["result"]["status"], "PENDING");
    sandbox.advance(86_400).await;
    let again = format!(
        "{{ AgioCard_card_application(where: {{id: {{_eq: {}}}}}) {{ application_status }} }}",
        second["result"]["application"].as_str().unwrap()
    );
    let again = read(&mut sandbox, &again).await;
    let status = &again["data"]["AgioCard_card_application"][0]["application_status"];
    assert_eq!(status, "DENIED", "{again}");
    let path = "/worlds/test/ops/make-corporate-application";
    for (input, code, place) in [
        (json!({"organization": "acme-nroth", "initial_user": "A B"}), "entity_unknown", "none"),
        (
            json!({"organization": "acme-north", "initial_user": " "}),
            "invalid_value",
            "/initial_user",
        ),
        (
            json!({"organization": "acme-north", "initial_user": "A B", "status": "locked"}),
            "state_conflict",
            "/status",
        ),
    ] {
        refused(&sandbox, "POST", path, &input, (code, place)).await;
    }
}

#[tokio::test]
async fn no_two_organizations_have_one_name() {
    let sandbox = Sandbox::new().await;
    let north = json!({"partner": "acme", "name": "acme-north"});
    let path = "/worlds/test/ops/make-organization";
    refused(&sandbox, "POST", path, &north, ("state_conflict", "/name")).await;
    let made = op(&sandbox, "make-organization", json!({"partner": "acme", "name": "west"})).await;
    assert_eq!(made["result"]["label"], "west");
    assert!(made["changed"][0].as_str().unwrap().starts_with("organization:"));
    let twice = json!({"name": "third", "organizations": ["a", "a"]});
    let path = "/worlds/test/ops/make-partner";
    refused(&sandbox, "POST", path, &twice, ("state_conflict", "/organizations/1")).await;
    op(&sandbox, "make-partner", json!({"name": "third", "organizations": ["a", "b"]})).await;
}

#[tokio::test]
async fn the_states_of_a_card_are_those_of_its_program() {
    let sandbox = Sandbox::new().await;
    let path = "/worlds/test/ops/set-card-status";
    for (card, choices) in [
        ("carla/1", json!(["notActivated", "active", "locked", "canceled"])),
        (
            "ext-ada/1",
            json!([
                "pending_order",
                "paid",
                "pending_activation",
                "wait_for_topup_activation_by_user",
                "active",
                "frozen",
                "closed"
            ]),
        ),
    ] {
        let reply = sandbox.control("POST", path, &json!({"card": card, "status": "closd"})).await;
        let problem = reply.json();
        assert_eq!((reply.status.as_u16(), &problem["pointer"]), (422, &json!("/status")));
        assert_eq!(problem["choices"], choices);
    }
    for status in ["locked", "active", "notActivated", "active", "canceled"] {
        let set =
            op(&sandbox, "set-card-status", json!({"card": "carla/1", "status": status})).await;
        assert_eq!(set["result"]["status"], status);
    }
    let left = json!({"card": "carla/1", "status": "active"});
    refused(&sandbox, "POST", path, &left, ("state_conflict", "none")).await;
    let input = json!({"card": "ext-adda/1", "status": "active"});
    let unknown = sandbox.control("POST", path, &input);
    assert_eq!(unknown.await.json()["did_you_mean"][0], "ext-ada/1");
}

/// References to entities are accepted in the form in which they are shown.
#[tokio::test]
async fn references_are_written_as_they_are_read() {
    let mut sandbox = Sandbox::new().await;
    let deposit = json!({"card": "card:1", "amount": "5.00", "confirm": "later"});
    let deposit = op(&sandbox, "deposit", deposit).await;
    assert_eq!(deposit["changed"][1], "card:1");
    op(&sandbox, "confirm-deposit", json!({"deposit": deposit["changed"][0]})).await;
    let spent = op(&sandbox, "authorize", json!({"card": "card:1", "amount": "1.00"})).await;
    let transaction = &spent["changed"][0];
    op(&sandbox, "increment", json!({"transaction": transaction, "to": "2.00"})).await;
    op(&sandbox, "clear", json!({"transaction": transaction})).await;
    let person =
        json!({"partner": "partner:1", "organization": "organization:1", "name": "A Pending"});
    let person = op(&sandbox, "make-card-user", person).await;
    let user = &person["changed"][0];
    for (name, mut input) in [
        ("set-kyc", json!({"kyc": {"birthDate": null}})),
        ("drop-applicant", json!({})),
        ("make-applicant", json!({})),
        ("satisfy", json!({})),
    ] {
        input["card_user"] = user.clone();
        let answer = op(&sandbox, name, input).await;
        assert!(answer["result"]["missing"].is_array(), "{name}: {answer}");
        assert_eq!(&answer["changed"][0], user);
    }
    let frozen = json!({"card": "ext-ada/1", "status": "frozen"});
    let frozen = op(&sandbox, "set-card-status", frozen).await;
    let card = &frozen["changed"][0];
    op(&sandbox, "set-card-status", json!({"card": card, "status": "active"})).await;
    let paid = op(&sandbox, "authorize", json!({"card": card, "amount": "1.00"})).await;
    op(&sandbox, "clear", json!({"transaction": paid["changed"][0]})).await;
    let slow = json!({"er.order.step_ms": 60_000});
    done(&sandbox, "PATCH", "/worlds/test/rules", &slow).await;
    let mut main = Project::named(&sandbox, "main").await;
    let order = json!({"card_id": frozen["result"]["card"], "amount": "10.00"});
    let ordered = main.post(&sandbox, "/cards/topup", &order, Some("k")).await;
    assert_eq!(ordered.status, StatusCode::OK, "{}", ordered.body);
    let timers = sandbox.control("GET", "/worlds/test/timers", &Value::Null).await.json();
    let timers = timers["items"].as_array().unwrap();
    let step = timers.iter().find(|timer| timer["effect"] == "order.step").unwrap();
    let ended = json!({"order": step["entity"], "outcome": "completed"});
    op(&sandbox, "finish-order", ended).await;
    sandbox.advance(1).await;
}

#[tokio::test]
async fn places_of_amounts_are_those_that_were_given() {
    let sandbox = Sandbox::new().await;
    for card in ["carla/1", "ext-ada/1"] {
        let spent = op(&sandbox, "authorize", json!({"card": card, "amount": "3.00"})).await;
        let transaction = &spent["result"]["transaction"];
        let path = "/worlds/test/ops/increment";
        for (member, value) in [("to", "3.00"), ("to", "2.00"), ("by", "0.00"), ("by", "-1.00")] {
            let input = json!({"transaction": transaction, member: value});
            let place = format!("/{member}");
            refused(&sandbox, "POST", path, &input, ("invalid_value", &place)).await;
        }
    }
    let path = "/worlds/test/clock/advance";
    for (input, code, place) in [
        (json!({"to": "2029-01-01T00:00:00Z"}), "clock_backwards", "/to"),
        (json!({"to": "2200-01-01T00:00:00Z"}), "clock_range", "/to"),
        (json!({"to": "soon"}), "invalid_value", "/to"),
        (json!({"to": "next"}), "state_conflict", "/to"),
        (json!({"by": "40000d"}), "clock_range", "/by"),
    ] {
        refused(&sandbox, "POST", path, &input, (code, place)).await;
    }
}

/// An operation returns the result of its effect.
#[tokio::test]
async fn statements_tell_what_is_due() {
    let sandbox = Sandbox::new().await;
    let spent = op(&sandbox, "authorize", json!({"card": "carla/1", "amount": "3.00"})).await;
    op(&sandbox, "clear", json!({"transaction": spent["result"]["transaction"]})).await;
    let closed = op(&sandbox, "close-statement", json!({"card": "carla/1"})).await;
    let due = |answer: &Value| answer["result"]["statements"][0]["due"].clone();
    let before = due(&closed);
    assert_ne!(before, "0.00", "{closed}");
    let paid = op(&sandbox, "pay-statement", json!({"card": "carla/1", "amount": before})).await;
    assert_eq!(due(&paid), "0.00", "{paid}");
}

#[tokio::test]
async fn the_front_page_lists_every_door() {
    let sandbox = Sandbox::new().await;
    let index = sandbox.control("GET", "", &Value::Null).await.json();
    assert_eq!(index["surfaces"]["PG"], "/partner/cards/graphql");
    for door in index["doors"].as_array().unwrap() {
        let path = door["path"].as_str().unwrap();
        let below = path.strip_prefix("/_sandbox").unwrap().replace("{world}", "test");
        let below = below.replace("{name}", "ops").replace("{surface}", "ER");
        for method in ["GET", "PUT", "POST", "PATCH", "DELETE"] {
            if method == "GET" && path.ends_with("/stream") {
                continue;
            }
            // A parameter that no route knows keeps every door shut: nothing happens here.
            let is_listed = door["methods"].as_array().unwrap().iter().any(|one| one == method);
            let asked = if is_listed { format!("{below}?nothing=1") } else { below.clone() };
            let reply = sandbox.control(method, &asked, &json!({})).await.json();
            let expected = if is_listed { "unknown_field" } else { "method" };
            assert_eq!(reply["code"], expected, "{method} {path}: {reply}");
        }
    }
}
