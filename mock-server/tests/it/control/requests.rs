//! Parameters, bodies and paths (SB 2.1, 2.2, 18).

use serde_json::json;

use super::{done, raw, records, refused};
use crate::support::Sandbox;

#[tokio::test]
async fn a_parameter_that_a_route_does_not_know_is_refused_on_every_route() {
    let sandbox = Sandbox::new().await;
    for (method, path) in [
        ("GET", "/worlds"),
        ("POST", "/worlds"),
        ("GET", "/version"),
        ("GET", "/worlds/test"),
        ("PUT", "/worlds/other"),
        ("DELETE", "/worlds/test"),
        ("POST", "/worlds/test/reset"),
        ("GET", "/worlds/test/events"),
        ("GET", "/worlds/test/journal"),
        ("GET", "/worlds/test/credentials"),
        ("GET", "/worlds/test/clock"),
        ("PATCH", "/worlds/test/rules"),
        ("PUT", "/worlds/test/deviations"),
        ("POST", "/worlds/test/ops/authorize"),
    ] {
        let path = format!("{path}?zz=1");
        refused(&sandbox, method, &path, &json!({}), ("unknown_field", "?zz")).await;
    }
    let expected = ("unknown_field", "?dry_run");
    refused(&sandbox, "DELETE", "/worlds/test?dry_run=true", &json!({}), expected).await;
    done(&sandbox, "GET", "/worlds/test", &json!({})).await;
}

#[tokio::test]
async fn a_flag_is_true_or_false_and_nothing_else() {
    let sandbox = Sandbox::new().await;
    let before = records(&sandbox).await;
    let buy = json!({"card": "carla/1", "amount": "5.00"});
    for value in ["1", "TRUE", "", "maybe"] {
        let path = format!("/worlds/test/ops/authorize?dry_run={value}");
        refused(&sandbox, "POST", &path, &buy, ("invalid_value", "?dry_run")).await;
        let path = format!("/worlds/test/clock/advance?dry_run={value}");
        let step = json!({"by": "1h"});
        refused(&sandbox, "POST", &path, &step, ("invalid_value", "?dry_run")).await;
    }
    let path = "/worlds/test/rules?changed=zz";
    refused(&sandbox, "GET", path, &json!({}), ("invalid_value", "?changed")).await;
    let twice = "/worlds/test/ops/authorize?dry_run=true&dry_run=false";
    refused(&sandbox, "POST", twice, &buy, ("invalid_value", "?dry_run")).await;
    done(&sandbox, "POST", "/worlds/test/ops/authorize?dry_run=true", &buy).await;
    assert_eq!(records(&sandbox).await, before);
    done(&sandbox, "POST", "/worlds/test/ops/authorize?dry_run=false", &buy).await;
    assert_ne!(records(&sandbox).await, before);
}

#[tokio::test]
async fn lists_come_in_pages() {
    let sandbox = Sandbox::new().await;
    let all = done(&sandbox, "GET", "/worlds/test/rules?limit=1000", &json!({})).await;
    let total = all["total"].as_u64().unwrap();
    assert_eq!(all["items"].as_array().unwrap().len() as u64, total);
    assert_eq!(all["next"], json!(null));
    let mut items = Vec::new();
    let mut path = "/worlds/test/rules?limit=7".to_owned();
    loop {
        let page = done(&sandbox, "GET", &path, &json!({})).await;
        items.extend(page["items"].as_array().unwrap().clone());
        let Some(next) = page["next"].as_str() else { break };
        path = format!("/worlds/test/rules?limit=7&after={next}");
    }
    assert_eq!(json!(items), all["items"]);
    let none = done(&sandbox, "GET", "/catalog/rules?limit=0", &json!({})).await;
    assert_eq!(none, json!({"items": [], "total": total, "next": null}));
    for (query, place) in [("limit=1001", "?limit"), ("limit=x", "?limit"), ("after=x", "?after")] {
        let path = format!("/worlds/test/rules?{query}");
        refused(&sandbox, "GET", &path, &json!({}), ("invalid_value", place)).await;
    }
}

#[tokio::test]
async fn a_body_that_is_no_json_object_says_at_which_byte() {
    let sandbox = Sandbox::new().await;
    for (body, offset) in [
        ("x", 0),
        ("{\n\n\n\"a\": x}", 9),
        ("{\"a\": 1", 7),
        ("[]", 0),
        ("{\"a\": 1} z", 9),
        ("{\"id\":\"q\",\"id\":\"q2\"}", 19),
    ] {
        let reply = raw(&sandbox, "POST", "/worlds", "application/json", body.as_bytes()).await;
        assert_eq!(reply.status, 400, "{body}");
        assert_eq!(reply.json()["code"], "bad_json", "{body}");
        assert_eq!(reply.json()["offset"], offset, "{body}: {}", reply.text());
    }
    assert_eq!(done(&sandbox, "GET", "/worlds?limit=0", &json!({})).await["total"], 2);
}

