//! Rules of the app that a partner may set (AG 13).

use axum::{body::Body, http::Request};
use conformance::drivers::partner::sign;
use serde_json::{Value, json};

use super::{printed, user::post};
use crate::support::Sandbox;

/// A sandbox under these rules.
async fn under(rules: Value) -> Sandbox {
    Sandbox::with(json!({ "rules": rules })).await
}

/// Whether a purchase on the first card of jane is approved.
async fn approves(sandbox: &Sandbox, amount: &str) -> bool {
    let input = json!({"card": "jane/1", "amount": amount});
    let reply = sandbox.op("authorize", &input).await.json();
    match reply["result"]["decline_reason"].as_str() {
        None => true,
        Some("spending_limit_exceeded") => false,
        Some(other) => panic!("{other}"),
    }
}

/// Gives the first card of jane a limit, in cents.
async fn limit(sandbox: &Sandbox, amount: i64, frequency: &str) {
    let jane = sandbox.user("jane").await;
    let card = jane.cards().await[0];
    let input = json!({"cardId": card, "limitAmount": amount, "limitFrequency": frequency});
    let done = jane.ask(printed::UPDATE_RAIN_CARD_LIMIT, &json!({ "input": input })).await;
    assert_eq!(done["updateRainCardLimit"]["success"], true, "{done}");
}

async fn fund(sandbox: &Sandbox) {
    let paid = sandbox.op("deposit", &json!({"card": "jane/1", "amount": "1000.00"})).await;
    assert_eq!(paid.status, 200, "{}", paid.text());
}

#[tokio::test]
async fn per_authorization_looks_at_each_purchase_alone_unless_it_accumulates() {
    for (accumulates, second) in [(false, true), (true, false)] {
        let sandbox = under(json!({"limit.per_authorization_accumulates": accumulates})).await;
        fund(&sandbox).await;
        limit(&sandbox, 5_000, "perAuthorization").await;
        assert!(approves(&sandbox, "50.00").await);
        assert!(!approves(&sandbox, "50.01").await);
        assert_eq!(approves(&sandbox, "0.01").await, second, "{accumulates}");
    }
}

#[tokio::test]
async fn an_updated_limit_decides_unless_updates_do_not_apply() {
    for applies in [true, false] {
        let sandbox = under(json!({"limit.update_applies": applies})).await;
        fund(&sandbox).await;
        limit(&sandbox, 5_000, "allTime").await;
        limit(&sandbox, 9_000, "allTime").await;
        assert_eq!(approves(&sandbox, "60.00").await, applies);
    }
}

#[tokio::test]
async fn a_nickname_is_no_name_on_the_card_unless_the_rules_say_so() {
    for changes in [false, true] {
        let sandbox = under(json!({"nick.changes_display_name": changes})).await;
        let jane = sandbox.user("jane").await;
        let card = jane.cards().await[0];
        let name = json!({"cardId": card, "nickname": "Holiday fund"});
        jane.ask(printed::UPDATE_CARD_NICKNAME, &name).await;
        let rows = jane.field("{ AgioCard_vw_card(limit: 1) { nickname display_name } }").await;
        let display = if changes { json!("Holiday fund") } else { Value::Null };
        assert_eq!(rows, json!([{"nickname": "Holiday fund", "display_name": display}]));
    }
}

/// The address of the newest shipment, which the partner of jane sees.
async fn shipped_to(sandbox: &mut Sandbox) -> Value {
    let document = "{ AgioCard_card_shipment(order_by: {id: desc}, limit: 1) { line1 } }";
    let reply = sandbox.ask(document, &Value::Null).await;
    reply.json()["data"]["AgioCard_card_shipment"][0]["line1"].clone()
}

