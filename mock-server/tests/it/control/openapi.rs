//! Everything that follows from the declarations of the routes: the document, the router and the
//! refusal of unknown members (SB 2.1, 16).

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{done, refused};
use crate::support::Sandbox;

async fn document(sandbox: &Sandbox) -> Value {
    done(sandbox, "GET", "/openapi.json", &json!({})).await
}

/// Every path and method of the document.
fn operations(document: &Value) -> Vec<(String, String, Value)> {
    let paths = document["paths"].as_object().unwrap().iter();
    let all = paths.flat_map(|(path, item)| {
        let item = item.as_object().unwrap().iter();
        item.map(|(method, one)| (path.clone(), method.to_uppercase(), one.clone()))
    });
    all.collect()
}

/// A path below `/_sandbox` that leads somewhere.
fn below(path: &str) -> String {
    let path = path.strip_prefix("/_sandbox").unwrap();
    [("world", "test"), ("name", "ops"), ("surface", "ER"), ("fault", "f-1"), ("n", "1")]
        .into_iter()
        .chain([
            ("op", "authorize"),
            ("type", "card"),
            ("card_user", "nora"),
            (
                "id",
                match path {
                    _ if path.contains("receivers") => "h-1",
                    _ if path.contains("entities") => "1",
                    _ => "d-1",
                },
            ),
        ])
        .fold(path.to_owned(), |path, (name, value)| path.replace(&format!("{{{name}}}"), value))
}

#[tokio::test]
async fn the_document_names_what_it_refers_to() {
    let sandbox = Sandbox::new().await;
    let document = document(&sandbox).await;
    assert_eq!(document["openapi"], "3.1.0");
    let mut ids = BTreeSet::new();
    for (path, method, operation) in operations(&document) {
        assert!(operation["summary"].as_str().unwrap().ends_with('.'), "{method} {path}");
        assert!(ids.insert(operation["operationId"].as_str().unwrap().to_owned()), "{path}");
        let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
        let in_path = parameters.iter().filter(|one| one["in"] == "path").count();
        assert_eq!(in_path, path.matches('{').count(), "{method} {path}");
        assert!(operation["responses"]["default"].is_object(), "{method} {path}");
    }
    let text = document.to_string();
    let references = text.split("\"$ref\":\"#").skip(1).map(|rest| rest.split('"').next().unwrap());
    let dangling: BTreeSet<_> =
        references.filter(|reference| document.pointer(reference).is_none()).collect();
    assert!(dangling.is_empty(), "{dangling:?}");
}

#[tokio::test]
async fn what_is_documented_is_routed_and_nothing_else_is() {
    let sandbox = Sandbox::new().await;
    let document = document(&sandbox).await;
    for (path, item) in document["paths"].as_object().unwrap() {
        let documented: BTreeSet<_> =
            item.as_object().unwrap().keys().map(|method| method.to_uppercase()).collect();
        let reply = sandbox.control("OPTIONS", &below(path), &json!({})).await;
        assert_eq!(reply.status, 405, "{path}");
        let allowed = reply.headers["allow"].to_str().unwrap().split(',');
        let allowed = allowed.map(|method| method.trim().to_owned());
        let allowed: BTreeSet<_> = allowed.filter(|method| method != "HEAD").collect();
        assert_eq!(allowed, documented, "{path}");
    }
}

/// Routes of the contract (SB 25), below `/_sandbox`, with their methods.
const ROUTES: &str = "
/ GET
/health GET
/ready GET
/version GET
/openapi.json GET
/metrics GET
/catalog/{} GET
/whoami POST
/doctor POST
/import POST
/unrouted GET
/worlds GET POST DELETE
/worlds/{} GET PUT DELETE
/worlds/{}/reset POST
/worlds/{}/credentials GET
/worlds/{}/env GET
/worlds/{}/clock GET PUT
/worlds/{}/clock/advance POST
/worlds/{}/timers GET
/worlds/{}/ops/{} POST
/worlds/{}/explain/card-users/{} GET
/worlds/{}/rules GET PATCH DELETE
/worlds/{}/readings GET PATCH DELETE
/worlds/{}/deviations GET PUT
/worlds/{}/faults GET POST DELETE
/worlds/{}/faults/{} GET DELETE
/worlds/{}/requests GET DELETE
/worlds/{}/requests/{} GET
/worlds/{}/stream GET
/worlds/{}/client-report GET
/worlds/{}/events GET
/worlds/{}/receivers GET POST
/worlds/{}/receivers/{} GET PATCH DELETE
/worlds/{}/receivers/{}/pause POST
/worlds/{}/receivers/{}/resume POST
/worlds/{}/receivers/{}/release POST
/worlds/{}/receivers/{}/probe POST
/worlds/{}/deliveries GET
/worlds/{}/deliveries/{} GET
/worlds/{}/deliveries/{}/resend POST
/worlds/{}/entities GET
/worlds/{}/entities/{}/{} GET
/worlds/{}/entities/{}/{}/timeline GET
/worlds/{}/journal GET
/worlds/{}/journal/verify POST
/worlds/{}/snapshots GET POST
/worlds/{}/snapshots/{} DELETE
/worlds/{}/snapshots/{}/restore POST
/worlds/{}/fork POST
/worlds/{}/diff GET
";

