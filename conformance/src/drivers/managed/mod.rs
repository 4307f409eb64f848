//! A caller of the managed cards surface: logs in, writes requests as the dialect says, and sends
//! them with a user JWT.

pub mod operation;
pub mod recipe;
pub mod request;
pub mod signature;
pub mod template;
pub mod tokens;

use std::sync::Arc;

use tokio::sync::Mutex;

pub use self::{
    request::{Bearer, ContentType, Request},
    tokens::Tokens,
};
use super::{
    Answer, Http,
    sent::{NamedOperation, Sent},
};
use crate::{
    Mismatch, StepResult,
    budget::cents_of,
    clock::TargetClock,
    surfaces::managed::target::{Credential, Dialect},
    target::Surface,
};

/// Address and dialect of the surface, shared by all callers of a scenario.
#[derive(Debug, Clone, Default)]
pub struct Endpoint {
    /// The address that paths begin at.
    pub url: String,
    /// Headers that the target wants besides.
    pub headers: Vec<(String, String)>,
    /// On a sandbox, the world that answers requests without a usable token.
    pub sandbox_world: Option<String>,
    /// The target's way of writing; absent where only what a source names is known.
    pub dialect: Option<Dialect>,
    /// True when reads carry a media type: a source lists the header for them, too (AMB-MC-07).
    pub types_reads: bool,
}

/// One actor of a scenario on the managed cards surface.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The name that the scenario uses: "the caller".
    pub name: String,
    /// The name that a back office knows the caller by.
    pub label: String,
    /// The login, or a ready token.
    pub credential: Credential,
    /// Address and dialect.
    pub endpoint: Arc<Endpoint>,
    /// The tokens of the last login, once there was one.
    pub tokens: Arc<Mutex<Option<Tokens>>>,
    /// The target's clock, by which tokens end.
    pub clock: Arc<TargetClock>,
    /// The HTTP client.
    pub http: Http,
}

impl Caller {
    /// The request of a login with the caller's own fields.
    ///
    /// # Errors
    /// A caller who has a ready token only: the target file names no login.
    pub fn login_request(&self) -> StepResult<Request> {
        match &self.credential {
            Credential::Login(fields) => {
                let body = serde_json::json!(fields).to_string();
                Ok(self.request("token.create", &[])?.saying(body))
            }
            Credential::Token(_) => Err(Mismatch::missing(
                "a login of the caller",
                "surfaces.MC.credentials has a token, and no login",
            )),
        }
    }

    /// Logs in, and keeps the tokens for what follows.
    pub async fn log_in(&self) -> StepResult<Tokens> {
        let mut kept = self.tokens.lock().await;
        let answer = self.http.send(&self.unsent(&self.login_request()?, None)).await?;
        let shown = Tokens::shown(&self.dialect(), &answer.json);
        let Some(tokens) = shown.filter(|_| (200..300).contains(&answer.status)) else {
            let wanted = "a login with an access token, at the place that the dialect names";
            return Err(Mismatch::precondition(wanted, answer.summary()));
        };
        *kept = Some(tokens.clone());
        Ok(tokens)
    }

    /// The access token; whoever has none, or one that has ended, logs in.
    pub async fn access(&self) -> StepResult<String> {
        if let Credential::Token(token) = &self.credential {
            return Ok(token.clone());
        }
        let now = self.clock.now().as_second();
        let kept = self.tokens.lock().await.clone();
        match kept.filter(|tokens| !tokens.have_ended(now)) {
            Some(tokens) => Ok(tokens.access),
            None => Ok(self.log_in().await?.access),
        }
    }

    /// The target's way of writing; the contract's where none is stated.
    pub fn dialect(&self) -> Dialect {
        self.endpoint.dialect.clone().unwrap_or_default()
    }

    /// The request for an operation as the target writes it.
    ///
    /// # Errors
    /// A target without a dialect, of which no source gives how the operation is asked for.
    pub fn request(&self, operation: &str, values: template::Values<'_>) -> StepResult<Request> {
        let published = operation.starts_with("token.") || operation == "programs.list";
        if self.endpoint.dialect.is_none() && !published {
            let wanted = format!("the way in which the target writes {operation}");
            return Err(Mismatch::missing(wanted, "there is no [surfaces.MC.dialect]"));
        }
        Request::of(&self.dialect(), operation, values)
    }

    /// Decides every byte of a request.
    pub async fn write(&self, request: &Request) -> StepResult<Sent> {
        let authorization = match &request.bearer {
            Bearer::Own => Some(format!("Bearer {}", self.access().await?)),
            Bearer::Token(token) => Some(format!("Bearer {token}")),
            Bearer::Header(value) => Some(value.clone()),
            Bearer::Absent => None,
        };
        Ok(self.unsent(request, authorization))
    }

    /// Sends a request.
    pub async fn send(&self, request: &Request) -> StepResult<Answer> {
        let sent = self.write(request).await?;
        if request.patient { self.http.send(&sent).await } else { self.http.send_once(&sent).await }
    }

    fn unsent(&self, request: &Request, authorization: Option<String>) -> Sent {
        let reads = matches!(request.method.as_str(), "GET" | "HEAD");
        let content_type = match &request.content_type {
            ContentType::Is(kind) => Some(kind.clone()),
            ContentType::Absent => None,
            ContentType::Usual => {
                let typed =
                    if reads { self.endpoint.types_reads } else { !request.body.is_empty() };
                typed.then(|| "application/json".to_owned())
            }
        };
        let own = [
            ("authorization", authorization),
            ("content-type", content_type),
            ("idempotency-key", request.key.clone()),
            ("sandbox-world", self.endpoint.sandbox_world.clone()),
        ];
        let own = own.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
        let further = request.headers.iter().chain(&self.endpoint.headers).cloned();
        Sent {
            surface: Some(Surface::MC),
            by: self.name.clone(),
            method: request.method.clone(),
            url: format!("{}{}", self.endpoint.url, request.path),
            headers: own.chain(further).collect(),
            body: request.body.clone(),
            operation: named(request),
            again: recipe::of_request(&self.name, request),
            ..Sent::default()
        }
    }
}

/// The operation of a request, by its own name or by its path.
fn named(request: &Request) -> Option<NamedOperation> {
    let found = || operation::at(&request.method, &request.path).map(|one| one.name);
    let name = request.operation.or_else(found)?;
    let body: serde_json::Value = serde_json::from_slice(&request.body).unwrap_or_default();
    let amount = request.amount.clone().map_or_else(|| body["amount"].clone(), Into::into);
    Some(NamedOperation { name: name.to_owned(), cents: cents_of(&amount) })
}
