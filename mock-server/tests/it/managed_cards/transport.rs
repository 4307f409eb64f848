//! Transport, order of checks, errors (MC 4, 17).

use serde_json::{Value, json};

use super::user::{CARDS, request};
use crate::support::Sandbox;

#[tokio::test]
async fn paths_end_in_a_slash_and_methods_are_told() {
    let sandbox = Sandbox::new().await;
    let user = sandbox.holder("amara").await;
    let reply = user.get("/cards/api/v1/programs").await;
    assert_eq!(reply.text(), r#"{"detail":"Not found.","code":"not_found"}"#);
    for path in ["/cards/api/v1/", "/accounting/api/v1/wallets/x/y/", "/api/v1/token/else/"] {
        assert_eq!(user.get(path).await.status, 404, "{path}");
    }
    let reply = user.send("PUT", CARDS, &[], None).await;
    let body = r#"{"detail":"Method \"PUT\" not allowed.","code":"method_not_allowed"}"#;
    assert_eq!((reply.status.as_u16(), reply.text().as_str()), (405, body));
    assert_eq!(reply.headers["allow"], "POST, GET, HEAD");
    let head = user.send("HEAD", CARDS, &[], None).await;
    assert_eq!((head.status.as_u16(), head.body.len()), (200, 0));
}

#[tokio::test]
async fn a_missing_slash_is_read_as_the_world_says() {
    let sandbox = Sandbox::with(json!({"rules": {"mc.error.missing_slash": "redirect"}})).await;
    let user = sandbox.holder("amara").await;
    let reply = user.get("/cards/api/v1/programs?currency=USD").await;
    assert_eq!(
        (reply.status.as_u16(), &reply.headers["location"]),
        (308, &"/cards/api/v1/programs/?currency=USD".parse().unwrap())
    );
    let sandbox = Sandbox::with(json!({"rules": {"mc.error.missing_slash": "lenient"}})).await;
    let user = sandbox.holder("amara").await;
    assert_eq!(user.get("/cards/api/v1/programs").await.status, 200);
}

#[tokio::test]
async fn bodies_are_json_objects_of_a_size() {
    let sandbox = Sandbox::new().await;
    let user = sandbox.holder("amara").await;
    let send = async |content_type: &str, body: &str| {
        let reply = user.send("POST", CARDS, &[("content-type", content_type)], Some(body)).await;
        (reply.status.as_u16(), reply.text())
    };
    let json = "application/json";
    let (status, text) = send("text/plain", "{}").await;
    let body = r#"{"detail":"Unsupported media type \"text/plain\" in request.","code":"unsupported_media_type"}"#;
    assert_eq!((status, text.as_str()), (415, body));
    assert_eq!(send("application/json; charset=latin1", "{}").await.0, 415);
    assert_eq!(send("application/json; charset=UTF-8", "{}").await.0, 400);
    for wrong in ["[]", "{", "1", "\"x\"", "{\"a\":1}x"] {
        let (status, text) = send(json, wrong).await;
        let body = r#"{"detail":"The body is not a JSON object.","code":"parse_error"}"#;
        assert_eq!((status, text.as_str()), (400, body), "{wrong}");
    }
    let (status, text) = send(json, &" ".repeat(65_537)).await;
    let body = r#"{"detail":"The body is larger than 65536 bytes.","code":"payload_too_large"}"#;
    assert_eq!((status, text.as_str()), (413, body));
}

#[tokio::test]
async fn names_have_no_control_characters_and_evidence_may_have_lines() {
    let sandbox = Sandbox::new().await;
    let user = sandbox.holder("amara").await;
    let body = json!({"program": "prg_ke_usd_instant", "label": "a\nb"});
    let refused = user.post(CARDS, &body).await.json();
    assert_eq!(refused["errors"], json!({"label": ["Must have no control characters."]}));
    let card = user.card("prg_ke_usd_instant").await;
    user.done(&format!("{card}fund/"), &json!({"amount": "10.00"})).await;
    let authorization = user.authorize(&card, "5.00", "5814").await;
    user.done(&format!("{authorization}settle/"), &json!({})).await;
    let evidence = json!([{"type": "text", "value": "first\nsecond"}]);
    let body = json!({"authorization": authorization.rsplit('/').nth(1), "reason": "other",
                      "evidence": evidence});
    assert_eq!(user.done("/cards/api/v1/disputes/", &body).await["evidence"], evidence);
}

#[tokio::test]
async fn all_wrong_fields_are_told_and_nothing_is_done() {
    let sandbox = Sandbox::new().await;
    let user = sandbox.holder("amara").await;
    let card = user.card("prg_ke_usd_instant").await;
    let reply = user.post(&format!("{card}fund/"), &json!({"amount": "1.001", "colour": 1})).await;
    let body = r#"{"detail":"Invalid input.","code":"invalid_request","errors":{"amount":["Must be a decimal string with at most 2 decimals."],"colour":["Unknown field."]}}"#;
    assert_eq!((reply.status.as_u16(), reply.text().as_str()), (400, body));
    for wrong in [
        json!(5),
        json!("-5"),
        json!("5e1"),
        json!(" 5"),
        json!("05"),
        json!("5."),
        json!("0"),
        json!(null),
    ] {
        let refused = user.refused(&format!("{card}fund/"), &json!({ "amount": wrong })).await;
        assert_eq!(refused, (400, "invalid_request".to_owned()), "{wrong}");
    }
    assert_eq!(user.wallet("USD").await["available"], "5000.00");
    // The card is looked up before the fields, the fields before its status.
    let foreign = sandbox.holder("baraka").await;
    assert_eq!(
        foreign.refused(&format!("{card}fund/"), &json!({})).await,
        (404, "not_found".to_owned())
    );
    user.done(&format!("{card}freeze/"), &json!({})).await;
    assert_eq!(user.refused(&format!("{card}fund/"), &json!({})).await.0, 400);
    let reply = user.post(&format!("{card}fund/"), &json!({"amount": "5.00"})).await;
    let body = r#"{"detail":"Card is frozen.","code":"invalid_card_status","card_status":"frozen","allowed_actions":["withdraw","unfreeze","terminate"]}"#;
    assert_eq!((reply.status.as_u16(), reply.text().as_str()), (409, body));
}

#[tokio::test]
async fn refusals_have_what_their_codes_promise() {
    let sandbox = Sandbox::new().await;
    let poor = sandbox.holder("bola").await;
    let card = poor.card("prg_ke_usd_instant").await;
    let fund = |amount: &str| json!({ "amount": amount });
    let reply = poor.post(&format!("{card}fund/"), &fund("200.00")).await;
    let body = r#"{"detail":"The wallet does not have enough available funds.","code":"insufficient_wallet_funds","available":"0.00","currency":"USD"}"#;
    assert_eq!((reply.status.as_u16(), reply.text().as_str()), (402, body));
    let reply = poor.post(&format!("{card}fund/"), &fund("5000.01")).await;
    let body = r#"{"detail":"The amount is above the maximum.","code":"amount_above_maximum","limit":"5000.00","currency":"USD"}"#;
    assert_eq!((reply.status.as_u16(), reply.text().as_str()), (422, body));
    let reply =
        poor.post(&format!("{card}fund/"), &json!({"amount": "1", "currency": "KES"})).await;
    assert_eq!(
        reply.text(),
        r#"{"detail":"The currency does not match.","code":"currency_mismatch","expected":"USD"}"#
    );
    let failing = json!({"amount": "1.00", "sandbox": {"adapter": "failing"}});
    let rich = sandbox.holder("amara").await;
    let card = rich.card("prg_ke_usd_instant").await;
    assert_eq!(
        rich.refused(&format!("{card}fund/"), &failing).await,
        (502, "provider_error".to_owned())
    );
    let dalila = sandbox.holder("dalila").await;
    let program = json!({"program": "prg_ke_usd_instant"});
    assert_eq!(dalila.refused(CARDS, &program).await, (403, "verification_required".to_owned()));
    for program in ["prg_ke_usd_disabled", "prg_ke_usd_unrouted", "prg_ug_usd_instant", "x"] {
        let refused = rich.refused(CARDS, &json!({ "program": program })).await;
        assert_eq!(refused, (422, "program_not_available".to_owned()), "{program}");
    }
}

#[tokio::test]
async fn faults_by_name_have_their_exact_answers() {
    let sandbox = Sandbox::new().await;
    let user = sandbox.holder("amara").await;
    let catalogue = sandbox.control("GET", "/catalog/faults?limit=200", &json!(null)).await.json();
    for (name, status, retry) in
        [("rate-limited", 429, true), ("internal-error", 500, false), ("unavailable", 503, true)]
    {
        let order = json!({"match": {"surface": "MC", "operation": "programs.list"}, "then": {"error": name}});
        let path = format!("/worlds/{}/faults", sandbox.world);
        let ordered = sandbox.control("POST", &path, &order).await;
        assert_eq!(ordered.status, 201, "{}", ordered.text());
        let reply = user.get("/cards/api/v1/programs/").await;
        let all = catalogue["items"].as_array().unwrap();
        let is_it = |one: &&Value| one["surfaces"] == json!(["MC"]) && one["name"] == name;
        let answer = &all.iter().find(is_it).unwrap()["answer"];
        assert_eq!((&answer["status"], &answer["body"]), (&json!(status), &reply.json()));
        assert_eq!(reply.status.as_u16(), status);
        assert_eq!(reply.headers.contains_key("retry-after"), retry, "{name}");
    }
}

#[tokio::test]
async fn anonymous_calls_do_nothing() {
    let sandbox = Sandbox::new().await;
    for path in ["/cards/api/v1/programs/", CARDS, "/accounting/api/v1/wallets/"] {
        let reply = sandbox.send(request("GET", path, &[], None)).await;
        assert_eq!(reply.status, 401, "{path}");
        assert!(!reply.headers.contains_key("ratelimit-limit"));
    }
}
