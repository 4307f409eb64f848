//! The declaration of a mocked API: one value that everything reads which has to know of it.

use axum::{
    Router,
    http::{StatusCode, request::Parts},
    response::Response,
    routing::MethodRouter,
};
use futures::future::BoxFuture;
use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::{
    client_duties::ClientDuties,
    explained_api::ExplainedApi,
    gate::{Answer, NamedFault, Received, WebhookFormat},
    log::{LogRenderer, Reason},
    pages::Explorer,
    programs::collateral::CardUser,
    surface::Surface,
    world::{Credential, KeyFault, World, replay::Recorded},
    worlds::{Handle, Worlds},
};

/// A mocked API.
pub trait MockedApi: Send + Sync {
    /// The code.
    fn surface(&self) -> Surface;

    /// The path below which it answers, as callers have it in their base URL; empty for the root of
    /// the host.
    fn base(&self) -> &'static str;

    /// The path at which it speaks WebSocket; callers have its URL too (SB 3.1).
    fn web_socket(&self) -> Option<&'static str> {
        None
    }

    /// The paths that belong to it. Where those of two surfaces hold a path, the longer one counts.
    fn roots(&self) -> &'static [Root];

    /// The service at those paths, over these worlds.
    fn service(&self, worlds: Worlds) -> MethodRouter;

    /// The explorer of its schema for browsers, where it has one (PG 5).
    fn explorer(&self) -> Option<Explorer> {
        None
    }

    /// The files of a page that the API serves itself: beside the service, in no world and no log.
    fn files(&self) -> Router {
        Router::new()
    }

    /// The judge of requests for a page that the API serves itself; none where it serves none.
    fn page(&self) -> Option<AsksForPage> {
        None
    }

    /// The world that the credential of a request names, before anything is verified.
    fn named_world(&self, worlds: &Worlds, parts: &Parts, body: &Received) -> Option<Handle>;

    /// The answer that a recorded request gets in a world that is in the state in which it came; the
    /// inner option is none when a fault drops it, the outer one when the record does not suffice.
    fn again<'a>(
        &'a self,
        handle: &'a Handle,
        recorded: &'a Recorded,
    ) -> BoxFuture<'a, Option<Option<Answer>>>;

    /// A refusal by the server itself, such as an overlong head or a full server, in the words of
    /// this surface (SB 18).
    fn refusal(&self, status: StatusCode, why: &str) -> Response;

    /// The reader of its requests in the log, which also tells its operations, the types of what
    /// requests name and the mistakes of clients.
    fn log_renderer(&self) -> &'static dyn LogRenderer;

    /// Every reason that an answer of it can have: to these, deviations can be restricted.
    fn reasons(&self) -> Vec<Reason>;

    /// The words by which deviations name the closes of a WebSocket, where the API has any.
    fn close_words(&self) -> &'static [&'static str] {
        &[]
    }

    /// The errors that can be ordered by name, with their exact answers (SB 8.2).
    fn faults(&self) -> &'static [NamedFault];

    /// The form of its webhooks, where it sends any.
    fn webhook_format(&self) -> Option<&'static dyn WebhookFormat> {
        None
    }

    /// The duties that its documents put on clients, and the detectors that judge them (SB 10).
    fn client_duties(&self) -> &'static dyn ClientDuties;

    /// Its operations as they are explained in advance (SB 6.1); none where that is not possible.
    fn explained(&self) -> Option<&'static dyn ExplainedApi> {
        None
    }

    /// The machine-readable description of the API.
    fn document(&self) -> Document;

    /// The people of a fresh world, as the catalogue shows them (SB 3.7).
    fn personas(&self, world: &World) -> Vec<Value>;

    /// The people of a world that requests can name, as the world shows them (SB 3.2).
    fn people(&self, world: &World) -> Vec<Value>;

    /// The words that choose an outcome, as the catalogue shows them.
    fn magic_words(&self) -> Vec<Value>;

    /// The name of a token in the API's own words, such as `api_token`: the member by which
    /// `whoami` is asked.
    fn token_name(&self) -> &'static str;

    /// The header with the key of a caller that signs or seals with a secret; none where callers have
    /// tokens alone.
    fn key_header(&self) -> Option<&'static str> {
        None
    }

    /// The callers of a world and their credentials, as members beside the URLs (SB 3.2).
    fn callers(&self, world: &World, now: Timestamp) -> Map<String, Value>;

    /// The variables that hold token and secret of callers with credentials (SB 3.2).
    fn environment(&self) -> &'static [EnvironmentVariables] {
        &[]
    }

    /// The values of all variables of the API in a world (SB 3.2).
    fn variables(&self, world: &World, now: Timestamp) -> Vec<(&'static str, String)> {
        let mut all = Vec::new();
        for caller in self.environment() {
            if let Some(credential) = in_use(world, caller.label, now) {
                all.push((caller.token, credential.api_token.clone()));
                all.push((caller.secret, credential.client_secret.reveal().to_owned()));
            }
        }
        all
    }

    /// The operation by which an application for a person would be refused because data is missing,
    /// and its error (SB 6.2); none when it would not be, or when the API has no such operation.
    fn blocked_application(&self, _: &World, _: &CardUser) -> Option<BlockedOperation> {
        None
    }

    /// True when the bodies of an operation's answers show credentials of the world, or are encrypted
    /// under them. Those follow from the id of the world, which a fork has not from its origin.
    fn answers_follow_from_id(&self, _operation: &str) -> bool {
        false
    }

    /// The text that takes the place of one in requests to `origin` when they are told of in its fork;
    /// none for one that is no credential of the origin.
    fn renamed(&self, _text: &str, _origin: &World, _fork: &World) -> Option<String> {
        None
    }

    /// Whose a token is (SB 3.2); none when no world has it.
    fn owner(&self, worlds: &Worlds, token: &str) -> Option<TokenOwner> {
        let handle = worlds.of_token(self.surface(), token)?;
        let now = handle.now();
        let (by, state) = handle.read(|world| {
            let credentials = &world.access.credentials;
            let credential = credentials.of_token(self.surface(), token)?;
            let state = match credentials.judge(credential, &world.rules, now) {
                Ok(()) => "valid",
                Err(KeyFault::Expired) => "expired",
                Err(KeyFault::Revoked | KeyFault::Environment) => "revoked",
            };
            Some((credential.label.clone(), state))
        })?;
        Some(TokenOwner { world: handle.id().to_owned(), by, state })
    }
}

