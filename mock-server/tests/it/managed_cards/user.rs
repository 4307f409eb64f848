//! Users with their tokens.

use axum::{body::Body, http::Request};
use serde_json::{Value, json};

use crate::support::{Reply, Sandbox};

/// The path of cards.
pub(super) const CARDS: &str = "/cards/api/v1/managed-cards/";

/// A user who is logged in.
pub(crate) struct User<'a> {
    sandbox: &'a Sandbox,
    pub(crate) access: String,
    pub(super) refresh: String,
}

/// A request with headers; a body is JSON unless a header says otherwise.
pub(super) fn request(
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: Option<&str>,
) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    if body.is_some() && !headers.iter().any(|(name, _)| *name == "content-type") {
        request = request.header("content-type", "application/json");
    }
    request.body(Body::from(body.unwrap_or_default().to_owned())).unwrap()
}

impl Sandbox {
    /// Posts to a token endpoint.
    pub(crate) async fn token(&self, path: &str, body: &Value) -> Reply {
        let path = format!("/api/v1/token/{path}");
        self.send(request("POST", &path, &[], Some(&body.to_string()))).await
    }

    /// Name and password of a user.
    pub(crate) async fn login(&self, label: &str) -> Value {
        let path = format!("/worlds/{}/credentials", self.world);
        let shown = self.control("GET", &path, &json!(null)).await.json();
        let users = shown["MC"]["users"].as_array().unwrap();
        let user = users.iter().find(|user| user["label"] == label).unwrap();
        json!({"username": user["username"], "password": user["password"]})
    }

    /// A user who logs in now.
    pub(crate) async fn holder(&self, label: &str) -> User<'_> {
        let reply = self.token("", &self.login(label).await).await;
        assert_eq!(reply.status, 200, "{}", reply.text());
        let text = |name: &str| reply.json()[name].as_str().unwrap().to_owned();
        User { sandbox: self, access: text("access"), refresh: text("refresh") }
    }
}

impl User<'_> {
    /// Sends a request with further headers.
    pub(super) async fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&str>,
    ) -> Reply {
        let bearer = format!("Bearer {}", self.access);
        let headers = [headers, &[("authorization", bearer.as_str())]].concat();
        let reply = self.sandbox.send(request(method, path, &headers, body)).await;
        super::openapi::check(method, path, &reply);
        reply
    }

    pub(super) async fn get(&self, path: &str) -> Reply {
        self.send("GET", path, &[], None).await
    }

    pub(super) async fn post(&self, path: &str, body: &Value) -> Reply {
        self.send("POST", path, &[], Some(&body.to_string())).await
    }

    /// The answer to a POST that succeeds.
    pub(super) async fn done(&self, path: &str, body: &Value) -> Value {
        let reply = self.post(path, body).await;
        assert!(reply.status.is_success(), "{path}: {}", reply.text());
        reply.json()
    }

    /// The answer to a POST that is refused, as status and code.
    pub(super) async fn refused(&self, path: &str, body: &Value) -> (u16, String) {
        let reply = self.post(path, body).await;
        (reply.status.as_u16(), reply.json()["code"].as_str().unwrap_or("none").to_owned())
    }

    /// The path of a new card of a program.
    pub(super) async fn card(&self, program: &str) -> String {
        let card = self.done(CARDS, &json!({ "program": program })).await;
        format!("{CARDS}{}/", card["reference"].as_str().unwrap())
    }

    /// The path of a new authorization.
    pub(super) async fn authorize(&self, card: &str, amount: &str, mcc: &str) -> String {
        let body = json!({"amount": amount, "merchant": {"mcc": mcc}});
        let made = self.done(&format!("{card}authorize/"), &body).await;
        assert_eq!(made["status"], "authorized", "{made}");
        format!("/cards/api/v1/authorizations/{}/", made["reference"].as_str().unwrap())
    }

    /// The available amount of a wallet.
    pub(super) async fn wallet(&self, currency: &str) -> Value {
        let path = format!("/accounting/api/v1/wallets/?currency={currency}");
        self.get(&path).await.json()["results"][0].clone()
    }
}
