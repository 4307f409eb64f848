//! A project: seals and sends requests to the envelope surface, and opens what comes back.
//!
//! Reading is lenient on purpose: an answer may be sealed or plain, its version byte is not looked
//! at. Whether it should have been sealed is judged where a requirement says so.

pub mod call;
pub mod flaw;
mod names;
pub mod recipe;
pub mod reply;
pub mod sealer;

use std::sync::Arc;

use serde_json::Value;
use uuid::Uuid;

use self::sealer::{Sealer, fresh_nonce};
pub use self::{
    call::{Body, Call, Idempotency, Payload, Spacing, Stamp},
    flaw::Flaw,
    reply::Reply,
};
use super::{
    Answer, Http,
    sent::{SealedContent, Sent},
};
use crate::{
    Mismatch, StepResult,
    budget::{cents_of, costs},
    clock::TargetClock,
    surfaces::envelope::target::{Dialect, EnvelopeCodec, ProjectKey},
    target::{Cost, Surface},
};

/// Address, layout and names of the surface, shared by all projects of a scenario.
#[derive(Debug, Clone, Default)]
pub struct Endpoint {
    /// The URL of the surface, up to and with `/api/v1`.
    pub url: String,
    /// Headers that the target wants besides.
    pub headers: Vec<(String, String)>,
    /// On a sandbox, the world that answers requests without a usable key.
    pub sandbox_world: Option<String>,
    /// The layout of what travels sealed; the public one where none is stated.
    pub codec: EnvelopeCodec,
    /// The target's names; absent where only what a source names is known.
    pub dialect: Option<Dialect>,
}

/// One actor of a scenario on the envelope surface.
#[derive(Debug, Clone)]
pub struct Project {
    /// The name that the scenario uses: "the project".
    pub name: String,
    /// API key and secret.
    pub key: ProjectKey,
    /// The surface that it calls.
    pub endpoint: Arc<Endpoint>,
    /// The clock it stamps by.
    pub clock: Arc<TargetClock>,
    /// The HTTP client.
    pub http: Http,
}

/// A call whose bytes are decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedCall {
    /// The request.
    pub sent: Sent,
    /// Its `request_timestamp`, where it has one of ours.
    pub stamp: Option<i64>,
}

impl Project {
    /// Calls an endpoint by the rules.
    pub async fn call(&self, path: &str, fields: &Value) -> StepResult<Reply> {
        self.send(&Call::to(path, fields)).await
    }

    /// Makes a call final and sends it.
    pub async fn send(&self, call: &Call) -> StepResult<Reply> {
        self.resend(&self.write(call)?.sent).await
    }

    /// Sends the very same bytes (again). What an order cost beyond what was asked for, its fees,
    /// is counted when it is known.
    pub async fn resend(&self, sent: &Sent) -> StepResult<Reply> {
        let reply = self.read(self.http.send(sent).await?)?;
        self.http.opened(sent, &reply.answer, &reply.payload, reply.sealed.is_some());
        let charged = cents_of(&reply.order()["data"]["total_charged"]);
        if let (Some(charged), Some(asked)) = (charged, &sent.asked)
            && costs::of(Some(Surface::ER), &asked.path)
                .is_some_and(|row| row.costs.contains(&Cost::Money))
        {
            let fees = charged.saturating_sub(asked.cents.unwrap_or_default());
            self.http.budget().charge(fees);
        }
        Ok(reply)
    }

    /// An answer as this project reads it.
    pub fn read(&self, answer: Answer) -> StepResult<Reply> {
        Ok(Reply::read(answer, &self.sealer()?, &self.dialect()))
    }

    /// Seals and opens under the project's own secret.
    pub fn sealer(&self) -> StepResult<Sealer> {
        Sealer::new(self.endpoint.codec, &self.key.api_secret)
    }

    /// The target's names; those of the contract where none are stated.
    pub fn dialect(&self) -> Dialect {
        self.endpoint.dialect.clone().unwrap_or_default()
    }

    /// Decides every byte of a call.
    pub fn write(&self, call: &Call) -> StepResult<SealedCall> {
        let again = recipe::of_call(&self.name, call, self.clock.micros());
        let (stamp, plain) = self.plaintext(call)?;
        let secret = call.secret.as_ref().unwrap_or(&self.key.api_secret);
        let sealer = Sealer::new(self.endpoint.codec, secret)?;
        let value = match call.flaw {
            Some(flaw) => flaw.value(&sealer, &plain),
            None => sealer.write(&sealer.seal(&plain, fresh_nonce())),
        };
        let body = match &call.body {
            Body::Envelope => serde_json::json!({ "encrypted": value }).to_string(),
            Body::Text(text) => text.replace("{sealed}", &value),
        };
        let key = call.key.clone().unwrap_or_else(|| Some(self.key.api_key.clone()));
        let known = key.as_ref() == Some(&self.key.api_key);
        let idempotency = match &call.idempotency {
            Idempotency::Fresh => Some(Uuid::new_v4().to_string()),
            Idempotency::Key(key) => Some(key.clone()),
            Idempotency::Absent => None,
        };
        let headers = [
            ("api-key", key),
            ("content-type", call.content_type.clone()),
            ("idempotency-key", idempotency),
            ("sandbox-world", self.endpoint.sandbox_world.clone().filter(|_| !known)),
        ];
        let headers = headers
            .into_iter()
            .filter_map(|(name, value)| Some((name.to_owned(), value?)))
            .chain(self.endpoint.headers.iter().cloned())
            .collect();
        let sent = Sent {
            surface: Some(Surface::ER),
            by: self.name.clone(),
            method: call.method.clone(),
            url: format!("{}{}{}", self.endpoint.url, self.dialect().path(&call.path), call.query),
            headers,
            body: body.into_bytes(),
            asked: Some(SealedContent {
                path: call.path.clone(),
                cents: self.cents(&plain),
                plain,
            }),
            again,
            ..Sent::default()
        };
        Ok(SealedCall { sent, stamp })
    }

