//! The page at the endpoint: the explorer, with the schema in it (PG 5).

use axum::http::{Method, StatusCode, header, request::Parts};

use super::PATH;
use crate::{
    accept,
    gate::{Answer, Content, Done},
    log::Reason,
    pages::{self, Explorer},
};

/// The path below which the files of the page are served.
pub(super) const FILES: &str = "/partner/cards/graphql/explorer";

/// The API, as its page shows it.
pub(super) const EXPLORER: Explorer =
    Explorer { surface: "PG", title: "Partner Card GraphQL API", endpoint: PATH };

/// True when a request at the endpoint asks for the page.
pub(super) fn is_asked_for(parts: &Parts) -> bool {
    parts.method == Method::GET && accept::names(&parts.headers, "text/html")
}

/// True when a request asks for the page, or for one of its files.
pub(super) fn asks(parts: &Parts) -> bool {
    parts.uri.path().starts_with(FILES) || is_asked_for(parts)
}

/// The page as an answer; it needs no credential. Until it is finished, its content are the settings
/// that it works by, which deviations can change.
pub(super) fn answer(sdl: &str) -> Answer {
    Answer {
        status: StatusCode::OK,
        headers: Vec::new(),
        content_type: "text/html; charset=utf-8",
        content: Content::ToSeal(EXPLORER.settings(sdl)),
        done: vec![Done { operation: "explorer".to_owned(), key: None, reason: Reason::Ok }],
    }
    .with_header(header::CONTENT_SECURITY_POLICY, pages::POLICY)
    .with_header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
    .with_header(header::REFERRER_POLICY, "no-referrer")
}

/// Writes the page, once its settings are final.
pub(super) fn finish(mut answer: Answer) -> Answer {
    if let Content::ToSeal(settings) = &answer.content {
        answer.content = Content::Bytes(pages::explorer(settings, FILES).into());
    }
    answer
}
