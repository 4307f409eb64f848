//! Explaining operations in advance (SB 6.1).

mod client;
mod declared;
mod inputs;

use std::collections::BTreeSet;

use mock_server::world::World;
use serde_json::{Value, json};

use super::{records, refused};
use crate::support::Sandbox;
use client::Clients;
use declared::declared;
use inputs::Case;

/// The check that stands for everything that no operation declares.
const OTHERWISE: &str = "nothing else stands in the way";

fn world(sandbox: &Sandbox) -> World {
    let world = sandbox.worlds.get("test").unwrap();
    // What has fallen due fires when somebody looks.
    let _ = world.now();
    world.read(World::clone)
}

fn cases(surface: &str, world: &World) -> Vec<Case> {
    match surface {
        "PG" => inputs::partner(world),
        "AG" => inputs::in_app(world),
        "ER" => inputs::envelope(world),
        _ => inputs::managed(world),
    }
}

/// The checks that were made are declared, and come in the declared order.
fn in_order(declared: &[&str], explained: &Value) {
    let mut left = declared.iter();
    for made in explained["checks"].as_array().unwrap() {
        let says = made["check"].as_str().unwrap();
        let is_there = says == OTHERWISE || left.any(|check| *check == says);
        assert!(is_there, "{says:?} is not declared there: {declared:#?} {explained:#}");
    }
    let made = explained["checks"].as_array().unwrap();
    for says in explained["not_reached"].as_array().unwrap() {
        assert!(made.iter().all(|one| one["check"] != *says), "{explained:#}");
    }
}

/// Explains operations of a surface one after the other, sends each, and repairs what fails.
async fn rounds(surface: &str, repairs: bool) -> (BTreeSet<&'static str>, BTreeSet<String>) {
    let mut clients = Clients::new().await;
    let declared = declared(surface);
    let (mut done, mut repaired) = (BTreeSet::new(), BTreeSet::new());
    let mut dice: usize = 7;
    for _ in 0..120 {
        clients.deliver().await;
        let before = world(&clients.sandbox);
        let all = cases(surface, &before);
        dice = dice.wrapping_mul(1_103_515_245).wrapping_add(12_345) % (1 << 31);
        let fresh: Vec<_> = all.iter().filter(|(name, _)| !done.contains(name)).collect();
        let chosen = match (dice / 65_536) % 3 {
            0 if !fresh.is_empty() => fresh[(dice / 64) % fresh.len()],
            _ => &all[(dice / 64) % all.len()],
        };
        let (operation, input) = chosen;
        let records = clients.sandbox.worlds.get("test").unwrap().records();
        let explained = clients.explained(surface, operation, input).await;
        let what = format!("{surface} {operation} {input}: {explained:#}");
        assert!(world(&clients.sandbox) == before, "explaining has an effect: {what}");
        assert_eq!(clients.sandbox.worlds.get("test").unwrap().records(), records, "{what}");
        let checks = &declared.iter().find(|(name, _)| name == operation).unwrap().1;
        in_order(checks, &explained);
        let (status, body) = clients.send(surface, &explained["request"]).await;
        assert_eq!(explained["answer"]["status"], status, "{body} {what}");
        assert_eq!(explained["answer"]["body"].to_string(), body, "{what}");
        let fails = explained["would"] == "fail";
        let failing: Vec<_> = explained["checks"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|one| one["ok"] == false)
            .collect();
        assert!(!fails || failing.len() == 1, "one check fails: {what}");
        done.insert(*operation);
        let repair = &explained["repair"];
        if !repairs || repair == &json!([]) {
            continue;
        }
        assert!(fails, "{what}");
        // The session was used up by the request that failed.
        if input.get("sessionId").is_some() {
            continue;
        }
        clients.repair(repair).await;
        for one in repair.as_array().unwrap() {
            repaired.insert(one["op"].as_str().unwrap().to_owned());
        }
        let after = clients.explained(surface, operation, input).await;
        let still = after["checks"].as_array().unwrap().iter().find(|one| one["ok"] == false);
        let is_past = still.is_none_or(|one| one["check"] != failing[0]["check"]);
        assert!(is_past, "the repair does not help: {what} {after:#}");
        if after["would"] == "succeed" {
            let (status, body) = clients.send(surface, &after["request"]).await;
            assert!(status < 300 && !body.contains("\"success\":false"), "{body} {what}");
        }
    }
    (done, repaired)
}

fn every_operation(surface: &str, seen: &BTreeSet<&'static str>) {
    let missing: Vec<_> =
        declared(surface).into_iter().filter(|(name, _)| !seen.contains(name)).collect();
    let missing: Vec<_> = missing.iter().map(|(name, _)| name).collect();
    // Some need something that only comes about on the way.
    assert!(missing.len() <= 4, "{surface}: never explained: {missing:?}");
}

/// Asks for operations in many states: each prediction is the answer.
async fn predicted(surface: &str) {
    let (seen, _) = rounds(surface, false).await;
    every_operation(surface, &seen);
}

