//! Malformed envelopes: each one of the contract gets exactly its answer (ER 13).

use axum::{body::Body, http::Request};
use mock_server::crypto::sealed::Reader;
use serde_json::{Value, json};

use crate::support::{Reply, START, Sandbox};

fn rows() -> Vec<Value> {
    let lines = include_str!("corpus.jsonl").lines();
    lines.map(|line| serde_json::from_str(line).unwrap()).collect()
}

async fn send(sandbox: &Sandbox, row: &Value) -> Reply {
    let path = row["path"].as_str().unwrap_or("/api/v1/users/get");
    let mut request = Request::post(path);
    let usual = json!({"API-KEY": "sandbox-main-key", "Content-Type": "application/json"});
    for (name, value) in row["headers"].as_object().unwrap_or(usual.as_object().unwrap()) {
        request = request.header(name, value.as_str().unwrap());
    }
    let body = row["body"].as_str().unwrap();
    sandbox.send(request.body(Body::from(body.to_owned())).unwrap()).await
}

#[tokio::test]
async fn every_row_of_the_corpus_gets_exactly_its_answer() {
    let rows = rows();
    assert_eq!(rows.len(), 85);
    let sandbox = Sandbox::new().await;
    let clock = json!({"mode": "frozen", "at": START});
    for row in &rows {
        sandbox.control("POST", "/worlds/default/reset", &json!({})).await;
        let definition = json!({"seed": "default", "idle": "never", "clock": clock});
        let made = sandbox.control("PUT", "/worlds/default", &definition).await;
        assert!(made.status.is_success(), "{}", made.text());
        for before in row["before"].as_array().unwrap_or(&Vec::new()) {
            send(&sandbox, rows.iter().find(|row| row["row"] == *before).unwrap()).await;
        }
        let reply = send(&sandbox, row).await;
        let name = row["row"].as_str().unwrap();
        assert_eq!(reply.status.as_u16(), row["status"].as_u64().unwrap() as u16, "{name}");
        assert_eq!(reply.headers["content-type"], "application/json");
        if let Some(error) = row["error"].as_str() {
            assert_eq!(reply.text(), json!({ "error": error }).to_string(), "{name}");
            continue;
        }
        let key = row["headers"]["API-KEY"].as_str().unwrap_or("sandbox-main-key");
        let reader = Reader { strict: true, versions: &[2] };
        let sealed = reply.json()["encrypted"].as_str().unwrap().to_owned();
        let plain = reader.open(&key.replace("-key", "-secret"), &sealed).unwrap();
        let body: Value = serde_json::from_slice(&plain).unwrap();
        assert_eq!(body["success"] == true, row["ok"] == true, "{name}: {body}");
        if let Some(slug) = row["slug"].as_str() {
            assert_eq!(body["error_slug"], slug, "{name}");
        }
    }
}

#[tokio::test]
async fn paths_methods_and_sizes_come_before_the_key() {
    let sandbox = Sandbox::new().await;
    let send = async |method: &str, path: &str, body: String| {
        let request = Request::builder().method(method).uri(path).body(Body::from(body)).unwrap();
        let reply = sandbox.send(request).await;
        (reply.status.as_u16(), reply.text(), reply.headers.get("allow").cloned())
    };
    for path in ["/api/v1", "/api/v1/", "/api/v1/users", "/api/v1/users/get/", "/api/v1/Users/get"]
    {
        let (status, text, _) = send("GET", path, String::new()).await;
        assert_eq!((status, text.as_str()), (404, r#"{"error":"Not found"}"#), "{path}");
    }
    for method in ["GET", "PUT", "DELETE", "PATCH"] {
        let (status, text, allow) = send(method, "/api/v1/users/get", String::new()).await;
        assert_eq!((status, text.as_str()), (405, r#"{"error":"Method not allowed"}"#));
        assert_eq!(allow.unwrap(), "POST");
    }
    let (status, text, _) = send("POST", "/api/v1/users/get", "x".repeat(1_048_577)).await;
    assert_eq!((status, text.as_str()), (413, r#"{"error":"Payload Too Large"}"#));
    let (status, ..) = send("POST", "/api/v1/users/get", "x".repeat(1_048_576)).await;
    assert_eq!(status, 404, "the key comes next");
}
