//! Attempts on the world's timeline (MC 14.3).

use serde_json::{Value, json};
use wiremock::ResponseTemplate;

use super::{answering, arrived, control, deliver, header, made_card, receiver};
use crate::support::{START_MS, Sandbox};

const PAUSES: [i64; 9] = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400];

/// A sandbox in which one event waits for its first attempt.
async fn with_event(url: &str) -> Sandbox {
    let sandbox = Sandbox::new().await;
    let path = made_card(&sandbox, "10.00").await;
    receiver(&sandbox, url, &[]).await;
    let amara = sandbox.holder("amara").await;
    amara.done(&format!("{path}freeze/"), &json!({})).await;
    sandbox
}

async fn first(sandbox: &Sandbox) -> Value {
    control(sandbox, "GET", "/deliveries/d-1", Value::Null).await
}

#[tokio::test]
async fn sb_hook_02_ten_attempts_come_at_their_times_with_one_id_and_body() {
    let server = answering(ResponseTemplate::new(500).set_body_string("oops")).await;
    let mut sandbox = with_event(&server.uri()).await;
    deliver(&sandbox).await;
    assert_eq!(arrived(&server).await.len(), 1);
    sandbox.advance(4).await;
    assert_eq!(arrived(&server).await.len(), 1, "not before its time");
    sandbox.advance(30 * 86_400).await;
    let all = arrived(&server).await;
    let mut at = START_MS / 1000;
    let mut wanted = vec![at.to_string()];
    for pause in PAUSES {
        at += pause;
        wanted.push(at.to_string());
    }
    let stamps: Vec<_> = all.iter().map(|one| header(one, "webhook-timestamp")).collect();
    assert_eq!(stamps, wanted);
    for one in &all {
        assert_eq!(header(one, "webhook-id"), header(&all[0], "webhook-id"));
        assert_eq!(one.body, all[0].body);
    }
    let signatures: std::collections::BTreeSet<_> =
        all.iter().map(|one| header(one, "webhook-signature")).collect();
    assert_eq!(signatures.len(), 10, "each attempt is signed with its own time");
    let shown = first(&sandbox).await;
    assert_eq!((&shown["state"], &shown["next_at"]), (&json!("failed"), &Value::Null));
    assert_eq!(shown["message_id"], header(&all[0], "webhook-id"));
    assert_eq!(shown["attempts"][9]["body_start"], "oops");
}

#[tokio::test]
async fn only_2xx_ends_a_delivery_and_redirects_lead_nowhere() {
    for (status, state) in [
        (200, "delivered"),
        (204, "delivered"),
        (302, "retrying"),
        (404, "retrying"),
        (500, "retrying"),
    ] {
        let elsewhere = answering(ResponseTemplate::new(200)).await;
        let location = format!("{}/there", elsewhere.uri());
        let answer = ResponseTemplate::new(status).insert_header("location", location.as_str());
        let server = answering(answer).await;
        let mut sandbox = with_event(&server.uri()).await;
        deliver(&sandbox).await;
        assert_eq!(first(&sandbox).await["state"], state, "{status}");
        sandbox.advance(60).await;
        let again = usize::from(state == "retrying");
        assert_eq!(arrived(&server).await.len(), 1 + again, "{status}");
        assert_eq!(arrived(&elsewhere).await.len(), 0, "{status}");
    }
}

#[tokio::test]
async fn redirects_are_followed_where_a_rule_says_so() {
    let elsewhere = answering(ResponseTemplate::new(200)).await;
    let location = format!("{}/there", elsewhere.uri());
    let answer = ResponseTemplate::new(307).insert_header("location", location.as_str());
    let server = answering(answer).await;
    let sandbox = with_event(&server.uri()).await;
    control(&sandbox, "PATCH", "/rules", json!({"mc.hook.follows_redirects": true})).await;
    deliver(&sandbox).await;
    assert_eq!(first(&sandbox).await["state"], "delivered");
    assert_eq!(arrived(&elsewhere).await.len(), 1);
}

