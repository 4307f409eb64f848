//! Faults that can never act, and filters that can never match, are refused (SB 0, 8, 9).

use serde_json::{Value, json};

use super::{done, refused};
use crate::support::Sandbox;

#[tokio::test]
async fn a_fault_that_can_never_act_is_refused_with_what_is_near() {
    let sandbox = Sandbox::new().await;
    for (about, then, place, near) in [
        (
            json!({"operation": "frezeCard"}),
            json!({"drop": "after"}),
            "/match/operation",
            "freezeCard",
        ),
        (
            json!({"surface": "ER", "operation": "freezeCard"}),
            json!({"drop": "after"}),
            "/match/operation",
            "",
        ),
        (
            json!({"operation": "cards/topup"}),
            json!({"drop": "after"}),
            "/match/operation",
            "/cards/topup",
        ),
        (json!({"operation": "thaw*"}), json!({"drop": "after"}), "/match/operation", ""),
        (json!({"operation": "explorer"}), json!({"drop": "after"}), "/match/operation", ""),
        (
            json!({"operation": "freezeCard"}),
            json!({"error": "hasura-503"}),
            "/match/operation",
            "",
        ),
        (
            json!({"surface": "ER", "operation": "/cards/get"}),
            json!({"error": "provider-error"}),
            "/match/operation",
            "/cards/txs",
        ),
        (json!({"entity": "card"}), json!({"drop": "after"}), "/match/entity", ""),
        (json!({"entity": "card:"}), json!({"drop": "after"}), "/match/entity", ""),
        (json!({"entity": "crad:1"}), json!({"drop": "after"}), "/match/entity", "card"),
        (
            json!({"surface": "PG", "entity": "order:1"}),
            json!({"drop": "after"}),
            "/match/entity",
            "",
        ),
        (json!({"by": "acme"}), json!({"drop": "after"}), "/match/by", ""),
        (json!({"by": "acme/primry"}), json!({"drop": "after"}), "/match/by", "acme/primary"),
        (json!({"surface": "ER", "by": "acme/primary"}), json!({"drop": "after"}), "/match/by", ""),
        (json!({"surface": "SB"}), json!({"drop": "after"}), "/match/surface", ""),
    ] {
        let order = json!({"match": about, "then": then});
        let reply = sandbox.control("POST", "/worlds/test/faults", &order).await;
        let problem = reply.json();
        assert_eq!((reply.status.as_u16(), &problem["pointer"]), (422, &json!(place)), "{order}");
        if !near.is_empty() {
            assert_eq!(problem["did_you_mean"][0], near, "{problem}");
        }
    }
    for about in [
        json!({"operation": "freezeCard", "entity": "card:999", "by": "globex/primary"}),
        json!({"operation": "AgioCard_*", "by": "acme/*"}),
        json!({"operation": "introspection"}),
        json!({"surface": "ER", "operation": "/cards/*", "entity": "card:*", "by": "main"}),
        json!({}),
    ] {
        done(
            &sandbox,
            "POST",
            "/worlds/test/faults",
            &json!({"match": about, "then": {"delay": "1ms"}}),
        )
        .await;
    }
}

#[tokio::test]
async fn a_filter_that_nothing_can_fit_is_refused() {
    let sandbox = Sandbox::new().await;
    for (path, place) in [
        ("requests?cause=zzz", "?cause"),
        ("requests?status=9xx", "?status"),
        ("requests?status=0xx", "?status"),
        ("requests?status=600", "?status"),
        ("requests?status=99", "?status"),
        ("requests?operation=frezeCard", "?operation"),
        ("requests?surface=ER&operation=freezeCard", "?operation"),
        ("requests?by=acme", "?by"),
        ("requests?entity=card", "?entity"),
        ("requests?entity=crad:1", "?entity"),
        ("requests?since=2030-01-02T00:00:00Z&until=2030-01-01T00:00:00Z", "?until"),
        ("events?type=CARD_FROZEN", "?type"),
        ("events?entity=1", "?entity"),
        ("rules?prefix=zzz", "?prefix"),
    ] {
        let path = format!("/worlds/test/{path}");
        refused(&sandbox, "GET", &path, &Value::Null, ("invalid_value", place)).await;
    }
    refused(&sandbox, "GET", "/unrouted?cause=zzz", &Value::Null, ("invalid_value", "?cause"))
        .await;
    let reply = sandbox.control("GET", "/worlds/test/requests?cause=pg-ts-secnds", &Value::Null);
    assert_eq!(reply.await.json()["did_you_mean"][0], "pg-ts-seconds");
}

#[tokio::test]
async fn a_trailing_star_works_in_every_filter() {
    let mut sandbox = Sandbox::new().await;
    let freeze = "mutation { freezeCard(cardId: 1) { success } }";
    sandbox.ask(freeze, &Value::Null).await;
    for filter in [
        "operation=freeze*",
        "operation=*",
        "by=acme/*",
        "entity=card:*",
        "entity=card*",
        "entity=card:1",
    ] {
        let path = format!("/worlds/test/requests?{filter}");
        let listed = done(&sandbox, "GET", &path, &Value::Null).await;
        assert_eq!(listed["total"], 1, "{filter}");
    }
    for filter in
        ["operation=unfreeze*", "by=globex/*", "entity=session:*", "cause=pg-*", "code=X*"]
    {
        let path = format!("/worlds/test/requests?{filter}");
        let listed = done(&sandbox, "GET", &path, &Value::Null).await;
        assert_eq!(listed["total"], 0, "{filter}");
    }
    for filter in ["type=CARD_STATUS*", "entity=card:*&type=CARD_STATUS_CHANGED"] {
        let path = format!("/worlds/test/events?{filter}");
        let listed = done(&sandbox, "GET", &path, &Value::Null).await;
        assert!(listed["total"].as_u64().unwrap() > 0, "{filter}");
    }
}
