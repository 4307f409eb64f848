//! The event list of a world.

use serde_json::{Value, json};

use crate::support::Sandbox;

async fn events(sandbox: &Sandbox, query: &str) -> Value {
    let path = format!("/worlds/test/events{query}");
    sandbox.control("GET", &path, &Value::Null).await.json()
}

#[tokio::test]
async fn what_happens_to_a_card_is_listed_by_the_names_of_the_guides() {
    let mut sandbox = Sandbox::new().await;
    let before = events(&sandbox, "?limit=0").await["total"].as_u64().unwrap();
    sandbox.advance(1).await;
    sandbox.ask("mutation { freezeCard(cardId: 1) { success } }", &Value::Null).await;
    sandbox.ask("mutation { unfreezeCard(cardId: 1) { success } }", &Value::Null).await;
    sandbox.op("deposit", &json!({"card": 1, "amount": "5.00"})).await;
    let paid = sandbox.op("authorize", &json!({"card": 1, "amount": "1.00"})).await.json();
    sandbox.op("clear", &json!({"transaction": paid["result"]["transaction"]})).await;
    let query = format!("?after={before}");
    let types: Vec<_> = events(&sandbox, &query).await["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| event["type"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(
        types,
        [
            "CARD_STATUS_CHANGED",
            "CARD_STATUS_CHANGED",
            "CARD_COLLATERAL_RECEIVED",
            "CARD_COLLATERAL_CONFIRMED",
            "CARD_SPEND_COMPLETED",
        ]
    );
    let since = events(&sandbox, "?since=2030-01-01T00:00:01Z").await;
    assert_eq!(since["total"], 5);
    let frozen = events(&sandbox, "?type=CARD_STATUS_CHANGED&entity=card:1&limit=1").await;
    assert_eq!((frozen["total"].as_u64(), frozen["next"].as_str()), (Some(2), Some("1")));
}

#[tokio::test]
async fn an_unknown_parameter_is_refused() {
    let sandbox = Sandbox::new().await;
    assert_eq!(events(&sandbox, "?kind=x").await["code"], "unknown_field");
    assert_eq!(events(&sandbox, "?since=yesterday").await["code"], "invalid_value");
}
