//! Waiting for requests and deliveries (SB 9.1, 11).

use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::{Instant, timeout};

use super::{done, refused};
use crate::support::Sandbox;

const READ: &str = "{ AgioCard_card_company { id } }";

/// Asks for a list in the background.
fn waits(sandbox: &Sandbox, path: &str) -> tokio::task::JoinHandle<(u16, Value)> {
    let (router, path) = (sandbox.router.clone(), path.to_owned());
    tokio::spawn(async move {
        use tower::ServiceExt;
        let request = axum::http::Request::get(format!("/_sandbox/worlds/test{path}"));
        let request = request.body(axum::body::Body::empty()).unwrap();
        let response = router.oneshot(request).await.unwrap();
        let status = response.status().as_u16();
        let body = http_body_util::BodyExt::collect(response.into_body()).await.unwrap();
        (status, serde_json::from_slice(&body.to_bytes()).unwrap())
    })
}

/// Gives a wait time to begin.
async fn begun() {
    tokio::time::sleep(Duration::from_millis(50)).await;
}

async fn soon<T>(task: tokio::task::JoinHandle<T>) -> T {
    timeout(Duration::from_secs(5), task).await.expect("the wait goes on").unwrap()
}

#[tokio::test]
async fn a_wait_ends_with_the_request_that_makes_enough() {
    let mut sandbox = Sandbox::new().await;
    sandbox.ask(READ, &json!({})).await;
    let two = waits(&sandbox, "/requests?wait=30s&at_least=2&operation=AgioCard_card_company");
    let refused = waits(&sandbox, "/requests?wait=30s&outcome=refused");
    begun().await;
    sandbox.ask("mutation { freezeCard(cardId: 1) { success } }", &json!({})).await;
    begun().await;
    assert!(!two.is_finished() && !refused.is_finished());
    sandbox.ask(READ, &json!({})).await;
    let (status, page) = soon(two).await;
    assert_eq!((status, &page["enough"], &page["total"]), (200, &json!(true), &json!(2)));
    assert_eq!(page["items"][0]["n"], 3);
    let mut wrong = sandbox.signed(0, b"{}");
    wrong.headers_mut().insert("x-agio-signature", "0".parse().unwrap());
    sandbox.send(wrong).await;
    assert_eq!(soon(refused).await.1["items"][0]["n"], 4);
}

#[tokio::test]
async fn a_wait_ends_with_a_delivery_in_the_state_that_is_waited_for() {
    let mut sandbox = Sandbox::new().await;
    let receiver = json!({"surface": "AG", "url": "sink"});
    done(&sandbox, "POST", "/worlds/test/receivers", &receiver).await;
    let waiting = waits(&sandbox, "/deliveries?wait=30s&state=delivered");
    begun().await;
    let deposit = json!({"card": "jane/1", "asset": "USDC", "amount": "5.00", "confirm": "now"});
    done(&sandbox, "POST", "/worlds/test/ops/deposit", &deposit).await;
    sandbox.advance(1).await;
    let (_, page) = soon(waiting).await;
    assert_eq!((&page["enough"], &page["items"][0]["state"]), (&json!(true), &json!("delivered")));
}

#[tokio::test]
async fn a_wait_is_over_after_its_time() {
    let sandbox = Sandbox::new().await;
    for path in ["/requests", "/deliveries"] {
        let began = Instant::now();
        let page =
            done(&sandbox, "GET", &format!("/worlds/test{path}?wait=120ms"), &Value::Null).await;
        assert_eq!((&page["enough"], &page["total"]), (&json!(false), &json!(0)));
        assert!(began.elapsed() >= Duration::from_millis(120));
        let at_once =
            done(&sandbox, "GET", &format!("/worlds/test{path}?wait=0s"), &Value::Null).await;
        assert_eq!(at_once["enough"], false);
        let plain = done(&sandbox, "GET", &format!("/worlds/test{path}"), &Value::Null).await;
        assert!(plain.get("enough").is_none());
    }
}

#[tokio::test]
async fn a_wait_ends_with_its_world() {
    let sandbox = Sandbox::new().await;
    let waiting = waits(&sandbox, "/requests?wait=30s");
    begun().await;
    sandbox.control("POST", "/worlds/test/reset", &json!({})).await;
    let (status, page) = soon(waiting).await;
    assert_eq!((status, &page["enough"]), (200, &json!(false)));
    let waiting = waits(&sandbox, "/deliveries?wait=30s");
    begun().await;
    sandbox.control("DELETE", "/worlds/test", &json!({})).await;
    let (status, problem) = soon(waiting).await;
    assert_eq!((status, &problem["code"]), (410, &json!("world_gone")));
}

#[tokio::test]
async fn waits_are_limited_and_their_parameters_checked() {
    let sandbox = Sandbox::new().await;
    for (query, place) in [
        ("wait=61s", "?wait"),
        ("wait=x", "?wait"),
        ("wait=1s&at_least=0", "?at_least"),
        ("wait=1s&at_least=1001", "?at_least"),
        ("at_least=2", "?at_least"),
    ] {
        let path = format!("/worlds/test/requests?{query}");
        refused(&sandbox, "GET", &path, &Value::Null, ("invalid_value", place)).await;
    }
    let all: Vec<_> = (0..16).map(|_| waits(&sandbox, "/requests?wait=30s")).collect();
    begun().await;
    let path = "/worlds/test/deliveries?wait=30s";
    refused(&sandbox, "GET", path, &Value::Null, ("too_many", "none")).await;
    for one in all {
        one.abort();
    }
    begun().await;
    let page = done(&sandbox, "GET", "/worlds/test/deliveries?wait=0s", &Value::Null).await;
    assert_eq!(page["enough"], false);
}
