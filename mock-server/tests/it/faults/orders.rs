//! Orders of faults: refused, called off, cleared and replayed.

use axum::http::StatusCode;
use mock_server::{surfaces::control::create_world, world::World};
use serde_json::{Value, json};

use super::{FREEZE, READ, UNFREEZE};
use crate::support::Sandbox;

#[tokio::test]
async fn reset_clears_faults() {
    let mut sandbox = Sandbox::new().await;
    sandbox.order(json!({"when": {"always": true}, "then": {"error": "hasura-503"}})).await;
    assert_eq!(sandbox.statuses(READ, 1).await, [503]);
    sandbox.control("POST", "/worlds/test/reset", &json!({})).await;
    let list = sandbox.control("GET", "/worlds/test/faults", &Value::Null).await.json();
    assert_eq!(list, json!({"total": 0, "items": [], "next": null}));
    assert_eq!(sandbox.statuses(READ, 1).await, [200]);
}

#[tokio::test]
async fn faults_are_called_off_one_by_one_or_all() {
    let mut sandbox = Sandbox::new().await;
    for _ in 0..3 {
        sandbox.order(json!({"when": {"always": true}, "then": {"error": "hasura-503"}})).await;
    }
    let gone = sandbox.control("DELETE", "/worlds/test/faults/f-2", &Value::Null).await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT);
    let gone = sandbox.control("GET", "/worlds/test/faults/f-2", &Value::Null).await;
    assert_eq!((gone.status.as_u16(), gone.json()["code"].as_str()), (404, Some("item_unknown")));
    sandbox.control("DELETE", "/worlds/test/faults", &Value::Null).await;
    assert_eq!(sandbox.statuses(READ, 1).await, [200]);
}

#[tokio::test]
async fn mistakes_in_an_order_are_refused() {
    let sandbox = Sandbox::new().await;
    for (order, code, pointer) in [
        (json!({"then": {"error": "hasura-504"}}), "fault_unknown", "/then/error"),
        (
            json!({"match": {"surface": "ER"}, "then": {"error": "hasura-503"}}),
            "fault_unknown",
            "/then/error",
        ),
        (json!({"match": {"surface": "XX"}, "then": {}}), "invalid_value", "/match/surface"),
        (json!({"match": {"operatoin": "x"}, "then": {}}), "unknown_field", "/match/operatoin"),
        (json!({"then": {}}), "invalid_value", "/then"),
        (json!({}), "missing_field", "/then"),
        (json!({"then": {"drop": "before", "cut_body_after": 1}}), "invalid_value", "/then"),
        (json!({"then": {"delay": "61s"}}), "invalid_value", "/then/delay"),
        (json!({"when": {"next": 0}, "then": {"drop": "after"}}), "invalid_value", "/when"),
        (
            json!({"when": {"from": 3, "to": 2}, "then": {"drop": "after"}}),
            "invalid_value",
            "/when",
        ),
        (json!({"when": {"from": 3}, "then": {"drop": "after"}}), "invalid_value", "/when"),
        (
            json!({"when": {"next": 1, "nth": 1}, "then": {"drop": "after"}}),
            "invalid_value",
            "/when",
        ),
    ] {
        let reply = sandbox.control("POST", "/worlds/test/faults", &order).await;
        assert_eq!(reply.status.as_u16(), 422, "{order}");
        assert_eq!(
            (&reply.json()["code"], &reply.json()["pointer"]),
            (&json!(code), &json!(pointer))
        );
    }
}

#[tokio::test]
async fn faults_are_replayed() {
    let mut sandbox = Sandbox::new().await;
    sandbox.order(json!({"when": {"one_in": 2}, "then": {"error": "issuer-error"}})).await;
    sandbox.order(json!({"when": {"every": 3}, "then": {"delay": "1ms"}})).await;
    for _ in 0..6 {
        sandbox.ask(FREEZE, &Value::Null).await;
        sandbox.ask(UNFREEZE, &Value::Null).await;
    }
    let handle = sandbox.worlds.get("test").unwrap();
    let again = World::replay(&handle.journal(), create_world).unwrap();
    assert!(handle.read(|world| world.same_state(&again)), "replay leads elsewhere");
    assert!(handle.read(|world| world.faults.iter().all(|fault| fault.matched == 12)));
}
