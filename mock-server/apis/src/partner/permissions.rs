//! Permission of every root field before any of them runs (PG 2.3 step 11, 12).

use crate::{
    card_graphql::{OperationError, Owned, foreign_session, text},
    command::Check,
    gate::RequestContext,
    graphql::Root,
    programs::collateral::{Refusal, checks::OWN_USER},
    rulebook::UnknownUser,
    world::{CommandContext, World},
};

/// The operation is open to partners.
pub(super) const NOT_BLOCKED: Check =
    Check::new("the operation is open to partners", &["PG-BLOCK-01"]);

/// Checks blocked names, then the ownership of every id, then sessions of somebody else. The first
/// root field that fails stops the document; its name is told.
pub(super) fn check(
    context: &RequestContext,
    roots: &[Root<'_>],
) -> Result<(), (String, OperationError)> {
    let stop = |root: &Root<'_>, said| Err((root.name().to_owned(), said));
    let open = match roots.iter().find(|root| is_blocked(root.name())) {
        Some(root) => stop(root, OperationError::Blocked),
        None => Ok(()),
    };
    context.holds(NOT_BLOCKED, open, |_| "it is blocked")?;
    for root in roots.iter().filter(|root| root.name() != "cardBalance") {
        let owned = context.look(root.name(), |world, acting| owns(context, world, acting, root));
        if owned.is_err() {
            return stop(root, OperationError::from(Refusal::NotYours));
        }
    }
    match foreign_session(context, roots) {
        Some(root) => stop(root, OperationError::ForeignSession),
        None => Ok(()),
    }
}

/// Mutations that show in the schema and are refused before they run (PG 13).
pub(super) fn is_blocked(name: &str) -> bool {
    const BLOCKED: [&str; 4] = [
        "createCardApplication",
        "createCardCorporateApplication",
        "cardWithdraw",
        "payInvoiceWithCardBalance",
    ];
    BLOCKED.contains(&name) || name.ends_with("ByCardId") || name.ends_with("ByCardUserId")
}

fn owns(
    context: &RequestContext,
    world: &World,
    acting: &CommandContext,
    root: &Root<'_>,
) -> Result<(), Refusal> {
    let (caller, program) = (acting.principal.caller, &world.issuer.collateral);
    let owned = Owned::of(context, (world, acting), root);
    owned.card()?;
    owned.application()?;
    if let Some(id) = text(root, "cardUserId") {
        let unknown = program.user_named(id).is_none();
        if !(unknown && world.rules.kyc.unknown_user == UnknownUser::Business) {
            owned.check(OWN_USER, program.own_user(caller, id))?;
        }
    }
    Ok(())
}