#[tokio::test]
async fn sb_srv_07_no_route_of_the_contract_is_missing() {
    let sandbox = Sandbox::new().await;
    let unnamed = |path: &str| {
        let parts = path.strip_prefix("/_sandbox").unwrap().split('/');
        let part =
            |part: &str| if part.starts_with('{') { "{}".to_owned() } else { part.to_owned() };
        parts.map(part).collect::<Vec<_>>().join("/").trim_end_matches('/').to_owned()
    };
    let all = operations(&document(&sandbox).await);
    let documented: BTreeSet<_> =
        all.iter().map(|(path, method, _)| (unnamed(path), method.clone())).collect();
    for line in ROUTES.lines().filter(|line| !line.is_empty()) {
        let mut words = line.split(' ');
        let path = words.next().unwrap();
        for method in words {
            let one = (path.trim_end_matches('/').to_owned(), method.to_owned());
            assert!(documented.contains(&one), "{method} {path}");
        }
    }
}

#[tokio::test]
async fn sb_srv_04_what_no_declaration_names_is_refused() {
    let sandbox = Sandbox::new().await;
    let before = super::records(&sandbox).await;
    for (path, method, operation) in operations(&document(&sandbox).await) {
        let below = below(&path);
        let asked = format!("{below}?nonsense=1");
        refused(&sandbox, &method, &asked, &json!({}), ("unknown_field", "?nonsense")).await;
        let is_json = operation["requestBody"]["content"]["application/x-ndjson"].is_null();
        if method == "GET" || !is_json {
            continue;
        }
        // Keys of rules and ids of ambiguities are refused as such.
        let code = match () {
            () if method == "PATCH" && path.ends_with("/rules") => "rule_unknown",
            () if method == "PATCH" && path.ends_with("/readings") => "reading_unknown",
            () => "unknown_field",
        };
        // What must be given is asked for first.
        let query = operation["parameters"].as_array().into_iter().flatten();
        let must = query.clone().any(|one| one["in"] == "query" && one["required"] == true);
        let asked = if must { format!("{below}?label=a:b") } else { below };
        let body = json!({"nonsense": "1"});
        refused(&sandbox, &method, &asked, &body, (code, "/nonsense")).await;
    }
    assert_eq!(super::records(&sandbox).await, before);
}

/// The body with which an operation succeeds; an empty one where it needs none.
fn body(method: &str, path: &str) -> Value {
    let path = path.trim_start_matches("/_sandbox").trim_start_matches("/worlds/{world}");
    match (method, path) {
        ("POST", "/worlds") => json!({"id": "another", "labels": {"a": "b"}}),
        ("POST", "/whoami") => json!({"api_token": "ac3e0000-0000-4000-8000-000000000001"}),
        ("POST", "/doctor") => {
            json!({"request": {"method": "POST", "path": "/partner/cards/graphql"}})
        }
        ("PUT", "/clock") => json!({"mode": "frozen"}),
        ("POST", "/clock/advance") => json!({"by": "1s"}),
        ("PATCH", "/rules") => json!({"pin.min_digits": 6}),
        ("PATCH", "/readings") => json!({"AMB-AG-02": "bearer"}),
        ("POST", "/receivers/{id}/probe") => json!({"kind": "bad-signature"}),
        ("POST", "/receivers/{id}/recover") => json!({"since": crate::support::START}),
        ("POST", "/receivers/{id}/release") => json!({"order": []}),
        ("POST", "/snapshots") => json!({"name": "another"}),
        ("POST", "/explain") => json!({"surface": "PG", "operation": "freezeCard",
                                       "as": "acme/primary", "input": {"cardId": 1}}),
        ("POST", "/fork") => json!({"id": "forked"}),
        ("PUT", "/deviations") => json!({"active": []}),
        ("POST", "/faults") => json!({"then": {"drop": "after"}}),
        ("POST", "/receivers") => json!({"surface": "MC", "url": "sink"}),
        ("POST", "/ops/{op}") => json!({"card": "carla/1", "amount": "1.00"}),
        _ => json!({}),
    }
}

