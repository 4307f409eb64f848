//! Operations that a request asks for, before anything of it is checked: faults are compared with
//! them.

use axum::http::HeaderMap;

use super::{auth, introspection};
use crate::{
    card_graphql::calls,
    gate::{Received, RequestContext},
    graphql::{self, Documents},
    surface::Surface,
    world::faults::RequestedCalls,
};

/// Reads the request as far as it can be read.
pub(super) fn look(
    documents: &Documents,
    context: &RequestContext,
    headers: &HeaderMap,
    received: &Received,
) -> RequestedCalls {
    let token = headers.get(auth::API_KEY).and_then(|value| value.to_str().ok());
    let by = context.read(|world| {
        let credential = world.access.credentials.of_token(Surface::PG, token?)?;
        Some(credential.label.clone())
    });
    let exemption = introspection::exemption(&context.rules().intro);
    let calls = calls(documents, received, |prepared| {
        graphql::only_introspects(&prepared.document, exemption)
    });
    RequestedCalls { surface: Surface::PG, by, calls }
}
