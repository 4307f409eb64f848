//! Limits of a world: at a limit, only what exceeds it is refused (SB 18).

use clap::Parser;
use mock_server::config::Config;
use serde_json::{Value, json};

use crate::{
    envelope::{Opened, Project},
    support::{Reply, Sandbox},
};

const FREEZE: &str = "mutation { freezeCard(cardId: 1) { success } }";
const UNFREEZE: &str = "mutation { unfreezeCard(cardId: 1) { success } }";

/// A sandbox whose test world has reached its limits.
async fn full(flags: &[&str]) -> Sandbox {
    let mut sandbox = Sandbox::configured(flags).await;
    for text in [FREEZE, UNFREEZE].repeat(50) {
        if sandbox.ask(text, &Value::Null).await.status != 200 {
            return sandbox;
        }
    }
    panic!("the journal is not full");
}

fn is_unavailable(reply: &Reply) {
    let body = json!({"error": "Service Unavailable", "description": "Nonce store unavailable"});
    assert_eq!((reply.status.as_u16(), reply.json()), (503, body));
}

async fn records(sandbox: &Sandbox) -> u64 {
    let world = sandbox.control("GET", "/worlds/test", &Value::Null).await.json();
    world["journal_records"].as_u64().unwrap()
}

async fn asked(sandbox: &mut Sandbox, main: &mut Project) -> (Value, Opened) {
    let rows = sandbox.ask("{ AgioCard_card(where: {id: {_eq: 1}}) { id } }", &Value::Null).await;
    (rows.json(), main.post(sandbox, "/project/balance", &json!({}), None).await)
}

#[tokio::test]
async fn a_full_journal_refuses_commands_and_nothing_else() {
    let mut sandbox = full(&["--journal-records=7"]).await;
    let mut main = Project::named(&sandbox, "main").await;
    assert_eq!(records(&sandbox).await, 7);
    // The same request twice: a refusal by a limit uses nothing up.
    let body = json!({ "query": FREEZE }).to_string();
    for _ in 0..2 {
        let request = sandbox.signed_at(0, body.as_bytes(), sandbox.now + 77_777);
        is_unavailable(&sandbox.send(request).await);
    }
    let user = json!({"external_user_id": "u"});
    for _ in 0..2 {
        main.requests = 7;
        let made = main.post(&sandbox, "/users/create", &user, None).await;
        assert_eq!((made.status.as_u16(), made.slug()), (500, "internal_error"));
        assert!(made.is_sealed);
    }
    for _ in 0..30 {
        let (rows, balance) = asked(&mut sandbox, &mut main).await;
        assert_eq!(rows["data"]["AgioCard_card"][0]["id"], 1, "{rows}");
        assert_eq!(balance.status, 200);
    }
    assert_eq!(records(&sandbox).await, 7);
}

#[tokio::test]
async fn what_is_at_its_limit_says_so() {
    let sandbox = full(&["--journal-records=7"]).await;
    let refused = sandbox.op("make-user", &json!({"surface": "ER", "external_user_id": "v"})).await;
    let problem = refused.json();
    assert_eq!((refused.status.as_u16(), &problem["code"]), (503, &json!("journal_unavailable")));
    assert_eq!((&problem["limit"], &problem["flag"]), (&json!(7), &json!("--journal-records")));
    let ready = sandbox.control("GET", "/ready", &Value::Null).await;
    assert_eq!((ready.status.as_u16(), &ready.json()["status"]), (200, &json!("ready")));
    assert_eq!(ready.json()["full"][0]["world"], "test");
    assert_eq!(ready.json()["full"][0]["limit"], 7);
    let log = sandbox.control("GET", "/worlds/test/requests?limit=1", &Value::Null).await.json();
    assert_eq!(log["items"][0]["diagnosis"][0]["cause"], "journal-full", "{log}");
    assert_eq!(log["items"][0]["diagnosis"][0]["evidence"]["flag"], "--journal-records");
    let world = sandbox.control("GET", "/worlds/test", &Value::Null).await.json();
    assert!(world["journal_full"].as_str().unwrap().contains("--journal-records"), "{world}");
    // Whoever begins anew has room again, and nothing is said any more.
    sandbox.control("POST", "/worlds/test/reset", &json!({})).await;
    let ready = sandbox.control("GET", "/ready", &Value::Null).await;
    assert_eq!(ready.json(), json!({"status": "ready"}));
}

#[tokio::test]
async fn a_server_of_which_no_world_takes_commands_is_not_ready() {
    let sandbox = full(&["--journal-records=7", "--no-default-world"]).await;
    let ready = sandbox.control("GET", "/ready", &Value::Null).await;
    let body = ready.json();
    assert_eq!((ready.status.as_u16(), &body["status"]), (503, &json!("journal_unavailable")));
    assert!(body["detail"].as_str().unwrap().contains("world test is full"), "{body}");
}