#[tokio::test]
async fn a_receiver_that_is_gone_is_switched_off() {
    let server = answering(ResponseTemplate::new(410)).await;
    let mut sandbox = with_event(&server.uri()).await;
    deliver(&sandbox).await;
    assert_eq!(first(&sandbox).await["state"], "failed");
    let shown = control(&sandbox, "GET", "/receivers/h-1", Value::Null).await;
    assert_eq!(shown["state"], "switched_off");
    let amara = sandbox.holder("amara").await;
    let cards = amara.get(crate::managed_cards::user::CARDS).await.json();
    let path = format!(
        "{}{}/",
        crate::managed_cards::user::CARDS,
        cards["results"][0]["reference"].as_str().unwrap()
    );
    amara.done(&format!("{path}unfreeze/"), &json!({})).await;
    sandbox.advance(86_400).await;
    assert_eq!(arrived(&server).await.len(), 1, "nothing more is sent to it");
    let list = control(&sandbox, "GET", "/deliveries", Value::Null).await;
    assert_eq!(list["total"], 1);
    // It is switched on again by hand, and gets what it has missed.
    control(&sandbox, "PATCH", "/receivers/h-1", json!({"url": "sink"})).await;
    let on = control(&sandbox, "POST", "/receivers/h-1/resume", json!({})).await;
    assert_eq!(on["state"], "active");
    let since = json!({"since": "2030-01-01T00:00:00Z"});
    let sent = control(&sandbox, "POST", "/receivers/h-1/recover", since.clone()).await;
    assert_eq!(sent["deliveries"], json!(["d-1", "d-2"]));
    let list = control(&sandbox, "GET", "/deliveries?state=delivered", Value::Null).await;
    assert_eq!(list["total"], 2);
    let again = control(&sandbox, "POST", "/receivers/h-1/recover", since).await;
    assert_eq!(again["deliveries"], json!([]), "it has missed nothing now");
}

#[tokio::test]
async fn a_receiver_has_the_time_that_is_set_for_it() {
    let slow = ResponseTemplate::new(200).set_delay(std::time::Duration::from_millis(400));
    let server = answering(slow).await;
    let sandbox = with_event(&server.uri()).await;
    control(&sandbox, "PATCH", "/receivers/h-1", json!({"timeout": "50ms"})).await;
    deliver(&sandbox).await;
    let shown = first(&sandbox).await;
    assert_eq!(shown["attempts"][0]["error"], "timeout");
    let receiver = control(&sandbox, "PATCH", "/receivers/h-1", json!({"timeout": "5s"})).await;
    assert_eq!(receiver["timeout"], "5s");
    let again = control(&sandbox, "POST", "/deliveries/d-1/resend", json!({})).await;
    assert_eq!(
        (&again["state"], &again["attempts"][1]["trigger"]),
        (&json!("delivered"), &json!("manual"))
    );
}

#[tokio::test]
async fn an_advance_that_stops_for_receivers_is_recorded_with_its_request_once() {
    let server = answering(ResponseTemplate::new(500)).await;
    let mut sandbox = with_event(&server.uri()).await;
    deliver(&sandbox).await;
    sandbox.advance(30 * 86_400).await;
    let records = super::world(&sandbox).journal();
    let steps: Vec<_> =
        records.iter().filter(|one| one.op.as_deref() == Some("clock.advance")).collect();
    assert!(steps.len() > PAUSES.len(), "{} steps", steps.len());
    let request = steps[0].request.as_ref().unwrap();
    assert_eq!((&request["method"], &request["path"]), (&json!("POST"), &json!("/clock/advance")));
    assert_eq!(request["body"]["by"], "2592000000ms", "{request}");
    assert!(steps[1..].iter().all(|step| step.request.is_none()));
    // Only what has an answer is compared, and nobody is told again.
    let arrived_before = arrived(&server).await.len();
    let verified = control(&sandbox, "POST", "/journal/verify", json!({})).await;
    assert_eq!(verified["equal"], true, "{verified:#}");
    for form in ["gherkin", "curl", "har"] {
        let path = format!("/worlds/test/export?as={form}");
        let exported = sandbox.control("GET", &path, &Value::Null).await;
        assert_eq!(exported.status, 200, "{form}: {}", exported.text());
    }
    assert_eq!(arrived(&server).await.len(), arrived_before);
}
