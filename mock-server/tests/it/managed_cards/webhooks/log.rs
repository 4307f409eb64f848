//! The log of deliveries, and the retry by hand (MC 14.5).

use serde_json::{Value, json};
use wiremock::{Mock, MockServer, ResponseTemplate, matchers::any};

use super::{answering, arrived, control, deliver, header, made_card, receiver};
use crate::{
    managed_cards::{openapi, user::request},
    support::{Reply, Sandbox},
};

const STAFF: [(&str, &str); 1] = [("cookie", "theme=dark; sessionid=staff-test")];

async fn staff(sandbox: &Sandbox, method: &str, path: &str, headers: &[(&str, &str)]) -> Reply {
    let reply = sandbox.send(request(method, path, headers, None)).await;
    openapi::check(method, path, &reply);
    reply
}

/// A sandbox with one delivery to a receiver, and the id of the delivery.
async fn delivered(url: &str) -> (Sandbox, String) {
    let sandbox = Sandbox::new().await;
    let path = made_card(&sandbox, "10.00").await;
    receiver(&sandbox, url, &[]).await;
    let amara = sandbox.holder("amara").await;
    amara.done(&format!("{path}freeze/"), &json!({})).await;
    deliver(&sandbox).await;
    let shown = control(&sandbox, "GET", "/deliveries/d-1", Value::Null).await;
    let id = shown["message_id"].as_str().unwrap().to_owned();
    (sandbox, id)
}

#[tokio::test]
async fn the_log_shows_every_attempt() {
    let server = MockServer::start().await;
    let failing = Mock::given(any()).respond_with(ResponseTemplate::new(500));
    failing.up_to_n_times(1).mount(&server).await;
    Mock::given(any()).respond_with(ResponseTemplate::new(204)).mount(&server).await;
    let (mut sandbox, id) = delivered(&format!("{}/hooks?token=secret", server.uri())).await;
    let path = format!("/weebhook/deliveries/{id}/");
    let waiting = staff(&sandbox, "GET", &path, &STAFF).await.json();
    assert_eq!(waiting["status"], "pending");
    assert_eq!(waiting["next_attempt_at"], "2030-01-01T00:00:05.000Z");
    sandbox.advance(60).await;
    let shown = staff(&sandbox, "GET", &path, &STAFF).await.json();
    let first = &arrived(&server).await[0];
    let event: Value = serde_json::from_slice(&first.body).unwrap();
    let wanted = json!({
        "delivery_id": id, "event_id": event["id"], "event_type": "card.frozen",
        "endpoint": format!("{}/hooks?***", server.uri()), "status": "succeeded",
        "attempts": [
            {"number": 1, "trigger": "schedule", "at": "2030-01-01T00:00:00.000Z",
             "response_code": 500, "error": null},
            {"number": 2, "trigger": "schedule", "at": "2030-01-01T00:00:05.000Z",
             "response_code": 204, "error": null}],
        "next_attempt_at": null, "created_at": "2030-01-01T00:00:00.000Z",
    });
    assert_eq!(shown.to_string(), wanted.to_string());
}

#[tokio::test]
async fn only_the_staff_of_the_world_reads_and_repeats() {
    let server = answering(ResponseTemplate::new(200)).await;
    let (sandbox, id) = delivered(&server.uri()).await;
    let amara = sandbox.holder("amara").await;
    let bearer = format!("Bearer {}", amara.access);
    let (get, retry) =
        (format!("/weebhook/deliveries/{id}/"), format!("/weebhook/deliveries/{id}/retry/"));
    let strangers: [&[(&str, &str)]; 3] = [
        &[("sandbox-world", "test")],
        &[("authorization", &bearer)],
        &[("cookie", "sessionid=staff-tes"), ("authorization", &bearer)],
    ];
    for headers in strangers {
        for (method, path) in [("GET", &get), ("POST", &retry)] {
            let reply = staff(&sandbox, method, path, headers).await;
            assert_eq!(
                (reply.status.as_u16(), &reply.json()["code"]),
                (403, &json!("permission_denied"))
            );
        }
    }
    let of_another_world = [("cookie", "sessionid=staff-default")];
    assert_eq!(staff(&sandbox, "POST", &retry, &of_another_world).await.status, 404);
    assert_eq!(arrived(&server).await.len(), 1);
    assert_eq!(staff(&sandbox, "GET", "/weebhook/deliveries/dlv_0/", &STAFF).await.status, 404);
    assert_eq!(
        staff(&sandbox, "POST", "/weebhook/deliveries/dlv_0/retry/", &STAFF).await.status,
        404
    );
}

#[tokio::test]
async fn sb_hook_03_a_retry_by_hand_makes_one_attempt_and_leaves_the_schedule() {
    let server = MockServer::start().await;
    let failing = Mock::given(any()).respond_with(ResponseTemplate::new(503));
    failing.up_to_n_times(2).mount(&server).await;
    Mock::given(any()).respond_with(ResponseTemplate::new(200)).mount(&server).await;
    let (mut sandbox, id) = delivered(&server.uri()).await;
    let retry = format!("/weebhook/deliveries/{id}/retry/");
    let failed = staff(&sandbox, "POST", &retry, &STAFF).await;
    assert_eq!(failed.status, 200);
    let failed = failed.json();
    assert_eq!(
        (&failed["status"], &failed["attempts"][1]["trigger"]),
        (&json!("pending"), &json!("manual"))
    );
    assert_eq!(failed["attempts"][1]["response_code"], 503);
    assert_eq!(failed["next_attempt_at"], "2030-01-01T00:00:05.000Z", "as before");
    let done = staff(&sandbox, "POST", &retry, &STAFF).await.json();
    assert_eq!((&done["status"], &done["next_attempt_at"]), (&json!("succeeded"), &Value::Null));
    sandbox.advance(86_400).await;
    let all = arrived(&server).await;
    assert_eq!(all.len(), 3, "a success ends the schedule");
    assert!(all.iter().all(|one| header(one, "webhook-id") == id && one.body == all[0].body));
    let again = staff(&sandbox, "POST", &retry, &STAFF).await.json();
    assert_eq!(again["attempts"].as_array().unwrap().len(), 4, "in any status");
}

#[tokio::test]
async fn readings_spell_the_paths() {
    let (sandbox, id) = delivered("sink").await;
    for (reading, published, usual) in
        [("weebhook", 200, 404), ("webhook", 404, 200), ("both", 200, 200)]
    {
        control(&sandbox, "PATCH", "/rules", json!({"mc.hook.log_path": reading})).await;
        for (start, status) in [("weebhook", published), ("webhook", usual)] {
            let path = format!("/{start}/deliveries/{id}/");
            let reply = sandbox.send(request("GET", &path, &STAFF, None)).await;
            assert_eq!(reply.status.as_u16(), status, "{reading} {start}");
        }
    }
}

#[tokio::test]
async fn the_variables_of_the_suite_have_cookie_and_secret() {
    let sandbox = Sandbox::new().await;
    let shown = sandbox.control("GET", "/worlds/default/env?as=dotenv", &Value::Null).await.text();
    assert!(shown.contains("MC_STAFF_COOKIE=sessionid=staff-default\n"), "{shown}");
    let secret = "MC_WEBHOOK_SECRET=whsec_c2FuZGJveC13ZWJob29rLXNlY3JldCEh\n";
    assert!(shown.contains(secret), "{shown}");
}