#[tokio::test]
async fn forms_are_another_media_type() {
    let sandbox = Sandbox::new().await;
    let kind = "Multipart/Form-Data; boundary=x";
    let reply = raw(&sandbox, "POST", "/worlds", kind, b"{}").await;
    assert_eq!((reply.status.as_u16(), &reply.json()["code"]), (415, &json!("media_type")));
    let kind = "application/x-www-form-urlencoded";
    assert_eq!(raw(&sandbox, "POST", "/worlds", kind, b"{}").await.status, 201);
}

#[tokio::test]
async fn a_body_has_at_most_one_mebibyte() {
    let sandbox = Sandbox::new().await;
    let body = |length: usize| format!("{{{}}}", " ".repeat(length - 2)).into_bytes();
    for length in [(1 << 20) + 1, 3 << 20] {
        let reply = raw(&sandbox, "POST", "/worlds", "application/json", &body(length)).await;
        assert_eq!((reply.status.as_u16(), &reply.json()["code"]), (413, &json!("body_too_large")));
        assert_eq!(reply.headers["connection"], "close");
    }
    let reply = raw(&sandbox, "POST", "/worlds", "application/json", &body(1 << 20)).await;
    assert_eq!(reply.status, 201);
}

#[tokio::test]
async fn a_path_that_is_no_text_or_leads_nowhere_gets_a_problem() {
    let sandbox = Sandbox::new().await;
    for path in ["/worlds/%ff", "/worlds/test/ops/%80", "/nowhere", "/nowhere?zz=1", "/catalog/x"] {
        let reply = sandbox.control("POST", path, &json!({})).await;
        let reply = match reply.status.as_u16() {
            405 => sandbox.control("GET", path, &json!({})).await,
            _ => reply,
        };
        assert_eq!((reply.status.as_u16(), &reply.json()["code"]), (404, &json!("not_found")));
        assert_eq!(reply.headers["content-type"], "application/problem+json", "{path}");
    }
    let reply = sandbox.control("PATCH", "/worlds/test", &json!({})).await;
    assert_eq!((reply.status.as_u16(), &reply.json()["code"]), (405, &json!("method")));
}

#[tokio::test]
async fn places_are_json_pointers() {
    let sandbox = Sandbox::new().await;
    let rules = "/worlds/test/rules";
    for (method, path, body, code, place) in [
        ("PUT", "/worlds/test/deviations", json!({"active": [1]}), "invalid_value", "/active/0"),
        (
            "PUT",
            "/worlds/test/deviations",
            json!({"active": ["D-PG-AUTH-01", "D-X"]}),
            "deviation_unknown",
            "/active/1",
        ),
        ("POST", "/worlds", json!({"deviations": ["D-X"]}), "deviation_unknown", "/deviations/0"),
        ("POST", "/worlds", json!({"rules": {"a/b~": 5}}), "rule_unknown", "/rules/a~1b~0"),
        ("PATCH", rules, json!({"pin.min_digit": 5}), "rule_unknown", "/pin.min_digit"),
        ("POST", "/worlds", json!({"readings": {"X": "y"}}), "reading_unknown", "/readings/X"),
        ("POST", "/worlds", json!({"id": "test"}), "world_exists", "/id"),
        ("POST", "/worlds", json!({"clock": {"mode": "x"}}), "invalid_value", "/clock/mode"),
        ("POST", "/worlds", json!({"setup": [{"op": "x", "z": 1}]}), "unknown_field", "/setup/0/z"),
    ] {
        refused(&sandbox, method, path, &body, (code, place)).await;
    }
}

#[tokio::test]
async fn a_reference_that_leads_nowhere_names_the_nearest() {
    let sandbox = Sandbox::new().await;
    for (op, input, near) in [
        ("authorize", json!({"card": "carla/9", "amount": "1.00"}), "carla/1"),
        ("satisfy", json!({"card_user": "quin"}), "quinn"),
        ("decide-application", json!({"application": "carl", "status": "approved"}), "carla"),
        ("make-organization", json!({"partner": "acne", "name": "x"}), "acme"),
    ] {
        let reply = sandbox.op(op, &input).await;
        assert_eq!(reply.json()["code"], "entity_unknown", "{}", reply.text());
        assert_eq!(reply.json()["did_you_mean"][0], near, "{}", reply.text());
    }
}
