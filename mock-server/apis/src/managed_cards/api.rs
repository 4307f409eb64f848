//! The declaration of this surface: everything that the rest of the server has to know of it.

use axum::{
    http::{StatusCode, request::Parts},
    response::Response,
    routing::MethodRouter,
};
use futures::future::BoxFuture;
use jiff::Timestamp;
use serde_json::{Map, Value};

use super::{
    MANAGED_CARDS, ManagedCards, authorizations::DECLINED, callers, codes, duties, openapi, tokens,
    webhook_format::ManagedWebhookFormat,
};
use crate::{
    client_duties::ClientDuties,
    explained_api::ExplainedApi,
    gate::{self, Door, NamedFault, Received, WebhookFormat},
    log::{LogRenderer, Reason},
    mocked_api::{Document, MockedApi, Root, TokenOwner},
    surface::Surface,
    world::{World, replay::Recorded},
    worlds::{Handle, Worlds},
};

/// Reasons for the answers of this surface, besides its codes.
const PROTOCOL: [Reason; 13] = [
    Reason::Ok,
    Reason::Repeated,
    Reason::UnknownPath,
    Reason::TokenScheme,
    Reason::TokenMalformed,
    Reason::TokenAlgorithm,
    Reason::TokenSignature,
    Reason::TokenExpired,
    Reason::TokenNotYet,
    Reason::TokenWorld,
    Reason::TokenRefresh,
    Reason::Internal,
    Reason::Standard(DECLINED),
];

impl MockedApi for ManagedCards {
    fn surface(&self) -> Surface {
        Self::SURFACE
    }

    fn base(&self) -> &'static str {
        ""
    }

    fn roots(&self) -> &'static [Root] {
        &[
            Root::Below("/api/v1/token"),
            Root::Below("/cards/api/v1"),
            Root::Below("/accounting/api/v1"),
            Root::Below("/weebhook"),
            Root::Below("/webhook"),
        ]
    }

    fn service(&self, worlds: Worlds) -> MethodRouter {
        gate::service(worlds, &MANAGED_CARDS)
    }

    fn named_world(&self, worlds: &Worlds, parts: &Parts, body: &Received) -> Option<Handle> {
        gate::named_world_of(&MANAGED_CARDS, worlds, parts, body)
    }

    fn again<'a>(
        &'a self,
        handle: &'a Handle,
        recorded: &'a Recorded,
    ) -> BoxFuture<'a, Option<Option<gate::Answer>>> {
        Box::pin(gate::again(&MANAGED_CARDS, handle, recorded))
    }

    fn refusal(&self, status: StatusCode, why: &str) -> Response {
        gate::refusal::<Self>(status, why)
    }

    fn log_renderer(&self) -> &'static dyn LogRenderer {
        Self::LOG_RENDERER
    }

    fn reasons(&self) -> Vec<Reason> {
        PROTOCOL.into_iter().chain(codes::reasons()).collect()
    }

    fn faults(&self) -> &'static [NamedFault] {
        Self::FAULTS
    }

    fn webhook_format(&self) -> Option<&'static dyn WebhookFormat> {
        Some(&ManagedWebhookFormat)
    }

    fn client_duties(&self) -> &'static dyn ClientDuties {
        duties::DUTIES
    }

    fn explained(&self) -> Option<&'static dyn ExplainedApi> {
        Some(&MANAGED_CARDS)
    }

    fn document(&self) -> Document {
        Document::OpenApi(openapi::document)
    }

    fn personas(&self, world: &World) -> Vec<Value> {
        callers::personas(world)
    }

    fn people(&self, _: &World) -> Vec<Value> {
        Vec::new()
    }

    fn magic_words(&self) -> Vec<Value> {
        Vec::new()
    }

    fn token_name(&self) -> &'static str {
        "username"
    }

    fn callers(&self, world: &World, now: Timestamp) -> Map<String, Value> {
        callers::callers(world, now)
    }

    fn variables(&self, world: &World, now: Timestamp) -> Vec<(&'static str, String)> {
        callers::variables(world, now)
    }

    fn answers_follow_from_id(&self, operation: &str) -> bool {
        // A token is one of its world.
        operation.starts_with("token.")
    }

    fn renamed(&self, text: &str, origin: &World, fork: &World) -> Option<String> {
        tokens::renamed(text, origin, fork)
    }

    fn owner(&self, worlds: &Worlds, token: &str) -> Option<TokenOwner> {
        let handle = worlds.get(tokens::named_world(token)?).ok()?;
        let (by, state) = handle.read(|world| {
            let user = tokens::user_of(world, token)?;
            Some((user.label.clone(), if user.active { "valid" } else { "revoked" }))
        })?;
        Some(TokenOwner { world: handle.id().to_owned(), by, state })
    }
}