#[tokio::test]
async fn bytes_count_too() {
    let sandbox = full(&["--journal-bytes=8000"]).await;
    let journal = sandbox.control("GET", "/worlds/test/journal", &Value::Null).await;
    assert!((6_000..=8_000).contains(&journal.body.len()), "{}", journal.body.len());
    let ready = sandbox.control("GET", "/ready", &Value::Null).await.json();
    let log = sandbox.control("GET", "/worlds/test/requests?limit=1", &Value::Null).await.json();
    assert_eq!(log["items"][0]["diagnosis"][0]["evidence"]["flag"], "--journal-bytes", "{ready}");
}

#[tokio::test]
async fn what_has_begun_is_finished_at_the_limit() {
    let mut sandbox = Sandbox::configured(&["--journal-records=2"]).await;
    let both = "mutation { a: freezeCard(cardId: 1) { success } b: unfreezeCard(cardId: 1) { \
                success } c: freezeCard(cardId: 1) { success } }";
    let done = sandbox.ask(both, &Value::Null).await;
    let all = json!({"a": {"success": true}, "b": {"success": true}, "c": {"success": true}});
    assert_eq!(done.json(), json!({ "data": all }));
    assert_eq!(records(&sandbox).await, 2);
    is_unavailable(&sandbox.ask(UNFREEZE, &Value::Null).await);

    let sandbox = Sandbox::configured(&["--journal-records=2"]).await;
    let partner = json!({"name": "initech", "organizations": ["one", "two"]});
    assert_eq!(sandbox.op("make-partner", &partner).await.status, 200);
    assert_eq!(records(&sandbox).await, 2);
    let other = sandbox.op("make-partner", &json!({"name": "hooli"})).await;
    assert_eq!(other.status, 503);
}

#[tokio::test]
async fn accepted_requests_are_remembered_up_to_a_limit() {
    let sandbox = Sandbox::configured(&["--replay-entries=10"]).await;
    let body = json!({"query": "{ AgioCard_card { id } }"}).to_string();
    let first = sandbox.signed_at(0, body.as_bytes(), sandbox.now + 5);
    let again = sandbox.signed_at(0, body.as_bytes(), sandbox.now + 5);
    assert_eq!(sandbox.send(first).await.status, 200);
    assert_eq!(sandbox.send(again).await.status, 401);
    for stamp in 100..130 {
        let request = sandbox.signed_at(0, body.as_bytes(), sandbox.now + stamp);
        assert_eq!(sandbox.send(request).await.status, 200);
    }
    let world = sandbox.control("GET", "/worlds/test", &Value::Null).await.json();
    assert_eq!(world["replays"], json!({"remembered": 10, "forgotten_early": 21}));
    let last = sandbox.signed_at(0, body.as_bytes(), sandbox.now + 129);
    assert_eq!(sandbox.send(last).await.status, 401);
}

#[tokio::test]
async fn no_text_that_is_stored_is_endless() {
    let mut sandbox = Sandbox::new().await;
    let before = records(&sandbox).await;
    let long = "x".repeat(900_000);
    let whole = json!({"line1": "1 Main St", "city": "Miami", "region": "FL",
                       "postalCode": "33101", "countryCode": "US"});
    let with = |field: &str, text: &str| {
        let mut address = whole.clone();
        address[field] = json!(text);
        address
    };
    for operation in ["updateCardUserProfile", "updateCardCompanyAddress"] {
        let text = format!(
            "mutation($a: CardAddressInput!) {{ {operation}(input: {{cardApplicationId: 1, address: \
             $a}}) {{ success error }} }}"
        );
        for field in ["line1", "line2", "city", "region", "postalCode", "countryCode", "country"] {
            for text_in in [long.as_str(), &"é".repeat(256)] {
                let said = sandbox.ask(&text, &json!({"a": with(field, text_in)})).await.json();
                let error = &said["data"][operation]["error"];
                assert_eq!(*error, format!("Address {field} is too long"), "{said}");
            }
        }
        let said = sandbox.ask(&text, &json!({"a": with("line1", &"é".repeat(255))})).await.json();
        assert_eq!(said["data"][operation]["success"], true, "{said}");
    }
    for (text, variables, error) in [
        (
            "mutation($t: String) { r: cancelCard(input: {cardId: 1, reason: $t}) { error } }",
            json!({ "t": long }),
            "reason is too long",
        ),
        (
            "mutation($t: String!) { r: createPartnerCustomerOrganization(input: {name: $t}) { \
             error } }",
            json!({ "t": long }),
            "Organization name is too long",
        ),
        (
            "mutation($t: String!) { r: updateCardNickname(cardId: 1, nickname: $t) { error } }",
            json!({ "t": long }),
            "nickname must be at most 26 characters",
        ),
        (
            "mutation($a: CardShippingInput!) { r: createCard(input: {cardApplicationId: 1, \
             cardType: virtual, shipping: $a}) { error } }",
            json!({"a": {"line1": "1 Main St", "city": long, "region": "FL", "postalCode": "33101",
                         "countryCode": "US", "phoneNumber": "+15555551234"}}),
            "Shipping city is too long",
        ),
    ] {
        let said = sandbox.ask(text, &variables).await.json();
        assert_eq!(said["data"]["r"]["error"], error, "{text}: {said}");
    }
    let space = format!("{} Acme {}", " ".repeat(400_000), " ".repeat(400_000));
    let name = "mutation($t: String!) { r: createPartnerCustomerOrganization(input: {name: $t}) { \
                success } }";
    let said = sandbox.ask(name, &json!({ "t": space })).await.json();
    assert_eq!(said["data"]["r"]["success"], true, "{said}");
    let journal = sandbox.control("GET", "/worlds/test/journal", &Value::Null).await;
    let lines: Vec<Value> =
        journal.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let later = &lines[usize::try_from(before).unwrap()..];
    let changes = later.iter().filter(|line| line["input"] != json!([]));
    assert_eq!(changes.count(), 3);
    // A refused request is in the journal for its nonce, and a long one without its text.
    assert!(journal.body.len() < 64_000, "{}", journal.body.len());
}

