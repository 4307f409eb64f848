//! The declaration of this surface: everything that the rest of the server has to know of it.

use axum::{
    http::{StatusCode, request::Parts},
    response::Response,
    routing::MethodRouter,
};
use futures::future::BoxFuture;
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::{
    ENVELOPE, Envelope, PATH, duties, openapi, slugs, webhook_format::EnvelopeWebhookFormat,
};
use crate::{
    client_duties::ClientDuties,
    explained_api::ExplainedApi,
    gate::{self, Door, NamedFault, Received, WebhookFormat},
    log::{LogRenderer, Reason},
    mocked_api::{Document, EnvironmentVariables, MockedApi, Root},
    programs::prepaid::Project,
    surface::Surface,
    world::{Holder, World, replay::Recorded},
    worlds::{Handle, Worlds},
};

/// Reasons for the answers of this surface, besides its standard errors.
const PROTOCOL: [Reason; 17] = [
    Reason::Ok,
    Reason::Repeated,
    Reason::UnknownPath,
    Reason::Method,
    Reason::TooLarge,
    Reason::MediaType,
    Reason::BadRequest,
    Reason::KeyMissing,
    Reason::KeyUnknown,
    Reason::NoAccess,
    Reason::EnvelopeMissing,
    Reason::EnvelopeFormat,
    Reason::PayloadFormat,
    Reason::TimestampMissing,
    Reason::TimestampFormat,
    Reason::TimestampWindow,
    Reason::Replay,
];

impl MockedApi for Envelope {
    fn surface(&self) -> Surface {
        Self::SURFACE
    }

    fn base(&self) -> &'static str {
        PATH
    }

    fn roots(&self) -> &'static [Root] {
        &[Root::Below(PATH)]
    }

    fn service(&self, worlds: Worlds) -> MethodRouter {
        gate::service(worlds, &ENVELOPE)
    }

    fn named_world(&self, worlds: &Worlds, parts: &Parts, body: &Received) -> Option<Handle> {
        gate::named_world_of(&ENVELOPE, worlds, parts, body)
    }

    fn again<'a>(
        &'a self,
        handle: &'a Handle,
        recorded: &'a Recorded,
    ) -> BoxFuture<'a, Option<Option<gate::Answer>>> {
        Box::pin(gate::again(&ENVELOPE, handle, recorded))
    }

    fn refusal(&self, status: StatusCode, why: &str) -> Response {
        gate::refusal::<Self>(status, why)
    }

    fn log_renderer(&self) -> &'static dyn LogRenderer {
        Self::LOG_RENDERER
    }

    fn reasons(&self) -> Vec<Reason> {
        PROTOCOL.into_iter().chain(slugs::reasons()).collect()
    }

    fn faults(&self) -> &'static [NamedFault] {
        Self::FAULTS
    }

    fn webhook_format(&self) -> Option<&'static dyn WebhookFormat> {
        Some(&EnvelopeWebhookFormat)
    }

    fn client_duties(&self) -> &'static dyn ClientDuties {
        duties::DUTIES
    }

    fn explained(&self) -> Option<&'static dyn ExplainedApi> {
        Some(&ENVELOPE)
    }

    fn document(&self) -> Document {
        Document::OpenApi(openapi::document)
    }

    fn personas(&self, _: &World) -> Vec<Value> {
        Vec::new()
    }

    fn people(&self, _: &World) -> Vec<Value> {
        Vec::new()
    }

    fn magic_words(&self) -> Vec<Value> {
        Vec::new()
    }

    fn token_name(&self) -> &'static str {
        "api_key"
    }

    fn answers_follow_from_id(&self, _: &str) -> bool {
        // All of them are sealed.
        true
    }

    fn key_header(&self) -> Option<&'static str> {
        Some(super::key::API_KEY)
    }

    fn callers(&self, world: &World, _: Timestamp) -> Map<String, Value> {
        Map::from_iter([("projects".to_owned(), projects(world))])
    }

    fn environment(&self) -> &'static [EnvironmentVariables] {
        const fn project(
            label: &'static str,
            token: &'static str,
            secret: &'static str,
        ) -> EnvironmentVariables {
            EnvironmentVariables { label, token, secret }
        }
        const ALL: [EnvironmentVariables; 3] = [
            project("main", "ER_API_KEY", "ER_API_SECRET"),
            project("poor", "ER2_API_KEY", "ER2_API_SECRET"),
            project("locked", "ER3_API_KEY", "ER3_API_SECRET"),
        ];
        &ALL
    }
}

/// The projects, each with the credential that was issued last.
fn projects(world: &World) -> Value {
    let project = |project: &Project| {
        let all = world.access.credentials.iter();
        let mut ours = all.filter(|one| one.holder == Holder::Project(project.id));
        let credential = ours.next_back()?;
        Some(json!({"label": project.label, "project_id": project.external_id,
                    "api_key": credential.api_token,
                    "api_secret": credential.client_secret.reveal()}))
    };
    world.issuer.prepaid.projects.iter().filter_map(project).collect()
}
