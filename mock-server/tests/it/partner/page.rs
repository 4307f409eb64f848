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
    for shown in ["type Mutation {", "freezeCard(", "AgioCard_vw_card(", "/_sandbox"] {
        assert!(page.contains(shown), "{shown}");
    }
    assert!(!page.contains("://"), "the page loads from elsewhere");
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
