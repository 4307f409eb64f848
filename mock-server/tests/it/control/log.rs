//! The request log (SB 9): its content, its search, and the data that it hides.

mod redaction;

use axum::{body::Body, http::Request};
use conformance::drivers::partner::sign;
use futures::future::join_all;
use serde_json::{Value, json};

use super::{done, refused};
use crate::{
    envelope::Project,
    support::{Reply, START_MS, Sandbox},
};

const READ: &str = "{ AgioCard_card_company { id } }";
const FREEZE: &str = "mutation { freezeCard(cardId: 1) { success status error } }";

async fn log(sandbox: &Sandbox, query: &str) -> Value {
    done(sandbox, "GET", &format!("/worlds/test/requests?{query}"), &json!({})).await
}

async fn entry(sandbox: &Sandbox, n: u64) -> Value {
    done(sandbox, "GET", &format!("/worlds/test/requests/{n}"), &json!({})).await
}

fn numbers(list: &Value) -> Vec<u64> {
    list["items"].as_array().unwrap().iter().map(|item| item["n"].as_u64().unwrap()).collect()
}

impl Sandbox {
    /// Sends a document signed with a wrong digest.
    async fn ask_wrongly(&mut self, document: &str) -> Reply {
        let body = json!({"query": document}).to_string();
        let mut request = self.signed(0, body.as_bytes());
        request.headers_mut().insert("x-agio-signature", "0".repeat(64).parse().unwrap());
        self.send(request).await
    }
}

#[tokio::test]
async fn every_request_is_there_in_order_refused_ones_too() {
    let mut sandbox = Sandbox::new().await;
    sandbox.ask(FREEZE, &json!({})).await;
    sandbox.ask_wrongly(READ).await;
    sandbox.ask("{ AgioCard_card { id ", &json!({})).await;
    let reply = sandbox.ask(FREEZE, &json!({})).await;
    assert_eq!(reply.json()["data"]["freezeCard"]["success"], false);
    assert_eq!(reply.headers["sandbox-request"], "/_sandbox/worlds/test/requests/4");
    sandbox.ask("{ nothing }", &json!({})).await;

    let list = log(&sandbox, "order=asc").await;
    assert_eq!(numbers(&list), [1, 2, 3, 4, 5]);
    assert_eq!((&list["total"], &list["dropped"]), (&json!(5), &json!(0)));
    let members = ["status", "outcome", "operation", "by", "error", "code"];
    let brief = |item: &Value| Value::from_iter(members.map(|name| item[name].clone()));
    let brief: Vec<_> = list["items"].as_array().unwrap().iter().map(brief).collect();
    let by = "acme/primary";
    assert_eq!(
        json!(brief),
        json!([
            [200, "ok", "freezeCard", by, null, null],
            [401, "refused", "AgioCard_card_company", by, "Invalid signature", null],
            [
                400,
                "invalid",
                null,
                by,
                "Syntax Error: Expected Name, found <EOF>.",
                "GRAPHQL_PARSE_FAILED"
            ],
            [
                200,
                "business_failure",
                "freezeCard",
                by,
                "Cannot freeze a card with status locked",
                null
            ],
            [
                400,
                "invalid",
                "nothing",
                by,
                "Cannot query field \"nothing\" on type \"Query\".",
                "GRAPHQL_VALIDATION_FAILED"
            ],
        ])
    );
    let world = done(&sandbox, "GET", "/worlds/test", &json!({})).await;
    assert_eq!(world["requests"], 5);
    assert_eq!(world["links"]["requests"], "/_sandbox/worlds/test/requests");
}

