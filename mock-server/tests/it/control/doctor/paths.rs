//! Requests to unknown paths: they are logged, and the log names the nearest path.

use axum::{body::Body, http::Request};
use serde_json::json;

use super::{causes, diagnosis};
use crate::{control::done, envelope::Project, support::Sandbox};

async fn send(sandbox: &Sandbox, method: &str, path: &str) -> crate::support::Reply {
    let request = Request::builder().method(method).uri(path).header("x-secret", "hunter2-x");
    sandbox.send(request.body(Body::from("{}")).unwrap()).await
}

#[tokio::test]
async fn a_wrong_path_is_noted_and_told_the_nearest_door() {
    let sandbox = Sandbox::new().await;
    const PARTNER: &str = "/partner/cards/graphql";
    for (n, (method, path, door, certainty)) in [
        ("POST", "/partner/cards/graphql/", PARTNER, "proved"),
        ("POST", "/partner/cards/graphql//", PARTNER, "proved"),
        ("POST", "//partner/cards/graphql", PARTNER, "proved"),
        ("POST", "/partner/cards/GraphQL", PARTNER, "proved"),
        ("POST", "/cards/graphql", PARTNER, "proved"),
        ("POST", "/partner/cards/grapql", PARTNER, "likely"),
        ("GET", "/partner/cards/graphq?query=x", PARTNER, "likely"),
        ("POST", "/partner/cards", PARTNER, "possible"),
        ("POST", "/cards/topup", "/api/v1/cards/topup", "proved"),
        ("POST", "/api/v2/users/get", "/api/v1/users/get", "likely"),
        ("GET", "/sandbox", "/_sandbox", "likely"),
        ("PATCH", "/", "/graphql", "possible"),
    ]
    .into_iter()
    .enumerate()
    {
        let reply = send(&sandbox, method, path).await;
        assert_eq!((reply.status.as_u16(), reply.text()), (404, String::new()), "{path}");
        assert_eq!(reply.headers["sandbox-request"], "/_sandbox/unrouted");
        let found = diagnosis(&sandbox, &reply).await;
        assert_eq!(causes(&found), ["path-near"], "{path}: {found}");
        assert_eq!(found[0]["evidence"]["nearest"], door, "{found}");
        assert_eq!(found[0]["certainty"], certainty, "{path}: {found}");
        assert!(found[0]["fix"].is_string());
        let list = done(&sandbox, "GET", "/unrouted?limit=1", &json!({})).await;
        let entry = &list["items"][0];
        assert_eq!(list["total"], n + 1);
        let brief = json!([entry["surface"], entry["method"], entry["status"], entry["outcome"]]);
        assert_eq!(brief, json!([null, method, 404, "refused"]));
        assert!(!entry.to_string().contains("hunter2"), "{entry}");
    }
    let found = done(&sandbox, "GET", "/unrouted?cause=path-near", &json!({})).await;
    assert_eq!(found["total"], 12);
}

#[tokio::test]
async fn a_wrong_path_below_a_surface_and_a_wrong_method_are_told_too() {
    let sandbox = Sandbox::new().await;
    let main = Project::named(&sandbox, "main").await;
    let token = sandbox.signed_token();
    for (method, path, cause, shown) in [
        ("POST", "/api/v1/user/get", "path-near", json!("/api/v1/users/get")),
        ("POST", "/api/v1/cards/topup/", "path-near", json!("/api/v1/cards/topup")),
        ("POST", "/api/v1", "path-near", json!("/api/v1/users/get")),
        ("GET", "/api/v1/users/get", "method-other", json!("POST")),
        ("PURGE", "/api/v1/users/get", "method-other", json!("POST")),
        ("PUT", "/partner/cards/graphql", "method-other", json!("POST")),
    ] {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("api-key", &main.key)
            .header("x-agio-api-key", &token);
        let reply = sandbox.send(request.body(Body::from("{}")).unwrap()).await;
        assert!(reply.status == 404 || reply.status == 405, "{path}: {}", reply.status);
        let found = diagnosis(&sandbox, &reply).await;
        assert_eq!(causes(&found), [cause], "{method} {path}: {found}");
        let evidence = &found[0]["evidence"];
        let near = evidence["nearest"].as_str().or(evidence["wanted"].as_str()).unwrap();
        if path != "/api/v1" {
            assert_eq!(json!(near), shown, "{found}");
        }
    }
}