#[tokio::test]
async fn sb_expl_02_answers_of_partner_are_predicted() {
    predicted("PG").await;
}

#[tokio::test]
async fn sb_expl_02_answers_of_in_app_are_predicted() {
    predicted("AG").await;
}

#[tokio::test]
async fn sb_expl_02_answers_of_envelope_are_predicted() {
    predicted("ER").await;
}

#[tokio::test]
async fn sb_expl_02_answers_of_managed_cards_are_predicted() {
    predicted("MC").await;
}

#[tokio::test]
async fn sb_expl_02_refused_applicants_and_cards_are_predicted() {
    let mut clients = Clients::new().await;
    let world = world(&clients.sandbox);
    for name in ["quinn", "phil", "abel", "nora"] {
        let user =
            world.issuer.collateral.users.iter().find(|one| one.label.as_deref() == Some(name));
        let input = json!({"cardUserId": user.unwrap().external_id, "occupation": "15-1252",
                           "annualSalary": "100000", "accountPurpose": "travel",
                           "expectedMonthlyVolume": "1000", "isTermsOfServiceAccepted": true,
                           "walletAddress": "0x52908400098527886E0F7030069857D2E4169EE7"});
        let explained =
            clients.explained("PG", "createCardApplicationForPartnerUser", &input).await;
        assert_eq!(explained["would"], "fail", "{name}");
        let (status, body) = clients.send("PG", &explained["request"]).await;
        assert_eq!(explained["answer"]["status"], status);
        assert_eq!(explained["answer"]["body"].to_string(), body);
        let answer = &explained["answer"]["body"]["data"]["createCardApplicationForPartnerUser"];
        assert!(answer["error"].as_str().unwrap().starts_with("CARD_API_ERROR"), "{body}");
        assert_eq!(explained["repair"][0]["op"], "satisfy", "{explained:#}");
    }
    let made = clients.sandbox.op("make-application", &json!({"card_user": "penny"})).await.json();
    let application: i64 = made["result"]["application"].as_str().unwrap().parse().unwrap();
    let input = json!({"cardApplicationId": application, "cardType": "virtual"});
    let explained = clients.explained("PG", "createCard", &input).await;
    let failed = explained["checks"].as_array().unwrap().last().unwrap();
    let expected = json!({"check": "application is APPROVED or ACTIVE", "ok": false,
                          "found": "PENDING", "requirement": "PG-CARD-06"});
    assert_eq!(*failed, expected);
    assert!(
        explained["not_reached"]
            .as_array()
            .unwrap()
            .contains(&json!("physical card has a shipping address"))
    );
    let repair = json!([{"op": "decide-application",
                         "input": {"application": application.to_string(), "status": "approved"}}]);
    assert_eq!(explained["repair"], repair);
    clients.repair(&repair).await;
    let (status, body) = clients.send("PG", &explained["request"]).await;
    assert_eq!((status, body.contains("\"success\":true")), (200, true), "{body}");
}

/// A case that is won only leads to the next refusal: what was won is not disputed again.
#[tokio::test]
async fn an_op_that_helps_is_told_rather_than_one_that_only_leads_further() {
    let mut clients = Clients::new().await;
    let sandbox = &clients.sandbox;
    let card = json!({"user": "amara", "program": "prg_ke_usd_instant", "available": "20.00"});
    let card = sandbox.op("make-card", &card).await.json()["result"]["card"].take();
    let spent = sandbox.op("authorize", &json!({"card": card, "amount": "10.00"})).await.json();
    let spent = &spent["result"]["transaction"];
    assert_eq!(sandbox.op("clear", &json!({"transaction": spent})).await.status, 200);
    let input = json!({"authorization": spent, "reason": "fraudulent"});
    let explained = clients.explained("MC", "disputes.create", &input).await;
    let (status, body) = clients.send("MC", &explained["request"]).await;
    assert_eq!(status, 201, "{body}");
    let case: Value = serde_json::from_str(&body).unwrap();
    let explained = clients.explained("MC", "disputes.create", &input).await;
    let lost = json!({"dispute": case["reference"], "status": "lost"});
    assert_eq!(explained["repair"], json!([{"op": "decide-dispute", "input": lost}]));
}

#[tokio::test]
async fn sb_expl_03_explaining_has_no_effect() {
    let (mut one, mut other) = (Clients::new().await, Clients::new().await);
    let input = json!({"cardApplicationId": 1, "cardType": "virtual"});
    let before = records(&one.sandbox).await;
    let explained = one.explained("PG", "createCard", &input).await;
    assert_eq!(explained["would"], "succeed", "{explained:#}");
    assert!(explained["checks"].as_array().unwrap().iter().all(|check| check["ok"] == true));
    assert_eq!((&explained["not_reached"], &explained["repair"]), (&json!([]), &json!([])));
    assert_eq!(records(&one.sandbox).await, before, "nothing is written to the journal");
    assert!(world(&one.sandbox) == world(&other.sandbox));
    let request = &explained["request"];
    assert_eq!(one.send("PG", request).await, other.send("PG", request).await);
    let list = |sandbox: &Sandbox| {
        let world = world(sandbox);
        let cards = world.issuer.collateral.cards.iter();
        cards.map(|card| card.external_id.clone()).collect::<Vec<_>>()
    };
    assert_eq!(list(&one.sandbox), list(&other.sandbox), "the card has the same ids");
}

