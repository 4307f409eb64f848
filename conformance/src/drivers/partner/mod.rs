//! A partner: signs and sends requests to the partner surface.

pub mod draft;
pub mod recipe;
pub mod sign;

use std::{collections::BTreeMap, sync::Arc};

use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::Value;
use tokio::sync::OnceCell;

pub use self::draft::Draft;
use self::draft::{Seal, Stamp};
use super::{Answer, Http, sent::Sent};
use crate::{StepResult, clock::TargetClock, target::Surface};

/// A credential of a partner.
#[derive(Clone, PartialEq, Eq)]
pub struct Credential {
    /// The origin, for messages: `acme/primary`, `primary`.
    pub name: String,
    /// The `x-agio-api-key`.
    pub api_token: String,
    /// The secret that signs.
    pub client_secret: String,
}

impl std::fmt::Debug for Credential {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Credential").field("name", &self.name).finish_non_exhaustive()
    }
}

/// The surface, shared by all partners of a scenario.
#[derive(Debug, Clone)]
pub struct Endpoint {
    /// The URL of the surface.
    pub url: String,
    /// Headers that the target wants besides.
    pub headers: Vec<(String, String)>,
    /// On a sandbox, the world that answers requests without usable credentials.
    pub sandbox_world: Option<String>,
    /// The names of the input types of this target by mutation, once it was asked.
    pub inputs: OnceCell<BTreeMap<String, String>>,
}

/// One actor of a scenario on the partner surface.
#[derive(Debug, Clone)]
pub struct Partner {
    /// The name that the scenario uses: "the partner".
    pub name: String,
    /// API token and client secret.
    pub credential: Credential,
    /// The surface that it calls.
    pub endpoint: Arc<Endpoint>,
    /// The clock it signs by.
    pub clock: Arc<TargetClock>,
    /// The HTTP client.
    pub http: Http,
}

impl Partner {
    /// Sends a document, signed by the rules.
    pub async fn query(&self, document: &str, variables: &Value) -> StepResult<Answer> {
        self.send(&Draft::query(&self.renamed(document).await?, variables)).await
    }

    /// A document with the type of its `$input` named as this target does: no source prints all of
    /// those names. A sandbox has the names that the steps use.
    pub async fn renamed(&self, document: &str) -> StepResult<String> {
        let rest = document.strip_prefix("mutation($input: ");
        let Some((_, rest)) = rest.and_then(|rest| rest.split_once("!) { ")) else {
            return Ok(document.to_owned());
        };
        if self.endpoint.sandbox_world.is_some() {
            return Ok(document.to_owned());
        }
        let inputs = self.endpoint.inputs.get_or_try_init(|| self.inputs()).await?;
        let mutation = rest.split('(').next().unwrap_or_default();
        Ok(match inputs.get(mutation) {
            Some(name) => format!("mutation($input: {name}!) {{ {rest}"),
            None => document.to_owned(),
        })
    }

    async fn inputs(&self) -> StepResult<BTreeMap<String, String>> {
        let document = "{ __schema { mutationType { fields { name args { name type { name ofType { \
            name } } } } } } }";
        let answer = self.send(&Draft::query(document, &Value::Null)).await?;
        let fields = answer.json.pointer("/data/__schema/mutationType/fields").cloned();
        let fields = fields.unwrap_or_default();
        let named = |field: &Value| {
            let arguments = field["args"].as_array()?;
            let of = &arguments.iter().find(|argument| argument["name"] == "input")?["type"];
            let name = of["name"].as_str().or_else(|| of["ofType"]["name"].as_str())?;
            Some((field["name"].as_str()?.to_owned(), name.to_owned()))
        };
        Ok(fields.as_array().into_iter().flatten().filter_map(named).collect())
    }

    /// Makes a draft final and sends it.
    pub async fn send(&self, draft: &Draft) -> StepResult<Answer> {
        self.resend(&self.sign(draft)).await
    }

    /// Sends the very same bytes (again).
    pub async fn resend(&self, sent: &Sent) -> StepResult<Answer> {
        self.http.send(sent).await
    }

    /// Decides every byte of a draft.
    pub fn sign(&self, draft: &Draft) -> Sent {
        let stamp = match &draft.stamp {
            Stamp::Shifted(by) => Some((self.clock.stamp() + by).to_string()),
            Stamp::Text(text) => Some(text.clone()),
            Stamp::Absent => None,
        };
        let seal = self.seal(draft, stamp.as_deref().unwrap_or_default());
        let key = draft.key.clone().unwrap_or_else(|| Some(self.credential.api_token.clone()));
        let known = key.as_ref() == Some(&self.credential.api_token);
        let headers = [
            ("content-type", draft.content_type.clone()),
            ("accept", draft.accept.clone()),
            ("x-agio-api-key", key),
            ("x-agio-timestamp", stamp),
            ("x-agio-signature", seal),
            ("sandbox-world", self.endpoint.sandbox_world.clone().filter(|_| !known)),
        ];
        let headers = headers
            .into_iter()
            .filter_map(|(name, value)| Some((name.to_owned(), value?)))
            .chain(self.endpoint.headers.iter().cloned())
            .chain(draft.headers.iter().cloned())
            .collect();
        Sent {
            surface: Some(Surface::PG),
            by: self.name.clone(),
            method: draft.method.clone(),
            url: self.endpoint.url.clone(),
            headers,
            body: draft.body.clone(),
            signed: draft.seal == Seal::Proper && matches!(draft.stamp, Stamp::Shifted(_)),
            again: recipe::of_draft(&self.name, draft),
            ..Sent::default()
        }
    }

    fn seal(&self, draft: &Draft, stamp: &str) -> Option<String> {
        let secret = &self.credential.client_secret;
        let body = &draft.body;
        Some(match &draft.seal {
            Seal::Proper => sign::hex(secret, stamp, body),
            Seal::Secret(other) => sign::hex(other, stamp, body),
            Seal::Text(text) => text.clone(),
            Seal::Base64 => BASE64_STANDARD.encode(sign::bytes(secret, stamp, body)),
            Seal::UpperCase => sign::hex(secret, stamp, body).to_uppercase(),
            Seal::OfBody(other) => sign::hex(secret, stamp, other),
            Seal::OfStamp(by) => {
                let other = stamp.parse::<i64>().unwrap_or_default() + by;
                sign::hex(secret, &other.to_string(), body)
            }
            Seal::BodyAlone => hex::encode(sign::over(secret, body)),
            Seal::JoinedBy(text) => {
                let message = [stamp.as_bytes(), text.as_bytes(), body].concat();
                hex::encode(sign::over(secret, &message))
            }
            Seal::Absent => return None,
        })
    }
}
