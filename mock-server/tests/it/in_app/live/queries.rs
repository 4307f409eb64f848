//! Live queries: what is answered, and when.

use serde_json::{Value, json};

use super::{APPLICATION_UPDATES, Listening};

const STATUS: &str = "subscription { AgioCard_card_application { application_status } }";

const TRANSACTIONS: &str =
    "subscription { AgioCard_card_transaction(order_by: {created_at: desc}) { status amount } }";

/// A user of the app whose application waits.
async fn applicant(server: &Listening) -> (String, Value) {
    let made = server.op("make-user", json!({"surface": "AG", "name": "Una Pending"})).await;
    let user = made["user_id"].as_str().unwrap().to_owned();
    let input = json!({"walletAddress": "0x1f9840a85d5af5bf1d1762f925bdaddc4201f984",
        "occupation": "15-1252", "annualSalary": "100000_TO_150000",
        "accountPurpose": "PERSONAL_SPENDING", "expectedMonthlyVolume": "1000_TO_5000",
        "isTermsOfServiceAccepted": true});
    let document = "mutation($input: CreateRainCardApplicationInput!) \
                    { createRainCardApplication(input: $input) { cardApplicationId } }";
    let una = server.sandbox.user(&user).await;
    let made = una.ask(document, &json!({ "input": input })).await;
    let id = made["createRainCardApplication"]["cardApplicationId"].clone();
    (user, json!(format!("application:{id}")))
}

#[tokio::test]
async fn a_subscription_starts_with_the_present_rows_and_tells_of_a_decision() {
    let server = Listening::new().await;
    let (user, application) = applicant(&server).await;
    let mut una = server.user(&user).await;
    assert_eq!(una.watch("1", STATUS).await, json!([{"application_status": "pending"}]));
    server.op("decide-application", json!({"application": application, "status": "denied"})).await;
    assert_eq!(una.result("1").await, json!([{"application_status": "denied"}]));
}

#[tokio::test]
async fn each_effect_of_a_clock_move_gives_its_own_result_in_order() {
    let mut server = Listening::new().await;
    let mut jane = server.user("jane").await;
    let before = jane.watch("1", APPLICATION_UPDATES).await[0]["updated_at"].clone();
    let event = "subscription { AgioCard_card_application { last_event updated_at } }";
    assert_eq!(jane.watch("2", event).await[0]["last_event"], Value::Null);
    let card = server.card("jane").await;
    let later = json!({"card": card, "amount": "100.00", "confirm": "later"});
    let deposit = server.op("deposit", later).await["deposit"].clone();
    let received = jane.result("1").await[0]["updated_at"].clone();
    assert_eq!(jane.result("2").await[0]["last_event"], "CARD_COLLATERAL_RECEIVED");
    assert!(before.as_str() < received.as_str(), "{before} {received}");
    assert!(jane.is_silent().await);
    server.op("confirm-deposit", json!({ "deposit": deposit })).await;
    let confirmed = jane.result("1").await[0]["updated_at"].clone();
    assert_eq!(jane.result("2").await[0]["last_event"], "CARD_COLLATERAL_CONFIRMED");
    assert!(received.as_str() < confirmed.as_str(), "{received} {confirmed}");
    // Two effects, which one move fires in a single step.
    let rules = json!({"fund.confirm_delay_ms": 60_000});
    server.control("PATCH", "/rules", rules).await;
    let first = json!({"card": card, "amount": "1.00"});
    server.op("deposit", first.clone()).await;
    server.op("deposit", first).await;
    for _ in 0..2 {
        jane.result("1").await;
        assert_eq!(jane.result("2").await[0]["last_event"], "CARD_COLLATERAL_RECEIVED");
    }
    server.sandbox.advance(3600).await;
    let mut last = confirmed;
    for _ in 0..2 {
        let now = jane.result("1").await[0]["updated_at"].clone();
        assert!(last.as_str() < now.as_str(), "{last} {now}");
        assert_eq!(jane.result("2").await[0]["last_event"], "CARD_COLLATERAL_CONFIRMED");
        last = now;
    }
}