    /// The money that a payload names, under the contract's name or the target's.
    fn cents(&self, plain: &[u8]) -> Option<u64> {
        let payload: Value = serde_json::from_slice(plain).ok()?;
        let dialect = self.dialect();
        let initial = dialect.initial_topup_amount.as_deref().unwrap_or("initial_topup_amount");
        let named = ["amount", dialect.member("amount"), initial];
        named.into_iter().find_map(|name| cents_of(&payload[name]))
    }

    fn plaintext(&self, call: &Call) -> StepResult<(Option<i64>, Vec<u8>)> {
        let (stamp, fields) = match &call.payload {
            Payload::Bytes(bytes) => return Ok((None, bytes.clone())),
            Payload::Fields { stamp, fields } => (stamp, fields),
        };
        let (micros, written) = match stamp {
            Stamp::Fresh => {
                let micros = self.clock.micros();
                (Some(micros), Some(micros.to_string()))
            }
            Stamp::At(micros) => (Some(*micros), Some(micros.to_string())),
            Stamp::Json(text) => (None, Some(text.clone())),
            Stamp::Absent => (None, None),
        };
        let fields = names::outgoing(&self.dialect(), &call.path, fields)?;
        let plain = call.spacing.write(written.as_deref(), &fields);
        if plain.is_empty() {
            return Err(Mismatch::suite("a payload", "nothing to seal"));
        }
        Ok((micros, plain.into_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use serde_json::json;
    use wiremock::{Mock, MockServer, ResponseTemplate, matchers};

    use super::*;

    fn project(url: &str) -> Project {
        Project {
            name: "the project".to_owned(),
            key: ProjectKey {
                name: "main".to_owned(),
                api_key: "key-1".to_owned(),
                api_secret: "sandbox-secret-1".to_owned(),
            },
            endpoint: Arc::new(Endpoint {
                url: url.to_owned(),
                sandbox_world: Some("w".to_owned()),
                ..Endpoint::default()
            }),
            clock: Arc::default(),
            http: Http::new(Http::client(Duration::from_secs(5)).unwrap()),
        }
    }

    async fn answering(status: u16, body: Value) -> MockServer {
        let server = MockServer::start().await;
        let answer = ResponseTemplate::new(status).set_body_json(body);
        Mock::given(matchers::method("POST")).respond_with(answer).mount(&server).await;
        server
    }

    #[tokio::test]
    async fn a_call_is_sealed_stamped_and_named() {
        let server = answering(200, json!({"success": true})).await;
        let project = project(&server.uri());
        let fields = json!({"card_id": "c", "amount": "20.00"});
        assert!(project.call("/cards/topup", &fields).await.unwrap().is_served());
        let seen = server.received_requests().await.unwrap().remove(0);
        assert_eq!(seen.url.path(), "/cards/topup");
        assert_eq!(seen.headers["api-key"], "key-1");
        assert!(seen.headers.contains_key("idempotency-key"));
        assert!(!seen.headers.contains_key("sandbox-world"));
        let body: Value = serde_json::from_slice(&seen.body).unwrap();
        let sealer = project.sealer().unwrap();
        let sealed = sealer.read(body["encrypted"].as_str().unwrap()).unwrap();
        let plain: Value = serde_json::from_slice(&sealer.open(&sealed).unwrap()).unwrap();
        assert_eq!((&plain["card_id"], &plain["amount"]), (&json!("c"), &json!("20.00")));
        assert!(plain["request_timestamp"].as_i64().unwrap() > 1_700_000_000_000_000);
    }

    #[tokio::test]
    async fn a_call_without_a_usable_key_names_the_world() {
        let server = answering(404, json!({"error": "API key not found"})).await;
        let call = Call::to("/project/balance", &Value::Null).with_key(None);
        let reply = project(&server.uri()).send(&call).await.unwrap();
        let seen = server.received_requests().await.unwrap().remove(0);
        assert_eq!(seen.headers["sandbox-world"], "w");
        assert!(!seen.headers.contains_key("api-key"));
        assert!(!reply.is_served() && reply.clear().contains("API key not found"));
    }

    #[tokio::test]
    async fn a_sealed_answer_is_opened_and_a_plain_one_is_read() {
        let sealer = project("").sealer().unwrap();
        let said = json!({"success": false, "error": "no", "error_slug": "user_not_found"});
        let value = sealer.write(&sealer.seal(said.to_string().as_bytes(), fresh_nonce()));
        for (body, sealed) in [(json!({ "encrypted": value }), true), (said, false)] {
            let server = answering(404, body).await;
            let reply = project(&server.uri()).call("/users/get", &Value::Null).await.unwrap();
            assert_eq!(reply.slug(), Some("user_not_found"));
            assert_eq!(reply.sealed.is_some(), sealed);
        }
    }

    #[tokio::test]
    async fn an_answer_under_another_secret_stays_closed() {
        let other = Sealer::new(EnvelopeCodec::default(), "another").unwrap();
        let value = other.write(&other.seal(b"{}", fresh_nonce()));
        let server = answering(200, json!({ "encrypted": value })).await;
        let reply = project(&server.uri()).call("/users/get", &Value::Null).await.unwrap();
        assert_eq!(reply.sealed, None);
    }
}
