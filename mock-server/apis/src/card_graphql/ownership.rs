//! Ownership of what the root fields name, before any of them runs.

use super::{
    arguments::{number, text},
    checks::OWN_SESSION,
};
use crate::{
    command::Check,
    gate::RequestContext,
    graphql::{Given, Root},
    programs::collateral::{
        ApplicationId, CardId, Collateral, Refusal,
        checks::{OWN_APPLICATION, OWN_CARD},
    },
    world::{CommandContext, World},
};

/// Things that a root field names, which must be the caller's.
pub(crate) struct Owned<'a> {
    context: &'a RequestContext,
    acting: &'a CommandContext,
    program: &'a Collateral,
    root: &'a Root<'a>,
}

impl<'a> Owned<'a> {
    /// Things that a root field names in a world, looked at as its principal.
    pub(crate) fn of(
        context: &'a RequestContext,
        (world, acting): (&'a World, &'a CommandContext),
        root: &'a Root<'a>,
    ) -> Self {
        Self { context, acting, program: &world.issuer.collateral, root }
    }

    /// The card of `cardId`, if one is named.
    pub(crate) fn card(&self) -> Result<(), Refusal> {
        let Some(id) = number(self.root, "cardId") else { return Ok(()) };
        self.check(OWN_CARD, self.program.own_card(self.acting.principal.caller, CardId(id)))
    }

    /// The application of `cardApplicationId`, if one is named.
    pub(crate) fn application(&self) -> Result<(), Refusal> {
        let Some(id) = number(self.root, "cardApplicationId") else { return Ok(()) };
        let caller = self.acting.principal.caller;
        self.check(OWN_APPLICATION, self.program.own_application(caller, ApplicationId(id)))
    }

    /// Makes a check of ownership whose result is at hand.
    pub(crate) fn check<T>(&self, check: Check, owned: Result<T, Refusal>) -> Result<(), Refusal> {
        self.context.holds(check, owned.map(|_| ()), Refusal::to_string)
    }
}

/// The first root field that would use an encryption session of somebody else.
pub(crate) fn foreign_session<'r, 'd>(
    context: &RequestContext,
    roots: &'r [Root<'d>],
) -> Option<&'r Root<'d>> {
    roots.iter().find(|root| {
        context
            .look(root.name(), |world, acting| names_foreign_session(context, world, acting, root))
    })
}

/// True when the field would use an encryption session of somebody else. An operation that creates
/// something looks at the session for the sake of a PIN only.
fn names_foreign_session(
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
