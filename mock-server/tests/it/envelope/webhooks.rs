//! Deliveries: their receivers, their repetition, and their end (ER 11).

use mock_server::{
    gate::WebhookSender,
    surfaces::{self, control::create_world},
    world::World,
};
use serde_json::{Value, json};
use wiremock::{Mock, MockServer, ResponseTemplate, matchers::any};

use super::{Project, story::kyc};
use crate::support::Sandbox;

struct Told {
    sandbox: Sandbox,
    main: Project,
    receiver: MockServer,
}

impl Told {
    /// A project that has subscribed, and a receiver with this answer.
    async fn by(answer: ResponseTemplate) -> Self {
        let sandbox = Sandbox::new().await;
        let receiver = MockServer::start().await;
        Mock::given(any()).respond_with(answer).mount(&receiver).await;
        let mut main = Project::named(&sandbox, "main").await;
        let url = json!({"url": format!("{}/hook", receiver.uri())});
        main.ask(&sandbox, "/wh/subscribe", &url).await;
        Self { sandbox, main, receiver }
    }

    async fn order_a_card(&mut self) -> Value {
        let user = json!({"external_user_id": "ext-ada", "product_code": "VUSD-STD"});
        self.main.post(&self.sandbox, "/cards/create", &user, Some("k1")).await.body
    }

    /// Payloads that arrived, opened.
    async fn arrived(&self) -> Vec<Value> {
        let requests = self.receiver.received_requests().await.unwrap();
        requests
            .iter()
            .map(|request| {
                assert_eq!(request.headers["api-key"], self.main.key.as_str());
                assert_eq!(request.headers["content-type"], "application/json");
                let opened = self.main.open(axum::http::StatusCode::OK, &request.body);
                assert!(opened.is_sealed);
                opened.body
            })
            .collect()
    }

    async fn deliveries(&self) -> Vec<Value> {
        let listed = self.sandbox.control("GET", "/worlds/test/deliveries", &Value::Null).await;
        listed.json()["items"].as_array().unwrap().clone()
    }
}

fn acknowledged() -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(json!({"success": true}))
}

#[tokio::test]
async fn what_happens_to_a_card_is_told_in_order() {
    let mut told = Told::by(acknowledged()).await;
    let order = told.order_a_card().await;
    told.sandbox.advance(1).await;
    let arrived = told.arrived().await;
    let types: Vec<_> = arrived.iter().map(|event| &event["type"]).collect();
    assert_eq!(types, ["card_transaction", "card_status_changed", "card_issue_completed"]);
    assert_eq!(arrived[2]["card_id"], order["card_id"]);
    assert_eq!(arrived[2]["data"]["status"], "completed");
    assert_eq!(arrived[1]["data"]["previous_status"], "pending_activation");
    let deliveries = told.deliveries().await;
    assert!(deliveries.iter().all(|one| one["state"] == "delivered"), "{deliveries:?}");
}

