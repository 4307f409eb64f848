//! Users with their tokens.

use axum::{body::Body, http::Request};
use serde_json::{Value, json};

use super::printed::CREATE_RAIN_CARD;
use crate::support::{Reply, Sandbox};

/// A user with a token.
pub(crate) struct User<'a> {
    sandbox: &'a Sandbox,
    token: String,
}

/// A request with a body to the door.
pub(crate) fn post(authorization: Option<&str>, body: &Value) -> Request<Body> {
    let mut request = Request::post("/graphql").header("content-type", "application/json");
    if let Some(value) = authorization {
        request = request.header("authorization", value);
    }
    request.body(Body::from(body.to_string())).unwrap()
}

impl Sandbox {
    /// A token of a user.
    pub(crate) async fn mint(&self, user: &str, variant: &str) -> String {
        let minted = self.op("mint-jwt", &json!({"user": user, "variant": variant})).await;
        minted.json()["result"]["token"].as_str().unwrap().to_owned()
    }

    /// A user of the world by label.
    pub(crate) async fn user(&self, label: &str) -> User<'_> {
        User { sandbox: self, token: self.mint(label, "valid").await }
    }
}

impl User<'_> {
    /// Sends a document.
    pub(crate) async fn send(&self, document: &str, variables: &Value) -> Reply {
        let header = format!("Bearer {}", self.token);
        let body = json!({"query": document, "variables": variables});
        self.sandbox.send(post(Some(&header), &body)).await
    }

    /// The member `data` of the answer to a document that is executed.
    pub(crate) async fn ask(&self, document: &str, variables: &Value) -> Value {
        let reply = self.send(document, variables).await;
        assert_eq!(reply.status, 200, "{}", reply.text());
        reply.json()["data"].clone()
    }

    /// The first root field of the answer to a document without variables.
    pub(crate) async fn field(&self, document: &str) -> Value {
        let data = self.ask(document, &json!({})).await;
        data.as_object().unwrap().values().next().unwrap().clone()
    }

    /// The id of the user's application.
    pub(crate) async fn application(&self) -> i64 {
        self.field("{ AgioCard_card_application { id } }").await[0]["id"].as_i64().unwrap()
    }

    /// The ids of the user's cards.
    pub(crate) async fn cards(&self) -> Vec<i64> {
        let cards = self.field("{ AgioCard_vw_card { id } }").await;
        cards.as_array().unwrap().iter().map(|card| card["id"].as_i64().unwrap()).collect()
    }

    /// A new card of this type.
    pub(crate) async fn new_card(&self, kind: &str) -> Value {
        let application = self.application().await;
        let shipping = json!({"phoneNumber": "+15555551234", "line1": "123 Main St", "city": "Miami",
                              "region": "FL", "postalCode": "33101", "countryCode": "US"});
        let input = json!({"cardApplicationId": application, "cardType": kind,
                           "shipping": shipping});
        let data = self.ask(CREATE_RAIN_CARD, &json!({ "input": input })).await;
        data["createRainCard"].clone()
    }
}