/// A judge of a request's head: true when it asks for a page, or for a file that a page loads.
pub type AsksForPage = fn(&Parts) -> bool;

/// An operation that would be refused.
pub struct BlockedOperation {
    /// The name of the operation.
    pub operation: &'static str,
    /// The text of its error.
    pub error: String,
}

/// The owner of a token.
pub struct TokenOwner {
    /// The id of the world in which the token counts.
    pub world: String,
    /// The label of the caller.
    pub by: String,
    /// The state of the token: `valid`, `expired` or `revoked`.
    pub state: &'static str,
}

/// The credential with this label, or the one that took its place if it has ended.
fn in_use<'w>(world: &'w World, label: &str, now: Timestamp) -> Option<&'w Credential> {
    let all = &world.access.credentials;
    let named = all.labelled(label)?;
    let works = |one: &&Credential| all.judge(one, &world.rules, now).is_ok();
    let mut ours = all.iter().filter(|one| one.holder == named.holder);
    Some(Some(named).filter(works).or_else(|| ours.rfind(works)).unwrap_or(named))
}

/// The paths that belong to a surface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Root {
    /// This one path.
    At(&'static str),
    /// This path and everything below it.
    Below(&'static str),
}

impl Root {
    /// The path under which the surface is known.
    pub fn path(self) -> &'static str {
        match self {
            Self::At(path) | Self::Below(path) => path,
        }
    }

    /// Whether a path belongs to the root.
    pub fn holds(self, path: &str) -> bool {
        match self {
            Self::At(root) => path == root,
            Self::Below(root) => {
                path.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            }
        }
    }

    /// The routes that lead to the surface.
    pub fn routes(self) -> Vec<String> {
        match self {
            Self::At(path) => vec![path.to_owned()],
            Self::Below(path) => {
                vec![path.to_owned(), format!("{path}/"), format!("{path}/{{*path}}")]
            }
        }
    }
}

/// A machine-readable description of an API.
#[derive(Clone, Copy)]
pub enum Document {
    /// An OpenAPI document, which the control plane shows.
    OpenApi(fn() -> &'static Value),
    /// A schema in the schema definition language, which the API shows itself by introspection.
    Sdl(fn() -> &'static str),
}

/// The variables of one caller.
#[derive(Clone, Copy, Debug)]
pub struct EnvironmentVariables {
    /// Label of the credential, such as `acme/primary`.
    pub label: &'static str,
    /// Name of the variable that holds its token.
    pub token: &'static str,
    /// Name of the variable that holds its secret.
    pub secret: &'static str,
}

/// The webhook format of each of these mocked APIs, where it sends any.
pub fn webhook_formats(
    apis: &'static [&'static dyn MockedApi],
) -> impl Fn(Surface) -> Option<&'static dyn WebhookFormat> {
    move |surface| apis.iter().find(|api| api.surface() == surface)?.webhook_format()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_root_holds_its_path_and_what_is_below_it() {
        let (at, below) = (Root::At("/a/b"), Root::Below("/api"));
        assert!(at.holds("/a/b") && !at.holds("/a/b/") && !at.holds("/a/bc"));
        assert!(below.holds("/api") && below.holds("/api/x") && !below.holds("/apix"));
    }
}
