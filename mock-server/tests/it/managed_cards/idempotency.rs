//! Idempotency keys and rate limits (MC 15).

use serde_json::json;

use super::user::CARDS;
use crate::support::Sandbox;

#[tokio::test]
async fn a_key_gives_the_first_answer_again_and_charges_once() {
    let mut sandbox = Sandbox::new().await;
    let user = sandbox.holder("amara").await;
    let card = user.card("prg_ke_usd_instant").await;
    let fund = format!("{card}fund/");
    let key = [("idempotency-key", "k-1")];
    let first =
        user.send("POST", &fund, &key, Some(r#"{"amount":"10.00","currency":"USD"}"#)).await;
    let again =
        user.send("POST", &fund, &key, Some(r#"{ "currency":"USD", "amount":"10.00"}"#)).await;
    assert_eq!((first.status.as_u16(), &first.body), (again.status.as_u16(), &again.body));
    assert_eq!(again.headers["idempotent-replayed"], "true");
    assert!(!first.headers.contains_key("idempotent-replayed"));
    assert_eq!(user.wallet("USD").await["available"], "4990.00");
    let other = user.send("POST", &fund, &key, Some(r#"{"amount":"11.00"}"#)).await;
    let body = r#"{"detail":"Idempotency-Key was used with another body.","code":"idempotency_key_conflict"}"#;
    assert_eq!((other.status.as_u16(), other.text().as_str()), (409, body));
    // Another path and another user have keys of their own.
    let withdrawn =
        user.send("POST", &format!("{card}withdraw/"), &key, Some(r#"{"amount":"1.00"}"#)).await;
    assert_eq!(withdrawn.status, 201);
    let program = r#"{"program":"prg_ke_usd_instant"}"#;
    let made = user.send("POST", CARDS, &key, Some(program)).await.json();
    let theirs =
        sandbox.holder("baraka").await.send("POST", CARDS, &key, Some(program)).await.json();
    assert_ne!(made["reference"], theirs["reference"]);
    let card = card.clone();
    sandbox.advance(86_400).await;
    let user = sandbox.holder("amara").await;
    let later =
        user.send("POST", &format!("{card}fund/"), &key, Some(r#"{"amount":"11.00"}"#)).await;
    assert_eq!(later.status, 201, "the key is free after a day");
}

#[tokio::test]
async fn a_refusal_leaves_the_key_free_and_a_decline_does_not() {
    let sandbox = Sandbox::new().await;
    let user = sandbox.holder("amara").await;
    let card = user.card("prg_ke_usd_instant").await;
    let fund = format!("{card}fund/");
    let key = [("idempotency-key", "\"quoted\"")];
    assert_eq!(user.send("POST", &fund, &key, Some(r#"{"amount":"0.50"}"#)).await.status, 422);
    assert_eq!(user.send("POST", &fund, &key, Some(r#"{"amount":"1.50"}"#)).await.status, 201);
    let ask = format!("{card}authorize/");
    let declined = user.send("POST", &ask, &key, Some(r#"{"amount":"9.00"}"#)).await;
    assert_eq!(
        (declined.status.as_u16(), &declined.json()["decline_reason"]),
        (201, &json!("insufficient_funds"))
    );
    let again = user.send("POST", &ask, &key, Some(r#"{"amount":"9.00"}"#)).await;
    assert_eq!(again.body, declined.body);
    for wrong in ["", "a b", "é", &"x".repeat(256)] {
        let reply = user.send("POST", &fund, &[("idempotency-key", wrong)], Some("{}")).await;
        let body = r#"{"detail":"Idempotency-Key must be 1 to 255 visible ASCII characters.","code":"invalid_idempotency_key"}"#;
        assert_eq!((reply.status.as_u16(), reply.text().as_str()), (400, body), "{wrong}");
    }
}

#[tokio::test]
async fn a_lost_answer_is_given_again() {
    let sandbox = Sandbox::new().await;
    let user = sandbox.holder("amara").await;
    let card = user.card("prg_ke_usd_instant").await;
    let order = json!({"match": {"surface": "MC", "operation": "cards.fund"}, "when": {"nth": 1}, "then": {"drop": "after"}});
    let path = format!("/worlds/{}/faults", sandbox.world);
    assert_eq!(sandbox.control("POST", &path, &order).await.status, 201);
    let key = [("idempotency-key", "k")];
    let bearer = format!("Bearer {}", user.access);
    let headers = [key[0], ("authorization", bearer.as_str())];
    let body = r#"{"amount":"10.00"}"#;
    let request = super::user::request("POST", &format!("{card}fund/"), &headers, Some(body));
    let lost = tower::ServiceExt::oneshot(sandbox.router.clone(), request).await.unwrap();
    assert!(http_body_util::BodyExt::collect(lost.into_body()).await.is_err());
    let again = user.send("POST", &format!("{card}fund/"), &key, Some(body)).await;
    assert_eq!(
        (again.status.as_u16(), &again.headers["idempotent-replayed"]),
        (201, &"true".parse().unwrap())
    );
    assert_eq!(user.wallet("USD").await["available"], "4990.00");
}

#[tokio::test]
async fn calls_beyond_the_limit_wait_for_the_next_window() {
    let mut sandbox = Sandbox::with(json!({"rules": {"mc.rate.limit": 3}})).await;
    let path = "/cards/api/v1/programs/";
    let user = sandbox.holder("amara").await;
    let access = user.access.clone();
    for left in ["2", "1", "0"] {
        let reply = user.get(path).await;
        let header = |name: &str| reply.headers[name].to_str().unwrap().to_owned();
        assert_eq!(
            [header("ratelimit-limit"), header("ratelimit-remaining"), header("ratelimit-reset")],
            ["3", left, "60"]
        );
    }
    assert_eq!(sandbox.holder("baraka").await.get(path).await.status, 200);
    sandbox.advance(43).await;
    let ask = || {
        super::user::request("GET", path, &[("authorization", &format!("Bearer {access}"))], None)
    };
    let reply = sandbox.send(ask()).await;
    let body = r#"{"detail":"Request was throttled. Expected available in 17 seconds.","code":"throttled"}"#;
    assert_eq!((reply.status.as_u16(), reply.text().as_str()), (429, body));
    assert_eq!(
        (&reply.headers["retry-after"], &reply.headers["ratelimit-reset"]),
        (&"17".parse().unwrap(), &"17".parse().unwrap())
    );
    sandbox.advance(16).await;
    assert!(sandbox.send(ask()).await.text().contains("in 1 second."));
    sandbox.advance(1).await;
    assert_eq!(sandbox.send(ask()).await.status, 200);
}
