//! The route to the files, for a surface whose page is not the control plane's.

use axum::{
    Router,
    extract::Path,
    http::{HeaderMap, StatusCode},
    response::IntoResponse,
    routing::get,
};

use super::file;

/// A router that answers the files of the pages below `root`.
pub fn files(root: &str) -> Router {
    let answer = async |Path(name): Path<String>, headers: HeaderMap| {
        file(&name, &headers).unwrap_or_else(|| StatusCode::NOT_FOUND.into_response())
    };
    Router::new().route(&format!("{root}/{{name}}"), get(answer))
}
