//! Returns to a snapshot and all that they take back: ids, events and secrets that others still hold (SB 14).

use mock_server::{card_data::HoldsCardData, gate::WebhookSender, surfaces};
use serde_json::{Value, json};

use super::{done, refused};
use crate::support::Sandbox;

async fn snapshot(sandbox: &Sandbox, name: &str) {
    done(sandbox, "POST", "/worlds/test/snapshots", &json!({"name": name})).await;
}

async fn restore(sandbox: &Sandbox, name: &str) {
    let path = format!("/worlds/test/snapshots/{name}/restore");
    done(sandbox, "POST", &path, &Value::Null).await;
}

async fn receiver(sandbox: &Sandbox, surface: &str) -> String {
    let wanted = json!({"surface": surface, "url": "sink", "events": []});
    let made = done(sandbox, "POST", "/worlds/test/receivers", &wanted).await;
    made["id"].as_str().unwrap().to_owned()
}

async fn deliver(sandbox: &Sandbox) {
    let handle = sandbox.worlds.get("test").unwrap();
    handle.settle();
    WebhookSender::new(surfaces::webhook_format).deliver(&handle).await;
}

/// Makes cards of every program, and lets something happen to each of them.
async fn let_happen(sandbox: &Sandbox) {
    let made = |reply: crate::support::Reply| {
        assert_eq!(reply.status, 200, "{}", reply.text());
        reply.json()["result"].clone()
    };
    let managed = json!({"user": "amara", "program": "prg_ke_usd_instant", "available": "50.00"});
    let card = made(sandbox.op("make-card", &managed).await)["card"].clone();
    made(sandbox.op("authorize", &json!({"card": card, "amount": "5.00"})).await);
    let jane = made(sandbox.op("make-card", &json!({"application": "jane"})).await);
    let card = format!("card:{}", jane["card"].as_str().unwrap());
    made(sandbox.op("set-card-status", &json!({"card": card, "status": "locked"})).await);
    made(sandbox.op("deposit", &json!({"card": "jane/1", "amount": "50.00"})).await);
    made(sandbox.op("authorize", &json!({"card": "ext-ada/1", "amount": "1.00"})).await);
    made(sandbox.op("authorize", &json!({"card": "jane/1", "amount": "1.00"})).await);
}

async fn items(sandbox: &Sandbox, path: &str) -> Vec<Value> {
    let list = done(sandbox, "GET", &format!("/worlds/test/{path}?limit=1000"), &Value::Null).await;
    list["items"].as_array().unwrap().clone()
}

#[tokio::test]
async fn events_of_what_is_gone_are_listed_and_told_to_nobody() {
    let sandbox = Sandbox::new().await;
    let mut receivers = Vec::new();
    for surface in ["MC", "AG", "ER"] {
        receivers.push(receiver(&sandbox, surface).await);
    }
    snapshot(&sandbox, "before").await;
    let known = items(&sandbox, "events").await.len();
    let_happen(&sandbox).await;
    deliver(&sandbox).await;
    // Those of the second half wait in the outbox.
    for id in &receivers {
        done(&sandbox, "POST", &format!("/worlds/test/receivers/{id}/pause"), &json!({})).await;
    }
    let_happen_again(&sandbox).await;
    snapshot(&sandbox, "after").await;
    let all = items(&sandbox, "events").await;
    let surfaces: Vec<_> = all[known..].iter().map(|event| &event["surface"]).collect();
    for surface in ["MC", "PG", "ER"] {
        assert!(surfaces.contains(&&json!(surface)), "{surface}: {surfaces:?}");
    }
    restore(&sandbox, "before").await;
    for (at, event) in items(&sandbox, "events").await.iter().enumerate() {
        let is_gone = at >= known;
        assert_eq!(event["taken_back"], if is_gone { json!(true) } else { Value::Null }, "{event}");
        assert_eq!(event["payload"].is_null(), is_gone, "{event}");
    }
    for delivery in items(&sandbox, "deliveries").await {
        let id = delivery["id"].as_str().unwrap();
        done(&sandbox, "GET", &format!("/worlds/test/deliveries/{id}?raw=true"), &Value::Null)
            .await;
        let resend = format!("/worlds/test/deliveries/{id}/resend");
        refused(&sandbox, "POST", &resend, &Value::Null, ("state_conflict", "none")).await;
    }
    for id in &receivers {
        let path = format!("/worlds/test/receivers/{id}");
        done(&sandbox, "POST", &format!("{path}/resume"), &json!({})).await;
        let since = json!({"since": crate::support::START});
        let recovered = done(&sandbox, "POST", &format!("{path}/recover"), &since).await;
        for id in recovered["deliveries"].as_array().unwrap() {
            let path = format!("/worlds/test/deliveries/{}", id.as_str().unwrap());
            let event = done(&sandbox, "GET", &path, &Value::Null).await["event"].clone();
            let number: usize = event.as_str().unwrap()[2..].parse().unwrap();
            assert!(number <= known, "{event} was taken back");
        }
    }
    deliver(&sandbox).await;
    // The same ids come again, and are told again.
    let_happen(&sandbox).await;
    deliver(&sandbox).await;
    let again = items(&sandbox, "events").await;
    assert!(again.len() > all.len());
    for event in &again[all.len()..] {
        assert!(event["taken_back"].is_null() && !event["payload"].is_null(), "{event}");
    }
    // What was taken back has happened after all.
    restore(&sandbox, "after").await;
    let back = items(&sandbox, "events").await;
    assert_eq!(back.len(), again.len());
    for (at, event) in back.iter().enumerate() {
        assert_eq!(event["taken_back"].is_null(), at < all.len(), "{at} {event}");
    }
    assert_eq!(back[known]["payload"], all[known]["payload"]);
    let verify = done(&sandbox, "POST", "/worlds/test/journal/verify", &Value::Null).await;
    assert_eq!(verify["equal"], true, "{verify:#}");
}

