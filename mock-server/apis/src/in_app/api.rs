//! The declaration of this surface: everything that the rest of the server has to know of it.

use axum::{
    http::{StatusCode, request::Parts},
    response::Response,
    routing::MethodRouter,
};
use futures::future::BoxFuture;
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::{EVENTS, IN_APP, InApp, PATH, auth, callers, duties, events, live, schema};
use crate::{
    client_duties::ClientDuties,
    explained_api::ExplainedApi,
    gate::{self, Door, NamedFault, Received, WebhookFormat},
    log::{LogRenderer, Reason},
    mocked_api::{Document, MockedApi, Root, TokenOwner},
    pages::Explorer,
    programs::collateral::person::Outcome,
    surface::Surface,
    world::{World, replay::Recorded},
    worlds::{Handle, Worlds},
};

/// Reasons for the answers of this surface.
const REASONS: [Reason; 28] = [
    Reason::Ok,
    Reason::Business,
    Reason::Forbidden,
    Reason::ForeignSession,
    Reason::Validation,
    Reason::Parse,
    Reason::BadRequest,
    Reason::MediaType,
    Reason::Method,
    Reason::TooLarge,
    Reason::KeyMissing,
    Reason::KeyUnknown,
    Reason::TokenMissing,
    Reason::TokenScheme,
    Reason::TokenMalformed,
    Reason::TokenAlgorithm,
    Reason::TokenSignature,
    Reason::TokenExpired,
    Reason::TokenNotYet,
    Reason::TokenWorld,
    Reason::TokenRefresh,
    Reason::TokenUser,
    Reason::TokenUserDisabled,
    Reason::RateLimited,
    Reason::NonceStore,
    Reason::IssuerError,
    Reason::Internal,
    Reason::UnknownPath,
];

impl MockedApi for InApp {
    fn surface(&self) -> Surface {
        Self::SURFACE
    }

    fn base(&self) -> &'static str {
        PATH
    }

    fn web_socket(&self) -> Option<&'static str> {
        Some(PATH)
    }

    fn roots(&self) -> &'static [Root] {
        &[Root::At(PATH), Root::At(EVENTS)]
    }

    fn service(&self, worlds: Worlds) -> MethodRouter {
        live::service(worlds)
    }

    fn explorer(&self) -> Option<Explorer> {
        Some(Explorer { surface: "AG", title: "In-app GraphQL API", endpoint: PATH })
    }

    fn named_world(&self, worlds: &Worlds, parts: &Parts, body: &Received) -> Option<Handle> {
        gate::named_world_of(&IN_APP, worlds, parts, body)
    }

    fn again<'a>(
        &'a self,
        handle: &'a Handle,
        recorded: &'a Recorded,
    ) -> BoxFuture<'a, Option<Option<gate::Answer>>> {
        Box::pin(gate::again(&IN_APP, handle, recorded))
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

    fn close_words(&self) -> &'static [&'static str] {
        live::CLOSE_WORDS
    }

    fn faults(&self) -> &'static [NamedFault] {
        Self::FAULTS
    }

    fn webhook_format(&self) -> Option<&'static dyn WebhookFormat> {
        Some(&events::InAppWebhookFormat)
    }

    fn client_duties(&self) -> &'static dyn ClientDuties {
        duties::DUTIES
    }

    fn explained(&self) -> Option<&'static dyn ExplainedApi> {
        Some(&IN_APP)
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
            json!({"surface": Self::SURFACE, "place": "last name of a user", "word": word,
                   "means": outcome})
        };
        Outcome::WORDS.iter().map(word).collect()
    }

    fn token_name(&self) -> &'static str {
        "token"
    }

    fn callers(&self, world: &World, now: Timestamp) -> Map<String, Value> {
        callers::callers(world, now)
    }

    fn variables(&self, world: &World, now: Timestamp) -> Vec<(&'static str, String)> {
        let variable = |(name, label)| Some((name, callers::token_of(world, label, now)?));
        [("AGIO_USER_TOKEN", "jane"), ("AGIO_USER2_TOKEN", "jon")]
            .into_iter()
            .filter_map(variable)
            .collect()
    }

    fn owner(&self, worlds: &Worlds, token: &str) -> Option<TokenOwner> {
        let handle = worlds.get(&auth::named_world(token)?).ok()?;
        let now = handle.now();
        let (by, state) = handle.read(|world| {
            let state = match auth::judge(world, token, &world.rules, now) {
                Ok(_) => "valid",
                Err(Reason::TokenExpired) => "expired",
                Err(_) => "revoked",
            };
            let sub = crate::crypto::jwt::Token::read(token)?.text("sub")?.to_owned();
            let user = world.issuer.collateral.in_app_user(&sub)?;
            Some((user.label.clone().unwrap_or(sub), state))
        })?;
        Some(TokenOwner { world: handle.id().to_owned(), by, state })
    }
}
