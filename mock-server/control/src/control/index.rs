//! `GET /_sandbox`: every door of the server, `/health` and the OpenAPI document of the control
//! plane (SB 16, 25).

use axum::{
    Json,
    extract::State,
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use serde::Serialize;
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use super::Control;
use crate::{
    accept,
    mocked_api::{Document, MockedApi},
    pages,
};

/// Links to everything; the console for a browser.
#[utoipa::path(get, path = "/", responses((status = 200, description = "Links.", body = Value)))]
pub(super) async fn index(State(control): State<Control>, headers: HeaderMap) -> Response {
    if accept::names(&headers, "text/html") {
        return pages::console();
    }
    links(&control).into_response()
}

fn links(control: &Control) -> Json<Value> {
    let described =
        control.apis.iter().filter(|api| matches!(api.document(), Document::OpenApi(_)));
    let documents = described.map(|api| {
        let code = api.surface();
        (code.to_string(), json!(format!("/_sandbox/openapi/{code}")))
    });
    let shown = control.apis.iter().filter(|api| api.explorer().is_some());
    let explorers: Vec<_> =
        shown.map(|api| format!("/_sandbox/explorer/{}", api.surface())).collect();
    Json(json!({
        "name": "mock-server",
        "links": {
            "worlds": "/_sandbox/worlds",
            "default": "/_sandbox/worlds/default",
            "rules": "/_sandbox/catalog/rules",
            "deviations": "/_sandbox/catalog/deviations",
            "ops": "/_sandbox/catalog/ops",
            "unrouted": "/_sandbox/unrouted",
            "openapi": documents.collect::<Map<_, _>>(),
            "control": "/_sandbox/openapi.json",
            "console": "/_sandbox/console",
            "explorers": explorers,
            "version": "/_sandbox/version",
        },
        "surfaces": surfaces(control.apis),
        "doors": control.description().doors,
    }))
}

/// The mocked APIs with their paths.
fn surfaces(apis: &[&dyn MockedApi]) -> Value {
    let path = |api: &&dyn MockedApi| (api.surface().to_string(), json!(api.base()));
    Value::Object(apis.iter().map(path).collect())
}

/// Whether the process can answer.
#[derive(Serialize, ToSchema)]
pub(super) struct Health {
    /// `ok`.
    status: &'static str,
}

/// Tells that the process can answer.
#[utoipa::path(get, path = "/health", responses((status = 200, description = "Alive.", body = Health)))]
pub(super) async fn health() -> Json<Health> {
    Json(Health { status: "ok" })
}

/// Shows the OpenAPI document of the control plane.
#[utoipa::path(get, path = "/openapi.json",
    responses((status = 200, description = "This document.", body = Value)))]
pub(super) async fn openapi(State(control): State<Control>) -> Json<&'static Value> {
    Json(&control.description().document)
}
