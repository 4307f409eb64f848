//! Requests that are judged and never sent (SB 9.3).

use base64::{Engine, engine::general_purpose::STANDARD};
use http_body_util::BodyExt;
use serde_json::{Value, json};

use super::{done, records, refused};
use crate::support::Sandbox;

const FREEZE: &str = "mutation { freezeCard(cardId: 1) { success } }";

/// A signed request as the doctor takes it, and the request itself.
async fn signed(
    sandbox: &mut Sandbox,
    document: &str,
) -> (Value, axum::http::Request<axum::body::Body>) {
    let body = json!({ "query": document }).to_string();
    let request = sandbox.signed(0, body.as_bytes());
    let (parts, bytes) = request.into_parts();
    let bytes = bytes.collect().await.unwrap().to_bytes();
    let headers: Value = parts
        .headers
        .iter()
        .map(|(name, value)| (name.to_string(), json!(value.to_str().unwrap())))
        .collect::<serde_json::Map<_, _>>()
        .into();
    let described = json!({"method": "POST", "path": parts.uri.to_string(), "headers": headers,
                           "body": String::from_utf8(bytes.to_vec()).unwrap()});
    (described, axum::http::Request::from_parts(parts, axum::body::Body::from(bytes)))
}

async fn judge(sandbox: &Sandbox, request: &Value) -> Value {
    done(sandbox, "POST", "/doctor", &json!({ "request": request })).await
}

#[tokio::test]
async fn a_good_request_is_judged_and_nothing_is_consumed() {
    let mut sandbox = Sandbox::new().await;
    let before = records(&sandbox).await;
    let (described, request) = signed(&mut sandbox, FREEZE).await;
    for _ in 0..2 {
        let verdict = judge(&sandbox, &described).await;
        assert_eq!((&verdict["world"], &verdict["by"]), (&json!("test"), &json!("acme/primary")));
        assert_eq!((&verdict["outcome"], &verdict["would"]["status"]), (&json!("ok"), &json!(200)));
        let body = &verdict["would"]["body"]["data"]["freezeCard"];
        assert_eq!(body["success"], true, "{verdict}");
        assert_eq!(verdict["diagnosis"], json!([]));
    }
    assert_eq!(records(&sandbox).await, before);
    let log = done(&sandbox, "GET", "/worlds/test/requests", &Value::Null).await;
    assert_eq!(log["total"], 0);
    // The request itself is still good, once.
    let reply = sandbox.send(request).await;
    assert_eq!(reply.json()["data"]["freezeCard"]["success"], true);
    let verdict = judge(&sandbox, &described).await;
    assert_eq!(verdict["diagnosis"][0]["cause"], "pg-nonce-replay", "{verdict}");
}

#[tokio::test]
async fn a_wrong_request_is_explained() {
    let mut sandbox = Sandbox::new().await;
    let (described, _) = signed(&mut sandbox, FREEZE).await;
    let mut wrong = described.clone();
    wrong["headers"]["x-agio-signature"] = json!("0".repeat(64));
    let verdict = judge(&sandbox, &wrong).await;
    assert_eq!(
        (&verdict["outcome"], &verdict["would"]["status"]),
        (&json!("refused"), &json!(401))
    );
    let mut stranger = described.clone();
    stranger["headers"]["x-agio-api-key"] = json!("00000000-0000-4000-8000-00000000dead");
    let verdict = judge(&sandbox, &stranger).await;
    assert_eq!((&verdict["world"], &verdict["by"]), (&Value::Null, &Value::Null));
    assert_eq!(verdict["diagnosis"][0]["cause"], "pg-key-unknown", "{verdict}");
    let later = json!({"request": described, "at": "2030-01-01T01:00:00Z"});
    let verdict = done(&sandbox, "POST", "/doctor", &later).await;
    assert_eq!(verdict["outcome"], "refused", "{verdict}");
    assert_eq!(judge(&sandbox, &described).await["outcome"], "ok");
}

#[tokio::test]
async fn what_is_no_request_is_refused_at_its_place() {
    let sandbox = Sandbox::new().await;
    let request = |name: &str, value: Value| {
        let mut request = json!({"method": "POST", "path": "/partner/cards/graphql"});
        request[name] = value;
        json!({ "request": request })
    };
    for (body, code, place) in [
        (json!({}), "missing_field", "/request"),
        (request("path", json!("/partner/card/graphql")), "invalid_value", "/request/path"),
        (request("path", json!("nonsense")), "invalid_value", "/request/path"),
        (request("method", json!("P OST")), "invalid_value", "/request/method"),
        (request("headers", json!({"a b": "1"})), "invalid_value", "/request/headers/a b"),
        (request("body_base64", json!("!")), "invalid_value", "/request/body_base64"),
        (request("boddy", json!("")), "unknown_field", "/request/boddy"),
    ] {
        refused(&sandbox, "POST", "/doctor", &body, (code, place)).await;
    }
    let long = "x".repeat(10_000);
    for body in [json!({"body": long}), json!({"body_base64": STANDARD.encode(&long)})] {
        let mut request = body;
        request["method"] = json!("POST");
        request["path"] = json!("/partner/cards/graphql");
        assert_eq!(judge(&sandbox, &request).await["outcome"], "refused");
    }
}
