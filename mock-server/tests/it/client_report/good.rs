//! A client that keeps every duty: none is broken, and each that it has occasion to is kept.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{OPEN, READ};
use crate::{envelope::Project, support::Sandbox};

/// Sends a document until it is not answered with 503: at most five times, after pauses that begin
/// with a second and double.
async fn asks(sandbox: &mut Sandbox, document: &str) -> Value {
    let mut pause = 1;
    for _ in 0..4 {
        let reply = sandbox.ask(document, &json!({})).await;
        if reply.status != StatusCode::SERVICE_UNAVAILABLE {
            return reply.json()["data"].clone();
        }
        sandbox.advance(pause).await;
        pause *= 2;
    }
    sandbox.ask(document, &json!({})).await.json()["data"].clone()
}

/// A day of a partner's client, with a short outage.
async fn partner(sandbox: &mut Sandbox) {
    sandbox.is_down_for(3).await;
    asks(sandbox, READ).await;
    sandbox.is_down_for(10).await;
    asks(sandbox, "{ AgioCard_card(limit: 1) { id } }").await;
    let end = sandbox.control("DELETE", "/worlds/test/faults", &Value::Null).await;
    assert!(end.status.is_success());
    sandbox.advance(301).await;
    for card in [1, 2] {
        let opened = asks(sandbox, OPEN).await;
        let session = opened["generateEncryptionKeys"]["sessionId"].as_str().unwrap().to_owned();
        assert_eq!(sandbox.reveal(card, &session).await["success"], true);
    }
    // A wrong signature, once.
    let mut forged = sandbox.signed_at(0, b"something else", sandbox.now + 500);
    *forged.body_mut() = json!({"query": READ}).to_string().into();
    assert_eq!(sandbox.send(forged).await.status, StatusCode::UNAUTHORIZED);
    // A card of an application that is approved, and its replacement.
    let active =
        "{ AgioCard_card_application(where: {application_status: {_eq: \"ACTIVE\"}}) { id } }";
    let active = asks(sandbox, active).await["AgioCard_card_application"][0]["id"].clone();
    let made = asks(
        sandbox,
        &format!(
            "mutation {{ createCard(input: {{cardApplicationId: {active}, cardType: virtual}}) {{ \
             success id error }} }}"
        ),
    )
    .await;
    let made = made["createCard"]["id"].as_i64().unwrap_or_else(|| panic!("{made}"));
    let replaced = asks(
        sandbox,
        &format!("mutation {{ replaceVirtualCard(cardId: {made}) {{ success id error }} }}"),
    )
    .await;
    let new = replaced["replaceVirtualCard"]["id"].as_i64().unwrap();
    asks(sandbox, &format!("mutation {{ freezeCard(cardId: {new}) {{ success error }} }}")).await;
}

/// A day of a project's client: it orders a card, waits for it, and uses it.
async fn project(sandbox: &Sandbox) {
    let mut main = Project::named(sandbox, "main").await;
    let fault = json!({"match": {"surface": "ER"}, "then": {"error": "internal-error"}});
    sandbox.has_fault(fault).await;
    let order = json!({"external_user_id": "ext-ada", "product_code": "VUSD-STD",
                       "initial_topup_amount": "50.00"});
    let failed = main.post(sandbox, "/cards/create", &order, Some("k1")).await;
    assert_eq!(failed.status, 500);
    let made = main.post(sandbox, "/cards/create", &order, Some("k1")).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.body);
    let check = json!({"order_id": made.text("/order_id")});
    assert_eq!(main.ask(sandbox, "/orders/check", &check).await["status"], "completed");
    let card = json!({"card_id": made.text("/card_id")});
    main.ask(sandbox, "/cards/details", &card).await;
    let topup = json!({"card_id": made.text("/card_id"), "amount": "60.00"});
    let ordered = main.post(sandbox, "/cards/topup", &topup, Some("k2")).await;
    assert_eq!(ordered.status, StatusCode::OK, "{}", ordered.body);
    let other = json!({"card_id": made.text("/card_id"), "amount": "70.00"});
    let check = json!({"order_id": ordered.text("/order_id")});
    assert_eq!(main.ask(sandbox, "/orders/check", &check).await["status"], "completed");
    main.post(sandbox, "/cards/topup", &other, Some("k3")).await;
}

#[tokio::test]
async fn a_client_that_does_everything_right_breaks_nothing() {
    let mut sandbox = Sandbox::with(json!({"rules": {"reveal.expiry_form": "mixed"}})).await;
    partner(&mut sandbox).await;
    project(&sandbox).await;
    let report = sandbox.report_with("?exit=0").await.json();
    assert_eq!(super::with(&report, "broken"), [""; 0], "{report:#}");
    let kept = super::with(&report, "kept");
    let wanted: Vec<_> = [1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15, 16, 17, 18, 19, 20]
        .map(|n| format!("PG-CLIENT-{n:02}"))
        .into_iter()
        .chain([1, 2, 3, 4, 5, 6].map(|n| format!("ER-CLIENT-{n:02}")))
        .collect();
    assert_eq!(kept, wanted);
    for duty in report["duties"].as_array().unwrap() {
        assert_eq!(duty["remark"], Value::Null, "{duty:#}");
    }
}
