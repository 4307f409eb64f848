//! The OpenAPI document of the surface, and the surface compared with it.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex},
};

use axum::http::StatusCode;
use jsonschema::Validator;
use mock_server::surfaces::envelope;
use serde_json::{Value, json};

use super::{Opened, Project, story::kyc};
use crate::support::Sandbox;

/// JSON Schema validator for the schema at a pointer of the document; made once for many answers.
fn judge(pointer: &str) -> Arc<Validator> {
    static MADE: Mutex<BTreeMap<String, Arc<Validator>>> = Mutex::new(BTreeMap::new());
    let make = || {
        let mut schema = envelope::document().clone();
        assert!(schema.pointer(pointer).is_some(), "the document says nothing at {pointer}");
        schema["$ref"] = json!(format!("#{pointer}"));
        Arc::new(jsonschema::draft202012::new(&schema).unwrap())
    };
    let found = MADE.lock().unwrap().get(pointer).cloned();
    found.unwrap_or_else(|| {
        let made = make();
        MADE.lock().unwrap().insert(pointer.to_owned(), made.clone());
        made
    })
}

/// Pointer to the body of a request or answer in the document.
fn at(path: &str, place: &str) -> String {
    let path = format!("/api/v1{path}").replace('/', "~1");
    let mut at = format!("/paths/{path}/post/{place}");
    if let Some(elsewhere) = envelope::document().pointer(&format!("{at}/$ref")) {
        at = elsewhere.as_str().unwrap().trim_start_matches('#').to_owned();
    }
    format!("{at}/content/application~1json/schema")
}

fn faults(validator: &Validator, body: &Value) -> String {
    validator
        .iter_errors(body)
        .map(|error| format!("{error} at {}\n", error.instance_path()))
        .collect()
}

/// Checks that the document knows an answer. Every answer of these tests is checked so.
pub(super) fn check(path: &str, opened: &Opened) {
    let validator = judge(&at(path, &format!("responses/{}", opened.status.as_u16())));
    let faults = faults(&validator, &opened.body);
    assert!(faults.is_empty(), "{path} {}: {}\n{faults}", opened.status, opened.body);
}

fn paths() -> BTreeSet<String> {
    let paths = envelope::document()["paths"].as_object().unwrap();
    paths.keys().map(|path| path.strip_prefix("/api/v1").unwrap().to_owned()).collect()
}