#[tokio::test]
async fn an_entry_tells_what_was_sent_answered_and_done() {
    let mut sandbox = Sandbox::new().await;
    sandbox.ask(FREEZE, &json!({})).await;
    let mut entry = entry(&sandbox, 1).await;
    for name in ["real_at", "duration_us"] {
        assert!(!entry[name].is_null(), "{entry}");
        entry[name] = json!("varies");
    }
    let headers = &mut entry["request"]["headers"];
    let (key, signature) = (headers["x-agio-api-key"].take(), headers["x-agio-signature"].take());
    assert!(key.as_str().unwrap().starts_with("[token ****"), "{key}");
    assert_eq!(signature.as_str().unwrap().chars().count(), 11, "{signature}");
    entry["request"]["sha256"].take();
    assert_eq!(
        entry,
        json!({
            "n": 1, "at": "2030-01-01T00:00:00.000000Z", "real_at": "varies", "surface": "PG",
            "operation": "freezeCard", "operations": ["freezeCard"],
            "reasons": [{"operation": "freezeCard", "reason": "ok"}], "by": "acme/primary",
            "method": "POST", "path": "/partner/cards/graphql", "status": 200, "outcome": "ok",
            "code": null, "error": null, "duration_us": "varies",
            "request": {
                "headers": {"content-type": "application/json", "x-agio-api-key": null,
                            "x-agio-timestamp": (START_MS + 1).to_string(),
                            "x-agio-signature": null},
                "bytes": 86, "sha256": null, "body": {"query": FREEZE, "variables": {}},
            },
            "answer": {"bytes": 71, "body": {"data": {"freezeCard": {
                "success": true, "status": "locked", "error": null}}}},
            "entities": ["card:1"], "effects": [], "events": ["e-15"], "fault": null,
            "journal": [1], "diagnosis_state": "none", "diagnosis": [],
        })
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_at_the_same_time_are_there_once_each() {
    let mut sandbox = Sandbox::new().await;
    let requests: Vec<_> = (0..200)
        .map(|n| {
            let body = json!({"query": format!("{{ a{n}: AgioCard_card_company {{ id }} }}")});
            let mut request = sandbox.signed(n % 2, body.to_string().as_bytes());
            if n % 5 == 0 {
                request.headers_mut().insert("x-agio-signature", "bad".parse().unwrap());
            }
            request
        })
        .collect();
    let sandbox = std::sync::Arc::new(sandbox);
    let sent = requests.into_iter().map(|request| {
        let sandbox = sandbox.clone();
        tokio::spawn(async move { sandbox.send(request).await })
    });
    let replies: Vec<Reply> = join_all(sent).await.into_iter().map(Result::unwrap).collect();
    let list = log(&sandbox, "order=asc&limit=1000").await;
    assert_eq!(numbers(&list), (1..=200).collect::<Vec<_>>());
    for (n, reply) in replies.iter().enumerate() {
        let place = reply.headers["sandbox-request"].to_str().unwrap();
        let number: usize = place.rsplit('/').next().unwrap().parse().unwrap();
        let item = &list["items"][number - 1];
        let query = item["request"]["body"]["query"].as_str().unwrap();
        assert_eq!(query, format!("{{ a{n}: AgioCard_card_company {{ id }} }}"));
        assert_eq!(item["status"], reply.status.as_u16());
    }
    assert_eq!(log(&sandbox, "outcome=refused").await["total"], 40);
    assert_eq!(log(&sandbox, "by=globex/primary").await["total"], 100);
}

#[tokio::test]
async fn sb_log_05_requests_of_no_world_are_apart() {
    let sandbox = Sandbox::new().await;
    let stranger = |path: &str| Request::post(path).header("content-type", "application/json");
    let token = "00000000-0000-4000-8000-00000000dead";
    let request = stranger("/partner/cards/graphql").header("x-agio-api-key", token);
    let body = json!({"query": READ}).to_string();
    let reply = sandbox.send(request.body(Body::from(body.clone())).unwrap()).await;
    assert_eq!(reply.headers["sandbox-request"], "/_sandbox/unrouted");
    sandbox.send(stranger("/api/v1/users/get").body(Body::from("{}")).unwrap()).await;
    let named = stranger("/partner/cards/graphql").header("sandbox-world", "test");
    sandbox.send(named.body(Body::from(body.clone())).unwrap()).await;
    let unknown = stranger("/partner/cards/graphql").header("sandbox-world", "nowhere");
    sandbox.send(unknown.body(Body::from(body)).unwrap()).await;

    let unrouted = done(&sandbox, "GET", "/unrouted?order=asc", &json!({})).await;
    let brief = |item: &Value| json!([item["n"], item["surface"], item["by"], item["outcome"]]);
    let brief: Vec<_> = unrouted["items"].as_array().unwrap().iter().map(brief).collect();
    assert_eq!(
        json!(brief),
        json!([[1, "PG", null, "refused"], [2, "ER", null, "refused"], [3, "PG", null, "refused"]])
    );
    assert_eq!(unrouted["items"][0]["request"]["headers"]["x-agio-api-key"], "[token ****dead]");
    for at in 0..2 {
        assert!(unrouted["items"][at]["diagnosis"][0]["cause"].is_string(), "{unrouted}");
    }
    let default = done(&sandbox, "GET", "/worlds/default/requests", &json!({})).await;
    assert_eq!(default["total"], 0);
    assert_eq!(log(&sandbox, "").await["total"], 1);
}

#[tokio::test]
async fn the_log_is_searched() {
    let mut sandbox = Sandbox::new().await;
    sandbox.ask(FREEZE, &json!({})).await;
    sandbox.ask(FREEZE, &json!({})).await;
    sandbox.ask_wrongly(READ).await;
    sandbox.advance(10).await;
    sandbox.ask("{ AgioCard_card_by_pk(id: 2) { status } AgioCard_card { id } }", &json!({})).await;
    let mut main = Project::named(&sandbox, "main").await;
    main.post(&sandbox, "/cards/get", &json!({"card_id": "none"}), None).await;
    for (query, expected) in [
        ("", vec![5, 4, 3, 2, 1]),
        ("order=asc&limit=2", vec![1, 2]),
        ("order=asc&limit=2&after=2", vec![3, 4]),
        ("limit=2&after=4", vec![3, 2]),
        ("limit=0", vec![]),
        ("surface=ER", vec![5]),
        ("operation=AgioCard_card", vec![4]),
        ("operation=/cards/get", vec![5]),
        ("by=main", vec![5]),
        ("status=401", vec![3]),
        ("status=4xx", vec![5, 3]),
        ("outcome=business_failure", vec![5, 2]),
        ("code=card_not_found", vec![5]),
        ("entity=card:1", vec![2, 1]),
        ("entity=card:none", vec![5]),
        ("since=2030-01-01T00:00:10Z", vec![5, 4]),
        ("until=2030-01-01T00:00:09Z", vec![3, 2, 1]),
        ("text=Invalid%20signature", vec![3]),
        ("fault=true", vec![]),
        ("operation=freezeCard&outcome=ok", vec![1]),
        ("cause=pg-ts-seconds", vec![]),
    ] {
        assert_eq!(numbers(&log(&sandbox, query).await), expected, "{query}");
    }
    assert_eq!(log(&sandbox, "order=asc&limit=2").await["next"], "2");
    assert_eq!(log(&sandbox, "limit=2&after=2").await["next"], json!(null));
    let path = "/worlds/test/requests";
    for (query, code, place) in [
        ("zz=1", "unknown_field", "?zz"),
        ("order=up", "invalid_value", "?order"),
        ("outcome=good", "invalid_value", "?outcome"),
        ("surface=XX", "invalid_value", "?surface"),
        ("status=x", "invalid_value", "?status"),
        ("since=yesterday", "invalid_value", "?since"),
        ("fault=1", "invalid_value", "?fault"),
        ("after=x", "invalid_value", "?after"),
        ("limit=1001", "invalid_value", "?limit"),
    ] {
        let path = format!("{path}?{query}");
        refused(&sandbox, "GET", &path, &json!({}), (code, place)).await;
    }
    for n in ["0", "6", "x", "-1"] {
        let path = format!("{path}/{n}");
        refused(&sandbox, "GET", &path, &json!({}), ("item_unknown", "none")).await;
    }
    assert_eq!(sandbox.control("DELETE", path, &json!({})).await.status, 204);
    assert_eq!(log(&sandbox, "").await["total"], 0);
    sandbox.ask(READ, &json!({})).await;
    assert_eq!(numbers(&log(&sandbox, "").await), [6]);
    done(&sandbox, "POST", "/worlds/test/reset", &json!({})).await;
    assert_eq!(log(&sandbox, "").await["total"], 0);
}

#[tokio::test]
async fn faults_and_requests_point_at_each_other() {
    let mut sandbox = Sandbox::new().await;
    let fault = json!({"match": {"operation": "freezeCard"}, "when": {"next": 2},
                       "then": {"drop": "after"}});
    done(&sandbox, "POST", "/worlds/test/faults", &fault).await;
    let error = json!({"when": {"next": 1}, "then": {"error": "hasura-503"}});
    done(&sandbox, "POST", "/worlds/test/faults", &error).await;
    let body = json!({"query": FREEZE}).to_string();
    for _ in 0..2 {
        let request = sandbox.signed(0, body.as_bytes());
        let response = tower::ServiceExt::oneshot(sandbox.router.clone(), request).await.unwrap();
        assert!(http_body_util::BodyExt::collect(response.into_body()).await.is_err());
    }
    sandbox.ask(READ, &json!({})).await;
    sandbox.ask(READ, &json!({})).await;
    let faults = done(&sandbox, "GET", "/worlds/test/faults", &json!({})).await;
    let place = |n| format!("/_sandbox/worlds/test/requests/{n}");
    assert_eq!(faults["items"][0]["fired_on"], json!([place(1), place(2)]));
    assert_eq!(faults["items"][1]["fired_on"], json!([place(3)]));
    let list = log(&sandbox, "fault=true&order=asc").await;
    assert_eq!(numbers(&list), [1, 2, 3]);
    let brief = |item: &Value| json!([item["outcome"], item["fault"], item["status"]]);
    let brief: Vec<_> = list["items"].as_array().unwrap().iter().map(brief).collect();
    assert_eq!(
        json!(brief),
        json!([["fault", "f-1", 200], ["fault", "f-1", 200], ["fault", "f-2", 503]])
    );
}

#[tokio::test]
async fn a_signer_of_another_partner_is_named_by_the_key() {
    let mut sandbox = Sandbox::new().await;
    let body = json!({"query": READ}).to_string();
    let mut request = sandbox.signed(1, body.as_bytes());
    let digest = sign::hex("another secret", "1", body.as_bytes());
    request.headers_mut().insert("x-agio-signature", digest.parse().unwrap());
    sandbox.send(request).await;
    assert_eq!(entry(&sandbox, 1).await["by"], "globex/primary");
}
