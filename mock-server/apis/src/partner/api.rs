//! The declaration of this surface: everything that the rest of the server has to know of it.

use axum::{
    Router,
    http::{StatusCode, request::Parts},
    response::Response,
    routing::MethodRouter,
};
use futures::future::BoxFuture;
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::{
    PARTNER, PATH, Partner, callers, duties,
    explorer::{self, EXPLORER, FILES},
    preconditions, schema,
};
use crate::{
    client_duties::ClientDuties,
    explained_api::ExplainedApi,
    gate::{self, Door, NamedFault, Received},
    log::{LogRenderer, Reason},
    mocked_api::{AsksForPage, BlockedOperation, Document, EnvironmentVariables, MockedApi, Root},
    pages::{self, Explorer},
    programs::collateral::{CardUser, person::Outcome},
    surface::Surface,
    world::{World, replay::Recorded},
    worlds::{Handle, Worlds},
};

/// Reasons for the answers of this surface.
const REASONS: [Reason; 25] = [
    Reason::Ok,
    Reason::Business,
    Reason::Forbidden,
    Reason::Blocked,
    Reason::ForeignSession,
    Reason::Validation,
    Reason::Parse,
    Reason::BadRequest,
    Reason::MediaType,
    Reason::Method,
    Reason::TooLarge,
    Reason::KeyMissing,
    Reason::KeyUnknown,
    Reason::KeyRevoked,
    Reason::KeyExpired,
    Reason::KeyEnvironment,
    Reason::Timestamp,
    Reason::Signature,
    Reason::Replay,
    Reason::NonceStore,
    Reason::HasuraDown,
    Reason::HasuraError,
    Reason::IssuerError,
    Reason::Internal,
    Reason::UnknownPath,
];

impl MockedApi for Partner {
    fn surface(&self) -> Surface {
        Self::SURFACE
    }

    fn base(&self) -> &'static str {
        PATH
    }

    fn roots(&self) -> &'static [Root] {
        &[Root::At(PATH)]
    }

    fn service(&self, worlds: Worlds) -> MethodRouter {
        gate::service(worlds, &PARTNER)
    }

    fn explorer(&self) -> Option<Explorer> {
        Some(EXPLORER)
    }

    fn files(&self) -> Router {
        pages::files(FILES)
    }

    fn page(&self) -> Option<AsksForPage> {
        Some(explorer::asks)
    }

    fn named_world(&self, worlds: &Worlds, parts: &Parts, body: &Received) -> Option<Handle> {
        gate::named_world_of(&PARTNER, worlds, parts, body)
    }

    fn again<'a>(
        &'a self,
        handle: &'a Handle,
        recorded: &'a Recorded,
    ) -> BoxFuture<'a, Option<Option<gate::Answer>>> {
        Box::pin(gate::again(&PARTNER, handle, recorded))
    }

    fn refusal(&self, status: StatusCode, why: &str) -> Response {
        gate::refusal::<Self>(status, why)
    }

    fn log_renderer(&self) -> &'static dyn LogRenderer {
        Self::LOG_RENDERER
    }

    fn reasons(&self) -> Vec<Reason> {
        REASONS.to_vec()
    }

    fn faults(&self) -> &'static [NamedFault] {
        Self::FAULTS
    }

    fn client_duties(&self) -> &'static dyn ClientDuties {
        duties::DUTIES
    }

    fn explained(&self) -> Option<&'static dyn ExplainedApi> {
        Some(&PARTNER)
    }

    fn document(&self) -> Document {
        Document::Sdl(schema::default_sdl)
    }

    fn personas(&self, world: &World) -> Vec<Value> {
        callers::personas(world)
    }

    fn people(&self, world: &World) -> Vec<Value> {
        callers::people(world)
    }

    fn magic_words(&self) -> Vec<Value> {
        let word = |(word, outcome): &(&str, Outcome)| {
            json!({"surface": Self::SURFACE, "place": "last name of a card user", "word": word,
                   "means": outcome})
        };
        Outcome::WORDS.iter().map(word).collect()
    }

    fn blocked_application(&self, world: &World, user: &CardUser) -> Option<BlockedOperation> {
        preconditions::blocked(world, user)
    }

    fn token_name(&self) -> &'static str {
        "api_token"
    }

    fn key_header(&self) -> Option<&'static str> {
        Some(super::auth::API_KEY)
    }

    fn callers(&self, world: &World, now: Timestamp) -> Map<String, Value> {
        Map::from_iter([("partners".to_owned(), callers::partners(world, now))])
    }

    fn environment(&self) -> &'static [EnvironmentVariables] {
        &[
            EnvironmentVariables {
                label: "acme/primary",
                token: "AGIO_PARTNER_API_TOKEN",
                secret: "AGIO_PARTNER_CLIENT_SECRET",
            },
            EnvironmentVariables {
                label: "globex/primary",
                token: "AGIO_PARTNER2_API_TOKEN",
                secret: "AGIO_PARTNER2_CLIENT_SECRET",
            },
        ]
    }
}
