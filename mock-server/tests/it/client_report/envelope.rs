//! Projects that do one thing wrong.

use serde_json::{Value, json};
use wiremock::{Mock, MockServer, ResponseTemplate, matchers::any};

use crate::{envelope::Project, support::Sandbox};

/// An order of a card for a person of the standard world.
fn order() -> Value {
    json!({"external_user_id": "ext-ada", "product_code": "VUSD-STD"})
}

#[tokio::test]
async fn er_client_01_is_broken_by_resends_same_envelope() {
    let sandbox = Sandbox::new().await;
    let mut main = Project::named(&sandbox, "main").await;
    for _ in 0..2 {
        main.post(&sandbox, "/project/balance", &json!({}), None).await;
        main.requests -= 1;
    }
    sandbox.is_broken("ER-CLIENT-01", &[1, 2]).await;
}

#[tokio::test]
async fn er_client_02_is_broken_by_new_key_on_retry() {
    let sandbox = Sandbox::new().await;
    let mut main = Project::named(&sandbox, "main").await;
    let fault = json!({"match": {"surface": "ER"}, "then": {"error": "internal-error"}});
    sandbox.has_fault(fault).await;
    let failed = main.post(&sandbox, "/cards/create", &order(), Some("k1")).await;
    assert_eq!(failed.status, 500);
    assert_eq!(sandbox.duty("ER-CLIENT-02").await["verdict"], "unseen");
    main.post(&sandbox, "/cards/create", &order(), Some("k2")).await;
    sandbox.is_broken("ER-CLIENT-02", &[1, 2]).await;
}

#[tokio::test]
async fn er_client_03_is_broken_by_one_key_for_all() {
    let sandbox = Sandbox::new().await;
    let mut main = Project::named(&sandbox, "main").await;
    main.post(&sandbox, "/cards/create", &order(), Some("k1")).await;
    let mut other = order();
    other["initial_topup_amount"] = json!("50.00");
    main.post(&sandbox, "/cards/create", &other, Some("k1")).await;
    sandbox.is_broken("ER-CLIENT-03", &[1, 2]).await;
}

#[tokio::test]
async fn er_client_04_is_broken_by_wraps_in_data() {
    let sandbox = Sandbox::new().await;
    let mut main = Project::named(&sandbox, "main").await;
    let wrapped = json!({"data": {"external_user_id": "ext-ada"}});
    let request = main.request(&sandbox, "/users/get", &wrapped, None);
    sandbox.send(request).await;
    sandbox.is_broken("ER-CLIENT-04", &[1]).await;
}

#[tokio::test]
async fn er_client_05_is_broken_by_timestamps_in_milliseconds() {
    let sandbox = Sandbox::new().await;
    let mut main = Project::named(&sandbox, "main").await;
    let now = sandbox.now;
    for (at, stamp) in [json!(now), json!((now / 1000).to_string()), json!(now * 1_000_000)]
        .into_iter()
        .enumerate()
    {
        let request =
            main.request(&sandbox, "/project/balance", &json!({"request_timestamp": stamp}), None);
        sandbox.send(request).await;
        assert_eq!(sandbox.duty("ER-CLIENT-05").await["times"], at + 1);
    }
    sandbox.is_broken("ER-CLIENT-05", &[1, 2, 3]).await;
    let says = "request_timestamp was in milliseconds; request_timestamp was in seconds; \
                request_timestamp was in nanoseconds";
    assert_eq!(sandbox.duty("ER-CLIENT-05").await["says"], says);
}

#[tokio::test]
async fn er_client_06_is_broken_by_does_not_poll() {
    let sandbox = Sandbox::new().await;
    let mut main = Project::named(&sandbox, "main").await;
    let made = main.post(&sandbox, "/cards/create", &order(), Some("k1")).await;
    let card = json!({"card_id": made.text("/card_id")});
    main.post(&sandbox, "/cards/details", &card, None).await;
    sandbox.is_broken("ER-CLIENT-06", &[1, 2]).await;
}

#[tokio::test]
async fn er_client_07_is_broken_by_acknowledges_with_204() {
    let mut sandbox = Sandbox::new().await;
    let receiver = MockServer::start().await;
    Mock::given(any()).respond_with(ResponseTemplate::new(204)).mount(&receiver).await;
    let mut main = Project::named(&sandbox, "main").await;
    let url = json!({"url": format!("{}/hook", receiver.uri())});
    main.ask(&sandbox, "/wh/subscribe", &url).await;
    main.post(&sandbox, "/cards/create", &order(), Some("k1")).await;
    sandbox.advance(1).await;
    let duty = sandbox.duty("ER-CLIENT-07").await;
    assert_eq!(duty["verdict"], "broken", "{duty:#}");
    assert!(duty["deliveries"].as_array().unwrap().contains(&json!("d-1")), "{duty:#}");
    assert!(duty["says"].as_str().unwrap().contains("204 instead of 200"), "{duty:#}");
}
