//! The events of a world, with the bodies that receivers get (SB 11).

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use super::done;
use crate::support::Sandbox;

/// Makes receivers of all APIs, then an event of each API and one of the partner API.
async fn eventful(sandbox: &Sandbox) {
    for surface in ["AG", "ER", "MC"] {
        let receiver = json!({"surface": surface, "url": "sink"});
        done(sandbox, "POST", "/worlds/test/receivers", &receiver).await;
    }
    for card in ["jane/1", "carla/1"] {
        let deposit = json!({"card": card, "asset": "USDC", "amount": "5.00", "confirm": "now"});
        done(sandbox, "POST", "/worlds/test/ops/deposit", &deposit).await;
    }
    let purchase = json!({"card": "ext-ada/1", "amount": "1.00"});
    done(sandbox, "POST", "/worlds/test/ops/authorize", &purchase).await;
    let credit = json!({"wallet": "amara/USD", "amount": "1.00"});
    done(sandbox, "POST", "/worlds/test/ops/deposit", &credit).await;
}

async fn events(sandbox: &Sandbox) -> Vec<Value> {
    let list = done(sandbox, "GET", "/worlds/test/events", &json!({})).await;
    list["items"].as_array().unwrap().clone()
}

#[tokio::test]
async fn an_event_has_its_payload_and_its_deliveries() {
    let mut sandbox = Sandbox::new().await;
    eventful(&sandbox).await;
    sandbox.advance(1).await;
    let all = events(&sandbox).await;
    let mut delivered = 0;
    for event in &all {
        assert!(event["payload"].is_object(), "{event}");
        for delivery in event["deliveries"].as_array().unwrap() {
            let path = format!("/worlds/test/deliveries/{}?raw=true", delivery.as_str().unwrap());
            let delivery = done(&sandbox, "GET", &path, &json!({})).await;
            assert_eq!(delivery["event"], event["id"]);
            let body = delivery["attempts"][0]["body_base64"].as_str().unwrap();
            let body: Value = serde_json::from_slice(&STANDARD.decode(body).unwrap()).unwrap();
            if event["surface"] != "ER" {
                assert_eq!(body, event["payload"]);
            }
            delivered += 1;
        }
    }
    assert!(delivered >= 4, "{delivered}");
    let surfaces: Vec<_> = all.iter().map(|event| event["surface"].as_str().unwrap()).collect();
    for surface in ["PG", "ER", "MC"] {
        assert!(surfaces.contains(&surface), "{surfaces:?}");
    }
    let prepaid = all.iter().find(|event| event["surface"] == "ER").unwrap();
    assert_eq!(prepaid["payload"]["type"], prepaid["type"]);
    // Carla has no login in the app: her events have no user, and nobody is told.
    let carla = all
        .iter()
        .find(|event| event["payload"]["userId"].is_null() && event["surface"] == "PG")
        .unwrap();
    assert_eq!((&carla["deliveries"], &carla["payload"]["seq"]), (&json!([]), &Value::Null));
    assert!(carla["payload"]["data"].is_object());
}

#[tokio::test]
async fn payloads_are_hidden_with_what_is_personal() {
    let sandbox = Sandbox::configured(&["--mask-personal"]).await;
    eventful(&sandbox).await;
    assert!(events(&sandbox).await.iter().all(|event| event["payload"].is_null()));
}

#[tokio::test]
async fn the_catalogue_lists_the_types_of_events() {
    let sandbox = Sandbox::new().await;
    eventful(&sandbox).await;
    let known = done(&sandbox, "GET", "/catalog/events?limit=1000", &Value::Null).await;
    let known = known["items"].as_array().unwrap();
    for event in events(&sandbox).await {
        let is_it =
            |one: &&Value| one["type"] == event["type"] && one["surface"] == event["surface"];
        assert!(known.iter().any(|one| is_it(&one)), "{event}");
    }
    assert!(known.len() > 20, "{}", known.len());
    let version = done(&sandbox, "GET", "/version", &Value::Null).await;
    assert!(version["requirements"]["PG"].as_u64().unwrap() > 100, "{version}");
}
