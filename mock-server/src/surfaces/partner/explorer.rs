//! The page at the endpoint: what it is, how to call it, and the whole schema (PG 5).

use axum::http::{StatusCode, header};

use crate::{
    gate::{Answer, Content, Done},
    log::Reason,
};

const PAGE: &str = include_str!("../../../assets/explorer/index.html");

/// The page with this schema in it.
pub(super) fn page(sdl: &str) -> String {
    let escaped = sdl.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    PAGE.replace("{schema}", &escaped)
}

/// The page as an answer; it needs no credential and loads nothing.
pub(super) fn answer(page: &str) -> Answer {
    Answer {
        status: StatusCode::OK,
        headers: Vec::new(),
        content_type: "text/html; charset=utf-8",
        content: Content::Bytes(page.as_bytes().to_vec().into()),
        done: vec![Done { operation: "explorer".to_owned(), key: None, reason: Reason::Ok }],
    }
    .with_header(
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
    )
}