async fn let_happen_again(sandbox: &Sandbox) {
    for card in ["jane/1", "ext-ada/1"] {
        sandbox.op("authorize", &json!({"card": card, "amount": "1.00"})).await;
    }
}

#[tokio::test]
async fn secrets_of_a_state_that_was_left_are_not_shown_in_its_log() {
    let mut sandbox = Sandbox::new().await;
    snapshot(&sandbox, "before").await;
    let make = "mutation { createCard(input: {cardApplicationId: 1, cardType: virtual}) { success \
                cardId } }";
    let made = sandbox.ask(make, &Value::Null).await;
    assert_eq!(made.json()["data"]["createCard"]["success"], true, "{}", made.text());
    let opened = sandbox.ask("mutation { generateEncryptionKeys { key } }", &Value::Null).await;
    let key = opened.json()["data"]["generateEncryptionKeys"]["key"].as_str().unwrap().to_owned();
    let pan = sandbox.worlds.get("test").unwrap().read(|world| {
        let all = world.issuer.card_data().map(|card| card.pan.reveal().to_owned());
        all.collect::<Vec<_>>()
    });
    let document = |text: &str| json!({"query": format!("{{ AgioCard_card(where: {{nickname: {{_eq: {}}}}}) {{ id }} }}", json!(text))});
    for secret in pan.iter().chain([&key]) {
        sandbox.post(0, document(secret).to_string().as_bytes()).await;
    }
    snapshot(&sandbox, "after").await;
    restore(&sandbox, "before").await;
    let log = async || {
        let path = "/worlds/test/requests?limit=1000";
        sandbox.control("GET", path, &Value::Null).await.text()
    };
    for drop in [false, true] {
        if drop {
            done(&sandbox, "DELETE", "/worlds/test/snapshots/after", &Value::Null).await;
        }
        let shown = log().await;
        assert!(shown.contains("nickname"), "{shown}");
        for secret in pan.iter().chain([&key]) {
            assert!(!shown.contains(secret.as_str()), "the log shows {secret}");
        }
    }
    // A journal hides what clients write of them too.
    for secret in pan.iter().chain([&key]) {
        sandbox.op("make-partner", &json!({"name": format!("p {secret}")})).await;
    }
    let journal = sandbox.control("GET", "/worlds/test/journal", &Value::Null).await.text();
    for secret in pan.iter().chain([&key]) {
        assert!(!journal.contains(secret.as_str()), "the journal shows {secret}");
    }
}

#[tokio::test]
async fn an_advance_after_a_return_begins_at_the_time_of_the_snapshot() {
    let sandbox = Sandbox::new().await;
    snapshot(&sandbox, "a").await;
    let advance = async || {
        let step = json!({"by": "1h"});
        done(&sandbox, "POST", "/worlds/test/clock/advance", &step).await
    };
    let first = advance().await;
    for _ in 0..2 {
        restore(&sandbox, "a").await;
        let again = advance().await;
        assert_eq!((&again["from"], &again["now"]), (&first["from"], &first["now"]));
    }
}