#[tokio::test]
async fn a_card_goes_to_its_shipping_address_unless_the_rules_say_billing() {
    for to_billing in [false, true] {
        let mut sandbox = under(json!({"card.ship_to_billing": to_billing})).await;
        {
            let jane = sandbox.user("jane").await;
            let address = |line1: &str| {
                json!({"phoneNumber": "+15555551234", "line1": line1, "city": "Miami",
                       "region": "FL", "postalCode": "33101", "countryCode": "US"})
            };
            let mut billing = address("9 Bill Rd");
            billing.as_object_mut().unwrap().remove("phoneNumber");
            let application = jane.application().await;
            let input = json!({"cardApplicationId": application, "cardType": "physical",
                               "shipping": address("1 Ship St"), "billing": billing});
            let made = jane.ask(printed::CREATE_RAIN_CARD, &json!({ "input": input })).await;
            assert_eq!(made["createRainCard"]["success"], true, "{made}");
        }
        let wanted = if to_billing { "9 Bill Rd" } else { "1 Ship St" };
        assert_eq!(shipped_to(&mut sandbox).await, wanted);
    }
}

#[tokio::test]
async fn a_user_may_come_so_often_in_a_minute() {
    let mut sandbox = under(json!({"ag.rate.per_minute": 3})).await;
    let header = format!("Bearer {}", sandbox.mint("jane", "valid").await);
    let ask = async |sandbox: &Sandbox| {
        sandbox.send(post(Some(&header), &json!({ "query": "{ AgioCard_vw_card { id } }" }))).await
    };
    for _ in 0..3 {
        assert_eq!(ask(&sandbox).await.status, 200);
    }
    sandbox.advance_ms(10_400).await;
    let refused = ask(&sandbox).await;
    assert_eq!(refused.status, 429);
    assert_eq!(refused.headers["retry-after"], "50");
    let error = json!({"message": "Too many requests", "extensions": {"code": "RATE_LIMITED"}});
    assert_eq!(refused.json(), json!({ "errors": [error] }));
    // Others are counted for themselves, and requests without a good token for nobody.
    assert_eq!(sandbox.user("jon").await.cards().await, Vec::<i64>::new());
    sandbox.advance_ms(49_599).await;
    assert_eq!(ask(&sandbox).await.headers["retry-after"], "1");
    sandbox.advance_ms(1).await;
    assert_eq!(ask(&sandbox).await.status, 200);
}

/// A request that acme has signed, to the door of the app.
fn signed(sandbox: &Sandbox, body: &str, signed: &str) -> Request<Body> {
    let (key, secret) = sandbox.credential(0);
    let stamp = sandbox.now.to_string();
    Request::post("/graphql")
        .header("content-type", "application/json")
        .header("sandbox-world", "test")
        .header("x-agio-api-key", key)
        .header("x-agio-timestamp", &stamp)
        .header("x-agio-signature", sign::hex(&secret, &stamp, signed.as_bytes()))
        .body(Body::from(body.to_owned()))
        .unwrap()
}

#[tokio::test]
async fn a_partner_is_nobody_here_unless_the_rules_say_so() {
    let body = json!({"query": "{ AgioCard_vw_card { id } }"}).to_string();
    for (accepted, status) in [(false, 401), (true, 200)] {
        let rules = json!({"ag.auth.accept_partner_credentials": accepted});
        let sandbox = under(rules).await;
        let reply = sandbox.send(signed(&sandbox, &body, &body)).await;
        assert_eq!(reply.status.as_u16(), status, "{}", reply.text());
        let forged = sandbox.send(signed(&sandbox, &body, "another body")).await;
        assert_eq!(forged.status.as_u16(), 401, "{accepted}");
        let bare = Request::post("/graphql").header("sandbox-world", "test");
        let bare = bare.header("content-type", "application/json");
        let bare = sandbox.send(bare.body(Body::from(body.clone())).unwrap()).await;
        assert_eq!(bare.status.as_u16(), 401, "{accepted}");
    }
}

/// A request that is refused before it runs names its operations in the log all the same.
#[tokio::test]
async fn the_log_names_the_operations_of_a_refused_document() {
    let sandbox = Sandbox::new().await;
    let jane = sandbox.user("jane").await;
    let reply =
        jane.send("mutation { freezeRainCard(cardId: \"x\") { success } }", &json!({})).await;
    assert_eq!(reply.status, 400);
    let path = "/worlds/test/requests?limit=1&order=desc";
    let entry = sandbox.control("GET", path, &Value::Null).await.json()["items"][0].clone();
    assert_eq!(entry["operations"], json!(["freezeRainCard"]), "{entry}");
}
