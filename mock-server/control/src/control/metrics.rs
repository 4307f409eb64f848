//! Counters of the server for Prometheus (SB 16).

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};

use super::Control;
use crate::metrics::CONTENT_TYPE;

/// Tells what the server has counted, in the text format of Prometheus 0.0.4.
///
/// No label is an id, a token or a text of a client.
#[utoipa::path(get, path = "/metrics",
    responses((status = 200, description = "Counters.", content_type = "text/plain", body = String)))]
pub(super) async fn metrics(State(control): State<Control>) -> Response {
    let worlds = &control.worlds;
    let text = worlds.metrics().text(worlds.count());
    ([(header::CONTENT_TYPE, CONTENT_TYPE)], text).into_response()
}
