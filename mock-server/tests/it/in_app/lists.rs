//! The tables of the surface.

use serde_json::json;

use crate::support::Sandbox;

#[tokio::test]
async fn applications_have_their_status_in_the_words_of_the_app() {
    let sandbox = Sandbox::new().await;
    let jane = sandbox.user("jane").await;
    let listed = jane
        .field("{ AgioCard_card_application { application_status rain_application_id user_id } }")
        .await;
    assert_eq!(listed[0]["application_status"], "approved");
    assert!(listed[0]["user_id"].as_str().unwrap().starts_with("auth0|"));
}

#[tokio::test]
async fn a_purchase_is_a_transaction_of_its_user_alone() {
    let sandbox = Sandbox::new().await;
    let jane = sandbox.user("jane").await;
    let card = jane.cards().await[0];
    sandbox.op("deposit", &json!({"card": card, "amount": "1000.00"})).await;
    let merchant = json!({"name": "BLUE BOTTLE", "mcc": "5814", "country": "US"});
    let spent = json!({"card": card, "amount": "150.00", "merchant": merchant});
    let spent = sandbox.op("authorize", &spent).await;
    assert_eq!(spent.status, 200, "{}", spent.text());
    let listed = jane
        .ask(
            "{ transactions: AgioCard_card_transaction { event_type status amount currency \
             merchant_name enriched_merchant_name declined_reason posted_at \
             card_application { application_status } } \
             transactions_aggregate: AgioCard_card_transaction_aggregate \
             { aggregate { count sum { amount } max { created_at } } } }",
            &json!({}),
        )
        .await;
    let row = json!({"event_type": "authorization", "status": "authorized", "amount": 150,
                     "currency": "USD", "merchant_name": "BLUE BOTTLE",
                     "enriched_merchant_name": "Blue Bottle", "declined_reason": null,
                     "posted_at": null, "card_application": {"application_status": "approved"}});
    assert_eq!(listed["transactions"], json!([row]));
    let aggregate = json!({"count": 1, "sum": {"amount": 150},
                           "max": {"created_at": "2030-01-01T00:00:00.000+00:00"}});
    assert_eq!(listed["transactions_aggregate"]["aggregate"], aggregate);
    let balance = format!(
        "{{ cardBalance(cardId: {card}) {{ success balance {{ creditLimit pendingCharges \
         postedCharges balanceDue spendingPower }} }} }}"
    );
    let figures = json!({"creditLimit": 1000.0, "pendingCharges": 150.0, "postedCharges": 0.0,
                         "balanceDue": 0.0, "spendingPower": 850.0});
    assert_eq!(jane.field(&balance).await, json!({"success": true, "balance": figures}));
    let jon = sandbox.user("jon").await;
    let count = "{ AgioCard_card_transaction_aggregate { aggregate { count } } }";
    assert_eq!(jon.field(count).await, json!({"aggregate": {"count": 0}}));
}
