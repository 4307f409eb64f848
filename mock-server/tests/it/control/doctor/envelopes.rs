//! Diagnoses of encrypted envelopes: of each wrong client, and none where a client is right.

use axum::{body::Body, http::Request};
use mock_server::crypto::sealed;
use serde_json::{Value, json};

use super::{
    causes, diagnosis,
    openers::{NOW, OPENERS, Sent, given, payload},
};
use crate::{control::done, envelope::Project, support::Sandbox};

#[tokio::test]
async fn sb_doc_05_each_wrong_client_is_told_its_own_mistake() {
    let sandbox = Sandbox::new().await;
    let given = given(&sandbox).await;
    let mut wrong = Vec::new();
    for (at, (cause, opener)) in OPENERS.into_iter().enumerate() {
        let reply = sandbox.hand_in(opener(&given)).await;
        assert!(reply.status.is_client_error(), "{at} {cause}: {}", reply.text());
        let found = diagnosis(&sandbox, &reply).await;
        if causes(&found).first() != Some(&cause) || found[0]["certainty"] != "proved" {
            wrong.push(format!("{at} {cause}: {} {found}", reply.text()));
        }
        let text = found.to_string();
        let secrets = [&given.secret, &given.poor, &given.default];
        assert!(!secrets.iter().any(|secret| text.contains(secret.as_str())), "{text}");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let reply = sandbox.hand_in(given.inside(payload(NOW))).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
}

#[tokio::test]
async fn sb_doc_05_a_duplicate_names_its_first_use_and_gone_worlds_are_known() {
    let mut sandbox = Sandbox::new().await;
    let given = given(&sandbox).await;
    sandbox.hand_in(given.inside(payload(NOW + 7))).await;
    sandbox.advance(3).await;
    let again = sealed::seal(&given.secret, 2, &[1; 24], payload(NOW + 7).as_bytes());
    let reply = sandbox.hand_in(given.text(again)).await;
    let found = diagnosis(&sandbox, &reply).await;
    assert_eq!(causes(&found), ["er-duplicate"]);
    assert_eq!(found[0]["evidence"], json!({"first": 1, "seconds": 3.0}));

    let locked = Project::named(&sandbox, "locked").await;
    let reply = sandbox.hand_in(Sent { header: ("api-key", locked.key), ..given.body("{}") }).await;
    assert_eq!(causes(&diagnosis(&sandbox, &reply).await), ["er-no-access"]);
    let gone = done(&sandbox, "POST", "/worlds", &json!({"id": "short-lived"})).await;
    let key = gone["surfaces"]["ER"]["projects"][0]["api_key"].as_str().unwrap().to_owned();
    sandbox.control("DELETE", "/worlds/short-lived", &json!({})).await;
    let reply = sandbox.hand_in(Sent { header: ("api-key", key), ..given.body("{}") }).await;
    let found = diagnosis(&sandbox, &reply).await;
    assert_eq!(causes(&found), ["er-key-of-gone-world"]);
    assert_eq!(found[0]["evidence"]["world"], "short-lived");
    let reply = sandbox.send(Request::post("/api/v1/users/get").body(Body::empty()).unwrap()).await;
    assert_eq!(causes(&diagnosis(&sandbox, &reply).await), ["er-key-missing"]);
}

/// Accepted requests are never called wrong: numbers of any size are JSON, and 20 digits are an
/// integer.
#[tokio::test]
async fn what_is_valid_is_not_called_wrong() {
    let sandbox = Sandbox::new().await;
    let given = given(&sandbox).await;
    for (n, more) in [(1, "1e999"), (2, "-1e999"), (3, "[1E+400, 0.1e-999]")] {
        let inside = format!(
            "{{\"request_timestamp\":{},\"user_id\":\"ext-ada\",\"more\":{more}}}",
            NOW + n
        );
        let reply = sandbox.hand_in(given.inside(inside)).await;
        assert_eq!(reply.status, 200, "{more}: {}", reply.text());
    }
    let open = given.inside(payload(NOW + 9)).body.replace('{', "{\"x\": 1e999, ");
    let reply = sandbox.hand_in(given.body(open)).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
    for digits in [17, 20, 64, 65, 400] {
        let inside = format!("{{\"request_timestamp\": {}}}", "9".repeat(digits));
        let reply = sandbox.hand_in(given.inside(inside)).await;
        assert_eq!(reply.json()["error"], "Request timestamp outside allowed window");
        let found = diagnosis(&sandbox, &reply).await;
        assert_eq!(causes(&found), ["er-ts-skew"], "{found}");
        let says = found[0]["says"].as_str().unwrap();
        assert!(!says.contains("not") && !says.contains("no "), "{says}");
    }
}

/// An envelope that opens under no key is not called hex-encoded: hex digits are base64 too.
#[tokio::test]
async fn what_nothing_opens_is_not_proved() {
    let sandbox = Sandbox::new().await;
    let given = given(&sandbox).await;
    for text in ["ab".repeat(64), "A".repeat(88), "A_".repeat(44), "A A".repeat(30)] {
        let reply = sandbox.hand_in(given.text(text.clone())).await;
        assert_eq!(reply.status, 400);
        let found = diagnosis(&sandbox, &reply).await;
        let proved = |one: &Value| one["certainty"] == "proved";
        assert!(!found.as_array().unwrap().iter().any(proved), "{text}: {found}");
    }
}

#[tokio::test]
async fn an_amount_is_told_the_form_that_is_wanted() {
    let mut sandbox = Sandbox::new().await;
    let mut main = Project::named(&sandbox, "main").await;
    for (amount, cause, wanted) in [
        (json!(20), "er-amount-number", json!("20.00")),
        (json!(20.5), "er-amount-number", json!("20.50")),
        (json!("20,50"), "er-amount-form", json!("20.50")),
        (json!("$20"), "er-amount-form", json!("20.00")),
        (json!("1,000.00"), "er-amount-form", json!("1000.00")),
        (json!("-5.00"), "er-amount-form", json!("20.00")),
        (json!({"value": 20}), "er-amount-form", Value::Null),
        (json!("0"), "er-amount-zero", Value::Null),
    ] {
        let fields = json!({"card_id": "0".repeat(24), "amount": amount});
        let opened = main.post(&sandbox, "/cards/topup", &fields, Some("k")).await;
        assert_eq!(opened.slug(), "invalid_amount", "{amount}: {}", opened.body);
        let list = done(&sandbox, "GET", "/worlds/test/requests?limit=1", &json!({})).await;
        let found = &list["items"][0]["diagnosis"];
        assert_eq!(causes(found), [cause], "{amount}: {found}");
        assert_eq!(found[0]["certainty"], "proved");
        assert_eq!(found[0]["evidence"]["as_wanted"], wanted, "{found}");
        assert_eq!(list["items"][0]["diagnosis_state"], "done");
    }
    let fields = json!({"external_user_id": 7});
    let opened = main.post(&sandbox, "/users/create", &fields, None).await;
    assert_eq!(opened.slug(), "invalid_request", "{}", opened.body);
    let list = done(&sandbox, "GET", "/worlds/test/requests?limit=1", &json!({})).await;
    let found = &list["items"][0]["diagnosis"];
    assert_eq!(found[0]["evidence"], json!({"field": "external_user_id", "wanted": "a text"}));
    // A "no" that has nothing to do with how something is written has no diagnosis.
    main.post(&sandbox, "/users/get", &json!({"user_id": "nobody"}), None).await;
    let list = done(&sandbox, "GET", "/worlds/test/requests?limit=1", &json!({})).await;
    assert_eq!(list["items"][0]["diagnosis_state"], "none");
    sandbox.next_request();
}