/// Lets operations fail in many states: each repair takes its operation further.
async fn repaired(surface: &str) {
    let (_, ops) = rounds(surface, true).await;
    assert!(!ops.is_empty(), "{surface}: nothing was repaired");
}

#[tokio::test]
async fn repairs_of_partner_work_when_they_are_sent() {
    repaired("PG").await;
}

#[tokio::test]
async fn repairs_of_in_app_work_when_they_are_sent() {
    repaired("AG").await;
}

#[tokio::test]
async fn repairs_of_envelope_work_when_they_are_sent() {
    repaired("ER").await;
}

#[tokio::test]
async fn repairs_of_managed_cards_work_when_they_are_sent() {
    repaired("MC").await;
}

#[tokio::test]
async fn unknown_operations_inputs_and_callers_get_the_nearest_names() {
    let sandbox = Sandbox::new().await;
    let path = "/worlds/test/explain";
    let asked = |surface: &str, operation: &str, by: &str, input: Value| json!({"surface": surface, "operation": operation, "as": by, "input": input});
    let card = json!({"cardId": 1});
    for (body, place) in [
        (asked("PX", "freezeCard", "acme/primary", card.clone()), ("invalid_value", "/surface")),
        (asked("PG", "frezeCard", "acme/primary", card.clone()), ("invalid_value", "/operation")),
        (asked("PG", "freezeCard", "acme/primry", card.clone()), ("invalid_value", "/as")),
        (
            asked("PG", "freezeCard", "acme/primary", json!({"card": 1})),
            ("unknown_field", "/input/card"),
        ),
        (asked("MC", "cards.freeze", "amara", json!({})), ("missing_field", "/input/reference")),
        (
            asked("ER", "/users/create", "main", json!({"user": "x"})),
            ("unknown_field", "/input/user"),
        ),
    ] {
        refused(&sandbox, "POST", path, &body, place).await;
    }
    let body = asked("PG", "frezeCard", "acme/primary", card);
    let reply = sandbox.control("POST", path, &body).await.json();
    assert_eq!(reply["did_you_mean"][0], "freezeCard");
}

#[tokio::test]
async fn sb_expl_02_a_login_that_is_switched_off_is_repaired() {
    let mut clients = Clients::new().await;
    let off = json!([{"op": "set-user", "input": {"user": "amara", "active": false}}]);
    clients.repair(&off).await;
    let cases = inputs::managed(&world(&clients.sandbox));
    let name = "amara@test.sandbox.test";
    let is_hers = |input: &Value| input["username"] == name && input["password"].is_string();
    let logins: Vec<_> = cases.iter().filter(|(_, input)| is_hers(input)).collect();
    let (right, wrong) = (&logins[0].1, &logins[1].1);
    let refused = clients.explained("MC", "token.create", wrong).await;
    let checks = json!([
        {"check": "the fields are complete and have their form", "ok": true,
         "requirement": "MC-ERR-05"},
        {"check": "username is that of a user of this world", "ok": true,
         "requirement": "MC-TOKEN-05"},
        {"check": "password is that of the user", "ok": false, "found": "it is another one",
         "requirement": "MC-TOKEN-05"},
    ]);
    assert_eq!(refused["checks"], checks);
    assert_eq!(refused["not_reached"], json!(["the user is active"]));
    let explained = clients.explained("MC", "token.create", right).await;
    assert_eq!(explained["checks"][3]["ok"], false, "{explained:#}");
    assert_eq!(explained["repair"][0]["op"], "set-user", "{explained:#}");
    clients.repair(&explained["repair"]).await;
    let (status, body) = clients.send("MC", &explained["request"]).await;
    assert_eq!(status, 200, "{body}");
}

#[tokio::test]
async fn sb_expl_02_only_the_staff_may_send_a_delivery_again() {
    let clients = Clients::new().await;
    let asked = json!({"surface": "MC", "operation": "deliveries.retry", "as": "amara",
                       "input": {"reference": "dlv_none"}});
    let explained = super::done(&clients.sandbox, "POST", "/worlds/test/explain", &asked).await;
    assert_eq!(explained["answer"]["status"], 403, "{explained:#}");
    assert_eq!(explained["checks"][0]["check"], "the caller is the staff");
    assert_eq!(explained["checks"][0]["ok"], false);
    assert_eq!(explained["not_reached"].as_array().unwrap().len(), 3, "{explained:#}");
}
