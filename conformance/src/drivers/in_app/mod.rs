//! A user of the in-app surface: sends requests with a token.

pub mod draft;
pub mod event_stream;
pub mod generation;
pub mod recipe;
pub mod socket;
pub mod subscription;
pub mod token;

use std::sync::Arc;

use serde_json::Value;
use tokio::sync::OnceCell;

pub use self::draft::{Bearer, Draft};
use self::generation::Generation;
use super::{Answer, Http, sent::Sent};
use crate::{Mismatch, StepResult, target::Surface};

/// The reason why something has no name on a target.
const REASON: &str = "which have none for it (AMB-AG-01)";

/// The surface, shared by all users of a scenario.
#[derive(Debug, Clone)]
pub struct Endpoint {
    /// The URL of the surface.
    pub url: String,
    /// The URL of subscriptions, `wss:` or `ws:`.
    pub ws_url: String,
    /// Headers that the target wants besides.
    pub headers: Vec<(String, String)>,
    /// The key of the organization, where requests need one (AMB-AG-02).
    pub organization_key: Option<String>,
    /// On a sandbox, the world that answers requests without a usable token.
    pub sandbox_world: Option<String>,
    /// The names of the target's operations, once it was asked.
    pub generation: OnceCell<Generation>,
}

/// One actor of a scenario on the in-app surface.
#[derive(Clone)]
pub struct User {
    /// The name that the scenario uses: "the user".
    pub name: String,
    /// The token.
    pub token: String,
    /// The surface that it calls.
    pub endpoint: Arc<Endpoint>,
    /// Whether the scenario chose this token, so that it is not renewed when the clock has moved.
    pub keeps_token: bool,
    /// The HTTP client.
    pub http: Http,
}

impl std::fmt::Debug for User {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("User").field("name", &self.name).finish_non_exhaustive()
    }
}

impl User {
    /// Sends a document by the rules.
    pub async fn query(&self, document: &str, variables: &Value) -> StepResult<Answer> {
        self.send(&Draft::query(document, variables)).await
    }

    /// Makes a draft final, under the target's names, and sends it.
    pub async fn send(&self, draft: &Draft) -> StepResult<Answer> {
        self.http.send(&self.written(draft).await?).await
    }

    /// Makes a draft final, under the target's names.
    pub async fn written(&self, draft: &Draft) -> StepResult<Sent> {
        let body = self.renamed(&draft.body).await?;
        Ok(self.sent(draft, body))
    }

    /// Sends a document by the rules, once, though the target may say that it is busy.
    pub async fn query_once(&self, document: &str) -> StepResult<Answer> {
        let draft = Draft::query(document, &Value::Null);
        let body = self.renamed(&draft.body).await?;
        self.http.send_once(&self.sent(&draft, body)).await
    }

    /// Whether the token has ended at this time, in seconds.
    pub fn has_ended(&self, now: i64) -> bool {
        token::claim(&self.token, "exp").and_then(|end| end.as_i64()).is_some_and(|end| end <= now)
    }

    /// The id by which wallets and rows name the user (claim `sub`), where the token tells it.
    pub fn id(&self) -> Option<String> {
        token::claim(&self.token, "sub")?.as_str().map(str::to_owned)
    }

    /// The user's organization (claim `org`), where the token tells it.
    pub fn organization(&self) -> Option<String> {
        token::claim(&self.token, "org")?.as_str().map(str::to_owned)
    }

    /// The generation of names that the target has. What a sandbox's world was made with is known.
    pub async fn generation(&self) -> StepResult<Generation> {
        self.endpoint.generation.get_or_try_init(|| self.found_generation()).await.copied()
    }

    async fn found_generation(&self) -> StepResult<Generation> {
        let document = "{ __schema { mutationType { fields { name } } } }";
        let draft = Draft::query(document, &Value::Null);
        let answer = self.http.send(&self.sent(&draft, draft.body.clone())).await?;
        let schema = answer.result("__schema").cloned().unwrap_or_default();
        Ok(Generation::of(&generation::mutations(&schema)).unwrap_or(Generation::Rain))
    }

    async fn renamed(&self, body: &[u8]) -> StepResult<Vec<u8>> {
        let generation = self.generation().await?;
        let mut json: Value = serde_json::from_slice(body).unwrap_or_default();
        match json["query"].as_str() {
            Some(document) if generation != Generation::Rain => {
                if let Some(name) = generation.lacks(document) {
                    let place = format!("the target's names are those without Rain, {REASON}");
                    return Err(Mismatch::missing(name, place));
                }
                json["query"] = generation.renamed(document).into();
                Ok(json.to_string().into_bytes())
            }
            _ => Ok(body.to_vec()),
        }
    }

    /// Decides every byte of a draft.
    fn sent(&self, draft: &Draft, body: Vec<u8>) -> Sent {
        let bearer = match &draft.bearer {
            Bearer::Own => Some(format!("Bearer {}", self.token)),
            Bearer::Token(other) => Some(format!("Bearer {other}")),
            Bearer::Absent => None,
        };
        let proper = draft.bearer == Bearer::Own;
        let headers = [
            ("content-type", Some("application/json".to_owned())),
            ("authorization", bearer),
            ("x-api-key", self.endpoint.organization_key.clone()),
            ("sandbox-world", self.endpoint.sandbox_world.clone().filter(|_| !proper)),
        ];
        let headers = headers
            .into_iter()
            .filter_map(|(name, value)| Some((name.to_owned(), value?)))
            .chain(self.endpoint.headers.iter().cloned())
            .chain(draft.headers.iter().cloned())
            .collect();
        Sent {
            surface: Some(Surface::AG),
            by: self.name.clone(),
            method: "POST".to_owned(),
            url: self.endpoint.url.clone(),
            headers,
            body,
            token: recipe::variable(&self.name).filter(|_| proper && !self.keeps_token),
            again: match self.keeps_token {
                true => Vec::new(),
                false => recipe::of_draft(&self.name, &self.token, draft),
            },
            ..Sent::default()
        }
    }
}
