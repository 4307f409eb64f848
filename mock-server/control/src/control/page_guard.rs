//! Pages that a mocked API serves itself: open to those whom the control plane lets in (SB 17).

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::Access;
use crate::mocked_api::AsksForPage;

/// Answers a request, unless it asks for a page and its `Host` or `Origin` is none of ours: then the
/// answer is the control plane's own, 421 or 403.
pub async fn page_guard(
    State((access, asks)): State<(Arc<Access>, AsksForPage)>,
    request: Request,
    next: Next,
) -> Response {
    let (parts, body) = request.into_parts();
    if asks(&parts)
        && let Err(refused) = access.check_caller(&parts)
    {
        return refused.into_response();
    }
    next.run(Request::from_parts(parts, body)).await
}
