//! The session of the staff, who may read the log of deliveries and repeat one (MC 3, 14.5).

use axum::http::{HeaderMap, header};

use super::{checks::STAFF, codes::Code, error::ApiError};
use crate::{
    gate::RequestContext,
    issuer::Caller,
    world::{Principal, World},
};

/// Cookie of the session.
const COOKIE: &str = "sessionid";

/// Start of the value of the cookie; the id of the world stands behind it.
const PREFIX: &str = "staff-";

/// The cookie with which the staff of a world is let in, as a header has it.
pub(super) fn cookie(world: &World) -> String {
    format!("{COOKIE}={}", world.staff_session())
}

/// The value of the session's cookie.
fn session(headers: &HeaderMap) -> Option<&str> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = all.flat_map(|line| line.split(';')).filter_map(|pair| pair.split_once('='));
    pairs.find(|(name, _)| name.trim() == COOKIE).map(|(_, value)| value.trim())
}

/// The world that the cookie names, before anything is verified.
pub(super) fn named_world(headers: &HeaderMap) -> Option<&str> {
    session(headers)?.strip_prefix(PREFIX)
}

/// Lets the staff in: from here on the request acts as the back office. Nobody else gets further.
pub(super) fn authenticate(
    context: &RequestContext,
    headers: &HeaderMap,
    operation: &str,
) -> Result<(), ApiError> {
    if !context.acts_as_recorded() {
        let sent = session(headers);
        let is_staff = sent.is_some_and(|sent| context.read(|world| world.staff_session() == sent));
        if is_staff {
            context.act_as(Principal::ops());
        }
    }
    let admitted =
        match context.look(operation, |_, context| context.principal.caller == Caller::Ops) {
            true => Ok(()),
            false => Err(ApiError::of(Code::PermissionDenied)),
        };
    context.holds(STAFF, admitted, |_| "it is not")
}
