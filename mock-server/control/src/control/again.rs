//! Control requests of a journal, sent again in a copy of their world.

use axum::{
    body::{Body, Bytes},
    http::{Request, header},
    response::Response,
};
use tower::ServiceExt;

use super::{Control, ROOT, create_world};
use crate::{
    gate::WebhookSender,
    mocked_api::{MockedApi, webhook_formats},
    worlds::{Handle, Worlds},
};

/// The answer to a request whose path stands below that of its world; none for a method or a path
/// with which no request can be written.
pub(super) async fn sent_again(
    handle: &Handle,
    (method, path): (&str, &str),
    body: Bytes,
    apis: &'static [&'static dyn MockedApi],
) -> Option<Response> {
    let sent = Request::builder()
        .method(method)
        .uri(format!("{ROOT}/worlds/{}{path}", handle.id()))
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(body))
        .ok()?;
    let sender = WebhookSender::new(webhook_formats(apis));
    let control = Control::new(Worlds::of_one(handle, create_world), None, sender).over(apis);
    let Ok(answer) = control.router().oneshot(sent).await;
    Some(answer)
}
