//! How far the server is on its way from start to end, and what `ready` says of it (SB 16, 18).

use axum::{
    Json,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::json;

use super::Control;

/// A stage in the life of a server; they come in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// It takes connections.
    Serving,
    /// It was told to end: what runs is answered, each connection ends with its next answer.
    Draining,
    /// It ends: streams say `bye`.
    Closing,
}

/// Whether to send requests here.
pub(super) async fn ready(State(control): State<Control>) -> Response {
    let stage = *control.stage.borrow();
    match stage {
        Stage::Serving => Json(json!({"status": "ready"})).into_response(),
        Stage::Draining | Stage::Closing => {
            let body = json!({"status": "draining",
                              "detail": "the server was told to end; what runs is answered"});
            let again = [(header::RETRY_AFTER, "1")];
            (StatusCode::SERVICE_UNAVAILABLE, again, Json(body)).into_response()
        }
    }
}