#[tokio::test]
async fn an_unacknowledged_delivery_is_tried_six_times_with_the_same_bytes() {
    let mut told = Told::by(ResponseTemplate::new(500)).await;
    told.sandbox.op("set-card-status", &json!({"card": "ext-ada/1", "status": "frozen"})).await;
    told.sandbox.advance(12 * 3600).await;
    let requests = told.receiver.received_requests().await.unwrap();
    assert_eq!(requests.len(), 6);
    assert!(requests.iter().all(|request| request.body == requests[0].body));
    let deliveries = told.deliveries().await;
    assert_eq!(deliveries[0]["state"], "failed");
    let at: Vec<_> = deliveries[0]["attempts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|attempt| attempt["at"].as_str().unwrap()[11..19].to_owned())
        .collect();
    assert_eq!(at, ["00:00:00", "00:00:30", "00:05:30", "00:35:30", "02:35:30", "08:35:30"]);
}

#[tokio::test]
async fn only_status_200_and_success_true_acknowledge() {
    for answer in [
        ResponseTemplate::new(200),
        ResponseTemplate::new(204),
        ResponseTemplate::new(201).set_body_json(json!({"success": true})),
        ResponseTemplate::new(200).set_body_json(json!({"success": false})),
        ResponseTemplate::new(302).insert_header("location", "/elsewhere"),
    ] {
        let mut told = Told::by(answer).await;
        told.sandbox.op("set-card-status", &json!({"card": "ext-ada/1", "status": "frozen"})).await;
        told.sandbox.advance(1).await;
        assert_eq!(told.deliveries().await[0]["state"], "retrying");
        assert_eq!(told.receiver.received_requests().await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn unsubscribing_drops_what_waits_and_nobody_else_is_told() {
    let mut told = Told::by(ResponseTemplate::new(500)).await;
    let freeze = json!({"card": "ext-ada/1", "status": "frozen"});
    told.sandbox.op("set-card-status", &freeze).await;
    told.sandbox.advance(1).await;
    let listed = told.main.ask(&told.sandbox, "/wh/subscriptions", &json!({})).await;
    let id = json!({"subscription_id": listed["subscriptions"][0]["subscription_id"]});
    let mut poor = Project::named(&told.sandbox, "poor").await;
    let foreign = poor.post(&told.sandbox, "/wh/unsubscribe", &id, None).await;
    assert_eq!(foreign.slug(), "subscription_not_found");
    for _ in 0..2 {
        let ended = told.main.ask(&told.sandbox, "/wh/unsubscribe", &id).await;
        assert_eq!(ended["is_active"], false);
    }
    told.sandbox.advance(24 * 3600).await;
    assert_eq!(told.receiver.received_requests().await.unwrap().len(), 1);
    assert_eq!(told.deliveries().await[0]["state"], "canceled");
    let timers = told.sandbox.control("GET", "/worlds/test/timers", &Value::Null).await.json();
    assert_eq!(timers["total"], 0);
}

#[tokio::test]
async fn a_receiver_of_the_control_plane_is_held_resent_and_replayed() {
    let sandbox = Sandbox::new().await;
    let receiver = json!({"surface": "ER", "project": "main", "url": "sink"});
    let made = sandbox.control("POST", "/worlds/test/receivers", &receiver).await;
    assert_eq!(made.status.as_u16(), 201, "{}", made.text());
    sandbox.control("POST", "/worlds/test/receivers/h-1/pause", &json!({})).await;
    sandbox.op("set-card-status", &json!({"card": "ext-ada/1", "status": "frozen"})).await;
    let handle = sandbox.worlds.get("test").unwrap();
    handle.settle();
    WebhookSender::new(surfaces::webhook_format).deliver(&handle).await;
    let state = async || {
        let path = "/worlds/test/deliveries/d-1?raw=true";
        sandbox.control("GET", path, &Value::Null).await.json()
    };
    assert_eq!(state().await["state"], "held");
    sandbox.control("POST", "/worlds/test/receivers/h-1/resume", &json!({})).await;
    let shown = state().await;
    assert_eq!(shown["state"], "delivered");
    assert!(shown["attempts"][0]["body_base64"].is_string());
    let again = sandbox.control("POST", "/worlds/test/deliveries/d-1/resend", &json!({})).await;
    assert_eq!(again.json()["attempts"].as_array().unwrap().len(), 2, "{}", again.text());
    let now = handle.now();
    let mut replayed = World::replay(&handle.journal(), create_world).unwrap();
    replayed.settle(now);
    assert!(handle.read(|world| world.same_state(&replayed)));
}

#[tokio::test]
async fn bad_addresses_are_refused() {
    let sandbox = Sandbox::new().await;
    let mut main = Project::named(&sandbox, "main").await;
    for url in
        ["", "nowhere", "ftp://a.test/x", "http://", "http://u:p@a.test/", "http://a.test/#x"]
    {
        let opened = main.post(&sandbox, "/wh/subscribe", &json!({ "url": url }), None).await;
        assert_eq!(opened.slug(), "invalid_request", "{url}");
    }
    let submit = json!({"external_user_id": "ext-new", "subprovider_code": "alpha",
                        "kyc_data": kyc("Lee")});
    main.ask(&sandbox, "/cardholders/create", &submit).await;
}
