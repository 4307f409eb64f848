//! The story of a card: user, cardholder, order, details, top-up, freeze, unfreeze.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::Project;
use crate::support::Sandbox;

pub(super) fn kyc(last_name: &str) -> Value {
    json!({"first_name": "Ann", "last_name": last_name, "birth_date": "1990-01-31",
           "email": "ann@example.com", "phone_number_full": "+15550100", "country_iso": "US"})
}

#[tokio::test]
async fn a_card_is_ordered_used_topped_up_frozen_and_unfrozen() {
    let sandbox = Sandbox::new().await;
    let mut main = Project::named(&sandbox, "main").await;
    let balance = main.ask(&sandbox, "/project/balance", &json!({})).await;
    assert_eq!(balance, json!({"success": true, "available": "10000.00", "currency": "usdt"}));

    let user = json!({"external_user_id": "ext-123"});
    main.ask(&sandbox, "/users/create", &user).await;
    let again = main.post(&sandbox, "/users/create", &user, None).await;
    assert_eq!((again.status, again.slug()), (StatusCode::CONFLICT, "external_user_id_exists"));
    let submit =
        json!({"external_user_id": "ext-123", "subprovider_code": "alpha", "kyc_data": kyc("Lee")});
    let holder = main.ask(&sandbox, "/cardholders/create", &submit).await;
    assert_eq!(holder["kyc_status"], "pending");
    let holder = main.ask(&sandbox, "/cardholders/get", &user).await;
    assert_eq!(
        [&holder["registration_status"], &holder["kyc_status"], &holder["kyc_level"]],
        ["active", "approved", "basic"]
    );

    let order = json!({"external_user_id": "ext-123", "product_code": "VUSD-STD", "initial_topup_amount": "50.00"});
    let made = main.post(&sandbox, "/cards/create", &order, Some("6f1c")).await;
    assert_eq!(made.status, StatusCode::OK);
    assert_eq!(made.text("/status"), "new");
    assert_eq!(made.text("/issue_status"), "card_create_pending");
    assert_eq!(made.text("/balance_after"), "9943.45");
    let card = json!({"card_id": made.text("/card_id")});
    let check = json!({"order_id": made.text("/order_id")});
    let done = main.ask(&sandbox, "/orders/check", &check).await;
    assert_eq!(
        [&done["status"], &done["issue_status"], &done["provider_card_status"]],
        ["completed", "completed", "active"]
    );
    let again = main.post(&sandbox, "/cards/create", &order, Some("6f1c")).await;
    assert_eq!(again.body, done);
    let shown = main.ask(&sandbox, "/cards/get", &card).await;
    assert_eq!([&shown["status"], &shown["balance"]], ["active", "50.00"]);
    let details = main.ask(&sandbox, "/cards/details", &card).await;
    assert!(details["card_number"].as_str().unwrap().starts_with("400055"));
    assert_eq!(details["expiry_year"], "2033");

    let topup = json!({"card_id": card["card_id"], "amount": "100.00"});
    let made = main.post(&sandbox, "/cards/topup", &topup, Some("9ab2")).await;
    assert_eq!(
        [made.text("/topup_status"), made.text("/balance_before"), made.text("/balance_after")],
        ["new", "9943.45", "9840.65"]
    );
    let balance = main.ask(&sandbox, "/cards/balance", &card).await;
    assert_eq!(balance["balance"], "150.00");

    let whose = json!({"external_user_id": "ext-123", "card_id": card["card_id"]});
    for (path, status) in [("/cards/freeze", "frozen"), ("/cards/unfreeze", "active")] {
        let order = main.ask(&sandbox, path, &whose).await;
        let check = json!({"order_id": order["order_id"]});
        assert_eq!(main.ask(&sandbox, "/orders/check", &check).await["status"], "completed");
        assert_eq!(main.ask(&sandbox, "/cards/get", &card).await["status"], status);
    }
    let spent = sandbox.op("authorize", &json!({"card": card["card_id"], "amount": "12.50"})).await;
    assert_eq!(spent.json()["result"]["available_after"], "137.50", "{}", spent.text());
    let listed = main.ask(&sandbox, "/cards/txs", &card).await;
    let slugs: Vec<_> =
        listed["transactions"].as_array().unwrap().iter().map(|row| &row["slug"]).collect();
    assert_eq!(slugs, ["purchase", "topup", "initial_topup"]);
    assert_eq!(listed["transactions"][0]["amount"], "-12.50");
}
