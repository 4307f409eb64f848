//! Whether the server can be used (SB 16).

use axum::{
    Json,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use super::{Control, Stage};

/// Tells whether the server can be used.
///
/// Answers 503 from the moment at which the server is told to end, and while its journal file cannot
/// be written. Otherwise 200 while any world takes commands, and tells which ones do not, because
/// their journals are full; 503 when none does.
/// One world at its limit is no reason to take the others away from their users.
#[utoipa::path(get, path = "/ready", responses((status = 200, description = "Ready.", body = Value), (status = 503, description = "Not ready.", body = Value)))]
pub(super) async fn ready(State(control): State<Control>) -> Response {
    if *control.stage.borrow() > Stage::Serving {
        let body = json!({"status": "draining",
                          "detail": "the server was told to end; what runs is answered"});
        return unavailable(body);
    }
    if let Some((file, why)) = control.worlds.file().and_then(|file| Some((file, file.trouble()?)))
    {
        let detail = format!(
            "the journal {} cannot be written: {why}; commands are refused, reads go on; the server \
             tries again every second",
            file.name()
        );
        let body = json!({"status": "journal_unavailable", "detail": detail});
        return unavailable(body);
    }
    let all = control.worlds.all();
    let full: Vec<Value> = all
        .iter()
        .filter_map(|handle| {
            let why = handle.room().err()?;
            let detail = format!("{why}; commands are refused, reads go on");
            let mut entry = json!({"world": handle.id(), "limit": why.limit(), "detail": detail});
            if let Some(flag) = why.flag() {
                entry["flag"] = json!(flag);
            }
            Some(entry)
        })
        .collect();
    let is_ready = full.is_empty() || full.len() < all.len();
    let (status, word) = match is_ready {
        true => (StatusCode::OK, "ready"),
        false => (StatusCode::SERVICE_UNAVAILABLE, "journal_unavailable"),
    };
    let mut body = json!({ "status": word });
    if let Some(first) = full.first() {
        let world = first["world"].as_str().unwrap_or_default();
        let others = match full.len() {
            1 => String::new(),
            more => format!(", and {} others", more - 1),
        };
        body["detail"] = json!(format!(
            "world {world} is full{others}: {}",
            first["detail"].as_str().unwrap_or_default()
        ));
        body["full"] = Value::Array(full);
    }
    (status, Json(body)).into_response()
}

fn unavailable(body: Value) -> Response {
    (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, "1")], Json(body)).into_response()
}
