//! The signature doctor (SB-DOC): each wrong client gets a diagnosis of its own mistake, and the
//! answer on the wire reveals nothing of it.

mod compositions;
mod documents;
mod envelopes;
mod heads;
mod openers;
mod paths;
mod pins;
mod signers;

use axum::http::HeaderMap;
use serde_json::{Value, json};

use super::done;
use crate::support::{Reply, Sandbox};

#[tokio::test]
async fn the_catalogue_has_every_mistake_with_its_cure() {
    let sandbox = Sandbox::new().await;
    let all = done(&sandbox, "GET", "/catalog/causes?limit=1000", &json!({})).await;
    let items = all["items"].as_array().unwrap();
    let names: std::collections::BTreeSet<_> =
        items.iter().map(|item| (item["surface"].to_string(), item["cause"].to_string())).collect();
    assert_eq!(names.len(), items.len());
    let corpus = signers::SIGNERS.iter().map(|(cause, _)| *cause);
    for cause in corpus.chain(openers::OPENERS.iter().map(|(cause, _)| *cause)) {
        let item = items.iter().find(|item| item["cause"] == cause);
        assert!(item.is_some_and(|item| item["fix"].is_string()), "{cause}");
    }
}

/// Diagnosis of the request that got this answer.
async fn diagnosis(sandbox: &Sandbox, reply: &Reply) -> Value {
    let place = reply.headers["sandbox-request"].to_str().unwrap();
    let path = place.strip_prefix("/_sandbox").unwrap();
    let mut entry = match path {
        "/unrouted" => {
            done(sandbox, "GET", "/unrouted?limit=1", &json!({})).await["items"][0].take()
        }
        path => done(sandbox, "GET", path, &json!({})).await,
    };
    assert_eq!(entry["diagnosis_state"], "done", "{entry:#}");
    entry["diagnosis"].take()
}

/// Causes of a diagnosis, in order.
fn causes(diagnosis: &Value) -> Vec<&str> {
    let all = diagnosis.as_array().unwrap().iter();
    all.map(|one| one["cause"].as_str().unwrap()).collect()
}

/// Answer as a client sees it, without its date and the link to its explanation.
fn seen(reply: &Reply) -> (u16, String, HeaderMap) {
    let mut headers = reply.headers.clone();
    headers.remove("date");
    headers.remove("sandbox-request");
    (reply.status.as_u16(), reply.text(), headers)
}
