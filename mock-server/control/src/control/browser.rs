//! `/console`, `/explorer/{surface}` and the files that these pages load (SB 16). The pages are
//! public; the data that their scripts ask for need the control token.

use axum::{
    extract::{Path, State},
    http::{HeaderMap, header},
    response::{Html, IntoResponse, Response},
};

use super::{Control, Problem, ProblemCode};
use crate::{mocked_api::Document, pages};

/// The path below which the files of the pages are served.
const FILES: &str = "/_sandbox/pages";

/// Shows the console.
#[utoipa::path(get, path = "/console",
    responses((status = 200, description = "A page.", body = String, content_type = "text/html")))]
pub(super) async fn console() -> Response {
    pages::console()
}

/// Shows the explorer of a GraphQL API.
#[utoipa::path(get, path = "/explorer/{surface}",
    params(("world" = Option<String>, Query, description = "The world whose credentials it offers.")),
    responses((status = 200, description = "A page.", body = String, content_type = "text/html")))]
pub(super) async fn explorer(
    State(control): State<Control>,
    Path(surface): Path<String>,
) -> Result<Response, Problem> {
    let api = control.apis.iter().find(|api| api.surface().code() == surface);
    let found = api.and_then(|api| match (api.explorer(), api.document()) {
        (Some(explorer), Document::Sdl(sdl)) => Some(explorer.settings(sdl())),
        _ => None,
    });
    let settings = found.ok_or_else(|| nothing("explorer", &surface))?;
    let headers = [
        (header::CONTENT_SECURITY_POLICY, pages::POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    Ok((headers, Html(pages::explorer(&settings, FILES))).into_response())
}

/// Answers a file that a page loads.
#[utoipa::path(get, path = "/pages/{name}",
    responses((status = 200, description = "A script, a style sheet or a text.", body = String, content_type = "text/plain")))]
pub(super) async fn file(
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    pages::file(&name, &headers).ok_or_else(|| nothing("file", &name))
}

fn nothing(what: &str, name: &str) -> Problem {
    Problem::new(ProblemCode::NotFound, "Nothing there", format!("there is no {what} {name:?}"))
}