#[tokio::test]
async fn transactions_are_told_when_they_are_made_and_when_they_change() {
    let server = Listening::new().await;
    let card = server.card("cora").await;
    let mut cora = server.user("cora").await;
    assert_eq!(cora.watch("1", TRANSACTIONS).await, json!([]));
    let made = server.op("authorize", json!({"card": card, "amount": "20.00"})).await;
    assert_eq!(cora.result("1").await, json!([{"status": "authorized", "amount": 20}]));
    server.op("clear", json!({"transaction": made["transaction"]})).await;
    assert_eq!(cora.result("1").await[0]["status"], "posted");
}

#[tokio::test]
async fn an_unchanged_answer_is_not_sent_again() {
    let server = Listening::new().await;
    let mut cora = server.user("cora").await;
    cora.watch("1", STATUS).await;
    cora.watch("2", TRANSACTIONS).await;
    let first = server.sandbox.user("cora").await.cards().await[0];
    let freeze = format!("mutation {{ freezeRainCard(cardId: {first}) {{ success }} }}");
    assert_eq!(server.sandbox.user("cora").await.field(&freeze).await["success"], true);
    let card = server.card("cora").await;
    server.op("deposit", json!({"card": card, "amount": "1.00"})).await;
    assert!(cora.is_silent().await);
}

#[tokio::test]
async fn nothing_of_anybody_else_is_shown() {
    let server = Listening::new().await;
    let mut jon = server.user("jon").await;
    let mut cora = server.user("cora").await;
    cora.watch("1", TRANSACTIONS).await;
    let hers = server.sandbox.user("cora").await.application().await;
    let applications = jon.watch("1", "subscription { AgioCard_card_application { id } }").await;
    assert!(!applications.to_string().contains(&hers.to_string()), "{applications}");
    let anybodys = format!(
        "subscription {{ AgioCard_card_application(where: {{_or: [{{id: {{_eq: {hers}}}}}, \
         {{user_id: {{_is_null: false}}}}]}}) {{ id }} }}"
    );
    assert_eq!(jon.watch("2", &anybodys).await, applications);
    assert_eq!(jon.watch("3", TRANSACTIONS).await, json!([]));
    let card = server.card("cora").await;
    server.op("authorize", json!({"card": card, "amount": "20.00"})).await;
    cora.result("1").await;
    assert!(jon.is_silent().await);
}

#[tokio::test]
async fn rules_that_change_an_answer_send_it_again() {
    let server = Listening::new().await;
    let mut jane = server.user("jane").await;
    assert_eq!(jane.watch("1", STATUS).await[0]["application_status"], "approved");
    let readings = json!({"AMB-AG-04": "upper"});
    server.control("PATCH", "/readings", readings).await;
    assert_eq!(jane.result("1").await[0]["application_status"], "APPROVED");
}

#[tokio::test]
async fn variables_and_fragments_hold_for_every_answer() {
    let server = Listening::new().await;
    let mut cora = server.user("cora").await;
    let document = "subscription T($only: String!) { rows: AgioCard_card_transaction(where: \
                    {status: {_eq: $only}}) { ...F } } fragment F on AgioCard_card_transaction \
                    { status }";
    cora.send(&json!({"id": "1", "type": "subscribe", "payload": {"query": document,
        "operationName": "T", "variables": {"only": "posted"}}}))
        .await;
    assert_eq!(cora.result("1").await, json!([]));
    let card = server.card("cora").await;
    let made = server.op("authorize", json!({"card": card, "amount": "20.00"})).await;
    assert!(cora.is_silent().await);
    server.op("clear", json!({"transaction": made["transaction"]})).await;
    assert_eq!(cora.result("1").await, json!([{"status": "posted"}]));
}
