//! Pages for browsers (SB 16): where they are, and what they are allowed to load.

use axum::{body::Body, http::Request};

use crate::support::{Reply, Sandbox};

async fn page(sandbox: &Sandbox, path: &str) -> Reply {
    let request = Request::get(path).header("accept", "text/html,*/*;q=0.8");
    sandbox.send(request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn browsers_are_shown_the_console_and_clients_the_links() {
    let sandbox = Sandbox::new().await;
    for path in ["/_sandbox", "/_sandbox/console"] {
        let reply = page(&sandbox, path).await;
        assert_eq!(reply.status, 200, "{path}");
        assert_eq!(reply.headers["content-type"], "text/html; charset=utf-8");
        let policy = reply.headers["content-security-policy"].to_str().unwrap();
        assert!(!policy.contains("unsafe") && policy.contains("script-src 'self'"), "{policy}");
        assert!(!reply.text().contains("://"), "{path} loads from elsewhere");
        // Every file that the page names is there.
        let page = reply.text();
        let files: Vec<_> = page.split('"').filter(|one| one.starts_with("/_sandbox/p")).collect();
        assert_eq!(files.len(), 2, "{files:?}");
        for file in files {
            assert_eq!(self::page(&sandbox, file).await.status, 200, "{file}");
        }
    }
    let links = sandbox.control("GET", "", &serde_json::json!({})).await.json();
    assert_eq!(links["links"]["console"], "/_sandbox/console");
    for explorer in links["links"]["explorers"].as_array().unwrap() {
        let reply = page(&sandbox, &format!("{}?world=test", explorer.as_str().unwrap())).await;
        assert_eq!(reply.status, 200, "{explorer}");
        assert!(reply.text().contains("type Mutation {"), "{explorer} has no schema");
    }
}

#[tokio::test]
async fn there_is_no_explorer_of_an_api_without_a_schema() {
    let sandbox = Sandbox::new().await;
    for surface in ["ER", "MC", "SB", "XX"] {
        let reply = page(&sandbox, &format!("/_sandbox/explorer/{surface}")).await;
        assert_eq!(reply.status, 404, "{surface}");
        assert_eq!(reply.json()["code"], "not_found");
    }
    assert_eq!(page(&sandbox, "/_sandbox/pages/nothing.js").await.status, 404);
}
