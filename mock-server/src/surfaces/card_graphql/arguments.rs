//! Ids and texts in the arguments of a root field, before the field runs.

use super::checks::OWN_SESSION;
use crate::{
    gate::RequestContext,
    graphql::{Given, Root},
    world::{CommandContext, World},
};

/// An id; what is no `Int` is the schema's to refuse.
pub(in crate::surfaces) fn number(root: &Root<'_>, name: &str) -> Option<i32> {
    match root.argument(name)? {
        Given::Number(number) => i32::try_from(number.as_i64()?).ok(),
        _ => None,
    }
}

/// A text.
pub(in crate::surfaces) fn text<'a>(root: &Root<'a>, name: &str) -> Option<&'a str> {
    match root.argument(name)? {
        Given::Text(text) => Some(text),
        _ => None,
    }
}

/// Whether the field would use an encryption session of somebody else. An operation that creates
/// something looks at the session for the sake of a PIN only.
pub(in crate::surfaces) fn names_foreign_session(
    context: &RequestContext,
    world: &World,
    acting: &CommandContext,
    root: &Root<'_>,
) -> bool {
    let Some(session) = text(root, "sessionId") else { return false };
    if root.name().starts_with("create")
        && root.argument("encryptedPin").is_none_or(|pin| pin == Given::Null)
    {
        return false;
    }
    let sessions = &world.access.sessions;
    let foreign = match sessions.is_foreign(session, &acting.principal, &world.rules.session) {
        true => Err("somebody else has opened it"),
        false => Ok(()),
    };
    context.holds(OWN_SESSION, foreign, |found| *found).is_err()
}
