//! The OpenAPI document of the surface, and every answer of these tests compared with it.

use jsonschema::Validator;
use mock_server::surfaces::managed_cards;
use serde_json::json;

use crate::support::{Reply, Sandbox};

/// The path of the document that a path fits.
fn template(path: &str) -> Option<String> {
    let path = path.split('?').next().unwrap();
    let fits = |template: &&String| {
        let (one, two): (Vec<_>, Vec<_>) =
            (template.split('/').collect(), path.split('/').collect());
        one.len() == two.len() && one.iter().zip(two).all(|(a, b)| *a == b || *a == "{reference}")
    };
    let paths = managed_cards::document()["paths"].as_object().unwrap();
    paths.keys().find(|known| *known == path).or_else(|| paths.keys().find(fits)).cloned()
}

/// Checks that the document knows an answer.
pub(super) fn check(method: &str, path: &str, reply: &Reply) {
    let Some(template) = template(path) else { return };
    let method = method.replace("HEAD", "GET").to_lowercase();
    let document = managed_cards::document();
    let operation = &document["paths"][&template][&method];
    if operation.is_null() || reply.body.is_empty() {
        return;
    }
    let status = reply.status.as_u16().to_string();
    let schema = &operation["responses"][&status]["content"]["application/json"]["schema"];
    assert!(!schema.is_null(), "{method} {template}: {status} is not in the document");
    let mut root = document.clone();
    for (name, value) in schema.as_object().unwrap() {
        root[name] = value.clone();
    }
    let validator: Validator = jsonschema::draft202012::new(&root).unwrap();
    let faults: Vec<_> = validator.iter_errors(&reply.json()).map(|one| one.to_string()).collect();
    assert!(faults.is_empty(), "{method} {template} {status}: {}\n{faults:#?}", reply.text());
}

#[test]
fn the_document() {
    let text = serde_json::to_string_pretty(managed_cards::document()).unwrap();
    insta::assert_snapshot!(text);
}

#[tokio::test]
async fn it_is_served_beside_that_of_the_envelope_api() {
    let sandbox = Sandbox::new().await;
    for surface in ["ER", "MC"] {
        let shown = sandbox.control("GET", &format!("/openapi/{surface}"), &json!(null)).await;
        assert_eq!(shown.json()["openapi"], "3.1.0", "{surface}");
    }
    let shown = sandbox.control("GET", "/openapi/MC", &json!(null)).await.json();
    assert_eq!(shown["paths"].as_object().unwrap().len(), 25);
    assert!(!shown.to_string().contains("x-class"));
}
