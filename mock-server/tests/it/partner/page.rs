//! The page at the endpoint, and the HTTP methods that are refused.

use axum::{body::Body, http::Request};

use crate::support::{Reply, Sandbox};

async fn request(method: &str, accept: Option<&str>, query: &str) -> Reply {
    let path = format!("/partner/cards/graphql{query}");
    let mut request = Request::builder().method(method).uri(path);
    if let Some(accept) = accept {
        request = request.header("accept", accept);
    }
    Sandbox::new().await.send(request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn browsers_get_a_page_with_the_schema() {
    let accept = "application/xhtml+xml, text/html;q=0.9, */*;q=0.8";
    let reply = request("GET", Some(accept), "").await;
    assert_eq!(reply.status, 200);
    assert_eq!(reply.headers["content-type"], "text/html; charset=utf-8");
    let page = reply.text();
    for shown in ["type Mutation {", "freezeCard(", "AgioCard_vw_card("] {
        assert!(page.contains(shown), "{shown}");
    }
    assert!(!page.contains("://"), "the page loads from elsewhere");
    let policy = reply.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.starts_with("default-src 'none'; script-src 'self';"), "{policy}");
    // A build without npm says what is missing, and leads to what there is.
    let is_bundled = page.contains("/explorer/explorer.js");
    assert_ne!(is_bundled, page.contains("npm --prefix mock-server/browser ci"));
    assert_ne!(is_bundled, page.contains("/_sandbox/console"));
    let script = file("explorer.js").await;
    assert_eq!(script.status == 200, is_bundled, "{}", script.status);
}

async fn file(name: &str) -> Reply {
    let path = format!("/partner/cards/graphql/explorer/{name}");
    Sandbox::new().await.send(Request::get(path).body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn the_page_has_its_own_files_alone() {
    for name in ["page.html", "index.html", ".gitignore", "%2e%2e%2fbuild.mjs"] {
        assert_eq!(file(name).await.status, 404, "{name}");
    }
}

#[tokio::test]
async fn other_requests_are_told_what_to_send() {
    for (method, accept, query) in [
        ("GET", None, ""),
        ("GET", Some("*/*"), ""),
        ("GET", Some("application/json"), "?query={__typename}"),
        ("PUT", Some("text/html"), ""),
        ("DELETE", None, ""),
        ("OPTIONS", None, ""),
        ("HEAD", None, ""),
    ] {
        let reply = request(method, accept, query).await;
        assert_eq!(reply.status, 405, "{method} {accept:?}");
        assert_eq!(reply.headers["allow"], "GET, POST", "{method}");
    }
}
