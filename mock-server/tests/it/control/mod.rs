//! The control plane (SB): its refusals, and that a refused request changes nothing.

mod amounts;
mod command_line;
mod doctor;
mod events;
mod explain;
mod explained;
mod extremes;
mod forks;
mod journal;
mod judged;
mod log;
mod making;
mod managed;
mod metrics;
mod names;
mod office;
mod op_schemas;
mod openapi;
mod ops;
mod pages;
mod requests;
mod setup;
mod snapshots;
mod stream;
mod takebacks;
mod timelines;
mod waiting;
mod worlds;

use axum::{body::Body, http::Request};
use serde_json::{Value, json};

use crate::support::{Reply, Sandbox};

/// Sends a request with these bytes.
async fn raw(sandbox: &Sandbox, method: &str, path: &str, kind: &str, body: &[u8]) -> Reply {
    let request = Request::builder()
        .method(method)
        .uri(format!("/_sandbox{path}"))
        .header("content-type", kind)
        .body(Body::from(body.to_vec()))
        .unwrap();
    sandbox.send(request).await
}

/// Sends a request that must be refused with this code at this place.
async fn refused(
    sandbox: &Sandbox,
    method: &str,
    path: &str,
    body: &Value,
    expected: (&str, &str),
) {
    let reply = sandbox.control(method, path, body).await;
    let json = reply.json();
    let place = json["pointer"].as_str().unwrap_or("none");
    let code = json["code"].as_str().unwrap_or("none");
    assert_eq!((code, place), expected, "{method} {path} {body}: {}", reply.text());
    assert_eq!(reply.headers["content-type"], "application/problem+json");
    assert_eq!(json["status"], reply.status.as_u16());
}

/// Sends a request that must succeed, and returns the answer.
async fn done(sandbox: &Sandbox, method: &str, path: &str, body: &Value) -> Value {
    let reply = sandbox.control(method, path, body).await;
    assert!(reply.status.is_success(), "{method} {path} {body}: {}", reply.text());
    reply.json()
}

/// Number of records in the journal of the test world.
async fn records(sandbox: &Sandbox) -> Value {
    done(sandbox, "GET", "/worlds/test", &json!({})).await["journal_records"].clone()
}