/// A request for each operation that needs nothing but the standard fixture.
fn requests(card: &str) -> [(&'static str, Value); 19] {
    let ada = json!({"external_user_id": "ext-ada"});
    let card = |more: Value| {
        let mut fields = json!({"card_id": card, "external_user_id": "ext-ada"});
        fields.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        fields
    };
    [
        ("/users/create", json!({"external_user_id": "ext-123"})),
        ("/users/get", json!({"user_id": "ext-ada", "external_user_id": "ext-ada"})),
        ("/cards/products", json!({})),
        (
            "/cardholders/create",
            json!({"external_user_id": "ext-123", "subprovider_code": "alpha",
                   "kyc_data": kyc("Lee")}),
        ),
        ("/cardholders/get", ada),
        (
            "/cards/create",
            json!({"external_user_id": "ext-ada", "product_code": "VUSD-STD",
                   "initial_topup_amount": "50.00", "label": "Travel"}),
        ),
        ("/cards/get", card(json!({}))),
        ("/cards/details", card(json!({}))),
        ("/cards/balance", card(json!({}))),
        ("/cards/txs", card(json!({"slug": "topup", "limit": 10, "skip": 0}))),
        ("/cards/topup", card(json!({"amount": "100.00", "currency": "USD"}))),
        ("/cards/freeze", card(json!({}))),
        ("/cards/unfreeze", card(json!({}))),
        ("/orders/check", json!({"order_id": "of the last order"})),
        ("/project/wallet/trc20", json!({})),
        ("/project/balance", json!({})),
        ("/wh/subscribe", json!({"url": "http://127.0.0.1:9/hook"})),
        ("/wh/unsubscribe", json!({"subscription_id": "of the last subscription"})),
        ("/wh/subscriptions", json!({})),
    ]
}

async fn card_of_ada(sandbox: &Sandbox, main: &mut Project) -> String {
    let order = json!({"external_user_id": "ext-ada", "product_code": "VUSD-STD"});
    let made = main.post(sandbox, "/cards/create", &order, Some("first")).await;
    made.text("/card_id").to_owned()
}

#[test]
fn the_document() {
    let document = serde_json::to_string_pretty(envelope::document()).unwrap();
    insta::assert_snapshot!(document);
}

#[tokio::test]
async fn the_control_plane_shows_it() {
    let sandbox = Sandbox::new().await;
    let shown = sandbox.control("GET", "/openapi/ER", &Value::Null).await;
    assert_eq!(shown.status, StatusCode::OK);
    assert_eq!(shown.json(), *envelope::document());
    let other = sandbox.control("GET", "/openapi/XX", &Value::Null).await;
    assert_eq!(other.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn every_operation_is_there_and_answers_as_it_says() {
    let sandbox = Sandbox::new().await;
    let mut main = Project::named(&sandbox, "main").await;
    let card = card_of_ada(&sandbox, &mut main).await;
    let (mut reached, mut last) = (BTreeSet::new(), json!({}));
    for (path, mut fields) in requests(&card) {
        for name in ["order_id", "subscription_id"] {
            if fields[name].is_string() {
                fields[name] = last[name].clone();
            }
        }
        let mut payload = fields.clone();
        payload["request_timestamp"] = json!(1);
        let wrong = faults(&judge(&at(path, "requestBody")), &payload);
        assert!(wrong.is_empty(), "{path}: {payload}\n{wrong}");
        let opened = main.post(&sandbox, path, &fields, Some(path)).await;
        assert_eq!(opened.status, StatusCode::OK, "{path}: {}", opened.body);
        last = opened.body;
        reached.insert(path.to_owned());
    }
    assert_eq!(reached, paths());
}

/// Members of a schema of the document: all, and the required ones.
fn members(schema: &Value) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut all, mut required) = (BTreeSet::new(), BTreeSet::new());
    if let Some(name) = schema["$ref"].as_str() {
        return members(envelope::document().pointer(name.trim_start_matches('#')).unwrap());
    }
    all.extend(
        schema["properties"].as_object().into_iter().flatten().map(|(name, _)| name.clone()),
    );
    let names = schema["required"].as_array().into_iter().flatten();
    required.extend(names.map(|name| name.as_str().unwrap().to_owned()));
    for part in schema["allOf"].as_array().into_iter().flatten() {
        let (more, needed) = members(part);
        all.extend(more);
        required.extend(needed);
    }
    (all, required)
}

#[tokio::test]
async fn operations_read_the_fields_that_it_names_and_need_those_that_it_requires() {
    let sandbox = Sandbox::new().await;
    let mut main = Project::named(&sandbox, "main").await;
    let card = card_of_ada(&sandbox, &mut main).await;
    for (path, fields) in requests(&card) {
        let (mut all, required) =
            members(envelope::document().pointer(&at(path, "requestBody")).unwrap());
        assert!(all.remove("request_timestamp"));
        for name in &all {
            let mut wrong = fields.clone();
            wrong[name] = json!([]);
            let opened = main.post(&sandbox, path, &wrong, Some("wrong")).await;
            assert_eq!(opened.status, StatusCode::BAD_REQUEST, "{path} reads no {name}");
            let said = opened.text("/error").contains(name.as_str());
            assert!(said || opened.slug() == "invalid_amount", "{path} {name}: {}", opened.body);
            let mut less = fields.clone();
            less.as_object_mut().unwrap().remove(name);
            if required.contains(name) {
                let opened = main.post(&sandbox, path, &less, Some("less")).await;
                assert_eq!(opened.status, StatusCode::BAD_REQUEST, "{path} does not need {name}");
            }
        }
        let known: BTreeSet<_> = fields.as_object().unwrap().keys().cloned().collect();
        assert!(known.is_subset(&all), "{path}: {known:?} are more than {all:?}");
    }
}