#[tokio::test]
async fn no_text_of_the_control_plane_is_endless() {
    let sandbox = Sandbox::new().await;
    let before = records(&sandbox).await;
    let long = "x".repeat(2049);
    for (method, path, body, place) in [
        (
            "POST",
            "/worlds/test/ops/make-user",
            json!({"surface": "ER", "external_user_id": long}),
            "/external_user_id",
        ),
        (
            "POST",
            "/worlds/test/faults",
            json!({"label": long, "then": {"drop": "after"}}),
            "/label",
        ),
        ("PATCH", "/worlds/test/rules", json!({ "sign.separator": long }), "/sign.separator"),
        ("POST", "/worlds/test/receivers", json!({"surface": "ER", "url": long}), "/url"),
        ("POST", "/worlds", json!({"labels": {"a": long}}), "/labels/a"),
        ("POST", "/worlds", json!({"labels": {long.clone(): "a"}}), "/labels"),
        (
            "POST",
            "/worlds/test/ops/make-partner",
            json!({"organizations": ["a", long]}),
            "/organizations/1",
        ),
    ] {
        let problem = sandbox.control(method, path, &body).await.json();
        assert_eq!((&problem["status"], &problem["pointer"]), (&json!(422), &json!(place)));
    }
    // Nor one that a setup makes of shorter ones.
    let steps = json!({"setup": [
        {"as": "a", "op": "make-user", "input": {"surface": "ER", "external_user_id": "x".repeat(128)}},
        {"as": "b", "op": "make-partner", "input": {"name": "${a.external_user_id}".repeat(17)}},
    ]});
    let problem = sandbox.control("POST", "/worlds", &steps).await.json();
    assert_eq!(problem["code"], "setup_failed", "{problem}");
    assert!(problem.to_string().contains("2048"), "{problem}");
    assert_eq!(records(&sandbox).await, before);
}

#[tokio::test]
async fn what_a_fault_counts_is_not_endless_either() {
    let mut sandbox = Sandbox::new().await;
    let fault = json!({"when": {"nth": 1000}, "then": {"drop": "after"}});
    sandbox.control("POST", "/worlds/test/faults", &fault).await;
    let mut main = Project::named(&sandbox, "main").await;
    let long = "x".repeat(700_000);
    main.post(&sandbox, "/cards/details", &json!({ "card_id": long }), None).await;
    let text = format!("{{ cardBalance(cardId: 1) {{ success }} x{long}: __typename }}");
    sandbox.ask(&text, &Value::Null).await;
    let journal = sandbox.control("GET", "/worlds/test/journal", &Value::Null).await;
    assert!(journal.text().contains("faults.meet") || journal.text().contains("fault.meet"));
    assert!(journal.body.len() < 16_000, "{}", journal.body.len());
}

#[tokio::test]
async fn a_world_that_does_not_say_may_go_unused_as_long_as_the_flag_allows() {
    for (flag, told) in [("2m", "2m"), ("never", "never"), ("24h", "1d")] {
        let sandbox = Sandbox::configured(&[&format!("--world-idle={flag}")]).await;
        let world = sandbox.control("GET", "/worlds/test", &Value::Null).await.json();
        assert_eq!(world["idle"], told);
        let own = json!({"id": "own", "idle": "5s"});
        let own = sandbox.control("POST", "/worlds", &own).await.json();
        assert_eq!(own["idle"], "5s", "{own}");
        let default = sandbox.control("GET", "/worlds/default", &Value::Null).await.json();
        assert_eq!(default["idle"], "never");
    }
    for wrong in ["0s", "25h", "soon", ""] {
        let flags = ["mock-server".to_owned(), format!("--world-idle={wrong}")];
        assert!(Config::try_parse_from(flags).is_err(), "{wrong}");
    }
}
