//! Operations that a request asks for, before anything of it is checked: faults are compared with
//! them.

use axum::http::request::Parts;

use super::{
    EVENTS, auth,
    live::{STREAM, SocketStep},
    only_introspects,
};
use crate::{
    card_graphql::calls,
    crypto::jwt::Token,
    gate::{Received, RequestContext},
    graphql::Documents,
    surface::Surface,
    world::faults::{Call, RequestedCalls},
};

/// Reads the request as far as it can be read.
pub(super) fn look(
    documents: &Documents,
    context: &RequestContext,
    parts: &Parts,
    received: &Received,
) -> RequestedCalls {
    let token = auth::header(&parts.headers).and_then(|header| Token::read(auth::bare(header)));
    let by = context.read(|world| {
        let user = world.issuer.collateral.in_app_user(token?.text("sub")?)?;
        user.label.clone().or_else(|| user.user_id.clone())
    });
    let step = parts.extensions.get::<SocketStep>().and_then(SocketStep::name);
    let step = step.or((parts.uri.path() == EVENTS).then_some(STREAM));
    if let Some(name) = step {
        let call = Call { operation: name.to_owned(), ..Call::default() };
        return RequestedCalls { surface: Surface::AG, by, calls: vec![call] };
    }
    let calls = calls(documents, received, only_introspects);
    RequestedCalls { surface: Surface::AG, by, calls }
}
