//! Signatures, and the change of the secret (MC 14.4).

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

use super::{Message, answering, arrived, control, header, made_card, messages, op, receiver};
use crate::support::Sandbox;

/// The signature of a message under a secret, computed anew.
fn signature(secret: &Value, id: &str, timestamp: &str, body: &[u8]) -> String {
    let key = secret.as_str().unwrap().strip_prefix("whsec_").unwrap();
    let key = STANDARD.decode(key).unwrap();
    assert_eq!(key.len(), 24);
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).unwrap();
    mac.update(format!("{id}.{timestamp}.").as_bytes());
    mac.update(body);
    format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
}

fn signed(message: &Message, secrets: &[&Value]) -> bool {
    let header = |name: &str| message.headers[name].as_str().unwrap();
    let (id, timestamp) = (header("webhook-id"), header("webhook-timestamp"));
    let all = secrets.iter().map(|secret| signature(secret, id, timestamp, &message.bytes));
    header("webhook-signature") == all.collect::<Vec<_>>().join(" ")
}

async fn freeze(sandbox: &Sandbox, path: &str, action: &str) {
    let amara = sandbox.holder("amara").await;
    amara.done(&format!("{path}{action}/"), &json!({})).await;
}

#[tokio::test]
async fn old_secrets_sign_for_a_day_each() {
    let mut sandbox = Sandbox::new().await;
    let path = made_card(&sandbox, "10.00").await;
    let first = receiver(&sandbox, "sink", &[]).await["secret"].clone();
    let shown = control(&sandbox, "GET", "/credentials", Value::Null).await;
    assert_eq!(shown["MC"]["webhook_secret"], first);
    let hidden = control(&sandbox, "GET", "/receivers/h-1", Value::Null).await;
    assert_eq!(hidden.get("secret"), None);
    freeze(&sandbox, &path, "freeze").await;
    let turned = op(&sandbox, "rotate-secret", json!({"surface": "MC"})).await;
    assert_eq!(turned["former_until"], "2030-01-02T00:00:00.000000Z");
    let second = &turned["secret"];
    freeze(&sandbox, &path, "unfreeze").await;
    sandbox.advance(12 * 3600).await;
    let third = &op(&sandbox, "rotate-secret", json!({"surface": "MC"})).await["secret"];
    freeze(&sandbox, &path, "freeze").await;
    sandbox.advance(12 * 3600).await;
    freeze(&sandbox, &path, "unfreeze").await;
    sandbox.advance(12 * 3600).await;
    freeze(&sandbox, &path, "freeze").await;
    let all = messages(&sandbox).await;
    let wanted: [&[&Value]; 5] = [
        &[second, &first],
        &[second, &first],
        &[third, second, &first],
        &[third, second],
        &[third],
    ];
    assert_eq!(all.len(), wanted.len());
    // The first event was not sent before the secret was changed.
    for (message, secrets) in all.iter().zip(wanted) {
        assert!(signed(message, secrets), "{}", message.headers);
    }
    let shown = control(&sandbox, "GET", "/credentials", Value::Null).await;
    assert_eq!(&shown["MC"]["webhook_secret"], third);
}

#[tokio::test]
async fn secrets_in_use_are_bounded() {
    let sandbox = Sandbox::new().await;
    for _ in 0..8 {
        op(&sandbox, "rotate-secret", json!({"surface": "MC"})).await;
    }
    let more = sandbox.op("rotate-secret", &json!({"surface": "MC"})).await;
    assert_eq!((more.status.as_u16(), &more.json()["limit"]), (429, &json!(8)));
    for wrong in [json!({}), json!({"surface": "ER"}), json!({"receiver": "h-1"})] {
        assert!(sandbox.op("rotate-secret", &wrong).await.status.is_client_error(), "{wrong}");
    }
    control(&sandbox, "POST", "/receivers", json!({"surface": "AG", "url": "sink"})).await;
    let own = op(&sandbox, "rotate-secret", json!({"receiver": "h-1"})).await;
    assert_eq!((own["secret"].as_str().unwrap().len(), &own["former_until"]), (48, &Value::Null));
}

#[tokio::test]
async fn a_receiver_gets_exactly_what_is_signed() {
    let sandbox = Sandbox::new().await;
    let path = made_card(&sandbox, "10.00").await;
    let server = answering(wiremock::ResponseTemplate::new(204)).await;
    let secret = receiver(&sandbox, &server.uri(), &[]).await["secret"].clone();
    freeze(&sandbox, &path, "freeze").await;
    let shown = messages(&sandbox).await;
    let [request] = arrived(&server).await.try_into().unwrap();
    assert_eq!(request.body, shown[0].bytes);
    let (id, timestamp) = (header(&request, "webhook-id"), header(&request, "webhook-timestamp"));
    assert!(id.starts_with("dlv_") && id.len() == 28);
    assert_eq!(timestamp, "1893456000");
    assert_eq!(header(&request, "content-type"), "application/json");
    let wanted = signature(&secret, id, timestamp, &request.body);
    assert_eq!(header(&request, "webhook-signature"), wanted);
    assert!(signed(&shown[0], &[&secret]));
}

#[tokio::test]
async fn a_world_whose_receivers_compare_with_real_time_says_real_time() {
    let rules = json!({"mc.hook.timestamp_clock": "real"});
    let sandbox = Sandbox::with(json!({ "rules": rules })).await;
    let path = made_card(&sandbox, "10.00").await;
    receiver(&sandbox, "sink", &[]).await;
    let now = mock_server::world::clock::real_now().as_second();
    freeze(&sandbox, &path, "freeze").await;
    let shown = messages(&sandbox).await;
    let stamp: i64 = shown[0].headers["webhook-timestamp"].as_str().unwrap().parse().unwrap();
    assert!((now - 5..now + 60).contains(&stamp), "{stamp}");
    assert_eq!(shown[0].body["timestamp"], "2030-01-01T00:00:00.000Z");
}