/// The operations, those last that take away what others need.
fn in_order(document: &Value) -> Vec<(String, String, Value)> {
    let mut all = operations(document);
    all.sort_by_key(|(path, method, _)| {
        let depth = path.matches('/').count();
        let is_new = method == "PUT" && path.ends_with("/{world}");
        (method == "DELETE" || is_new || path.ends_with("/reset"), std::cmp::Reverse(depth))
    });
    all
}

#[tokio::test]
async fn sb_srv_07_answers_are_as_the_document_says() {
    let mut sandbox = Sandbox::new().await;
    let fault = json!({"match": {"operation": "freezeCard"}, "then": {"drop": "after"}});
    done(&sandbox, "POST", "/worlds/test/faults", &fault).await;
    let receiver = json!({"surface": "ER", "url": "sink"});
    done(&sandbox, "POST", "/worlds/test/receivers", &receiver).await;
    done(&sandbox, "POST", "/worlds/test/snapshots", &json!({"name": "ops"})).await;
    sandbox.ask("{ AgioCard_card { id } }", &json!({})).await;
    sandbox.op("authorize", &json!({"card": "ext-ada/1", "amount": "1.00"})).await;
    let journal = sandbox.control("GET", "/worlds/test/journal", &json!({})).await.text();
    let document = document(&sandbox).await;
    let (mut looked_at, mut failed) = (0, Vec::new());
    for (path, method, operation) in in_order(&document) {
        if path.ends_with("/stream") {
            continue;
        }
        let query = operation["parameters"].as_array().into_iter().flatten();
        let must = query.clone().any(|one| one["in"] == "query" && one["required"] == true);
        let query = match path.rsplit('/').next() {
            Some("export") => "?as=har",
            Some("diff") => "?with=ops",
            Some(_) | None if must => "?label=a:b",
            Some(_) | None => "",
        };
        let asked = format!("{}{query}", below(&path));
        let reply = match path.ends_with("/import") {
            true => {
                super::raw(&sandbox, "POST", "/import?id=c", "text/plain", journal.as_bytes()).await
            }
            false => sandbox.control(&method, &asked, &body(&method, &path)).await,
        };
        let status = reply.status.as_u16().to_string();
        let responses = &operation["responses"];
        let response =
            if status.starts_with('2') { &responses[&status] } else { &responses["default"] };
        assert!(response.is_object(), "{method} {path} {status}: {}", reply.text());
        if !status.starts_with('2') {
            failed.push(format!("{method} {path} {}", reply.text()));
        }
        let Some(kind) = reply.headers.get("content-type") else {
            assert!(response.get("content").is_none(), "{method} {path} {status}");
            continue;
        };
        let kind = kind.to_str().unwrap().split(';').next().unwrap();
        let content = &response["content"][kind];
        assert!(content.is_object(), "{method} {path} {status} {kind}: {response}");
        if kind == "application/json" || kind == "application/problem+json" {
            let mut schema = content["schema"].clone();
            schema["components"] = document["components"].clone();
            let validator = jsonschema::validator_for(&schema).unwrap();
            assert!(validator.is_valid(&reply.json()), "{method} {path}: {}", reply.text());
            looked_at += 1;
        }
    }
    assert!(looked_at > 40, "{looked_at}");
    // Files of pages are in the build or not.
    failed.retain(|one| !one.contains("/explorer/") && !one.contains("/pages/"));
    assert!(failed.is_empty(), "{failed:#?}");
}

#[tokio::test]
async fn an_empty_filter_is_refused() {
    let sandbox = Sandbox::new().await;
    for (path, place) in [
        ("/worlds?label=", "?label"),
        ("/worlds?label=a:", "?label"),
        ("/worlds/test/requests?code=", "?code"),
        ("/worlds/test/requests?text=", "?text"),
        ("/worlds/test/events?type=", "?type"),
    ] {
        refused(&sandbox, "GET", path, &Value::Null, ("invalid_value", place)).await;
    }
}

#[tokio::test]
async fn an_increment_is_refused_at_the_member_that_was_given() {
    let sandbox = Sandbox::new().await;
    let held = sandbox.op("authorize", &json!({"card": "carla/1", "amount": "5.00"})).await;
    let transaction = held.json()["result"]["transaction"].clone();
    let path = "/worlds/test/ops/increment";
    for (member, amount) in [("by", "0.00"), ("to", "1.00"), ("to", "5.00")] {
        let input = json!({"transaction": transaction, member: amount});
        let place = format!("/{member}");
        refused(&sandbox, "POST", path, &input, ("invalid_value", &place)).await;
    }
}
