//! Permission of every root field before any of them runs (PG 2.3 step 11, 12).

use crate::{
    gate::RequestContext,
    graphql::Root,
    programs::collateral::{ApplicationId, CardId, Refusal},
    rulebook::UnknownUser,
    surfaces::card_graphql::{OperationError, names_foreign_session, number, text},
    world::{CommandContext, World},
};

/// Checks blocked names, then the ownership of every id, then sessions of somebody else. The first
/// root field that fails stops the document; its name is told.
pub(super) fn check(
    context: &RequestContext,
    roots: &[Root<'_>],
) -> Result<(), (String, OperationError)> {
    let stop = |root: &Root<'_>, said| Err((root.name().to_owned(), said));
    if let Some(root) = roots.iter().find(|root| is_blocked(root.name())) {
        return stop(root, OperationError::Blocked);
    }
    for root in roots.iter().filter(|root| root.name() != "cardBalance") {
        if context.look(root.name(), |world, context| owns(world, context, root)).is_err() {
            return stop(root, OperationError::from(Refusal::NotYours));
        }
    }
    for root in roots {
        if context.look(root.name(), |world, context| names_foreign_session(world, context, root)) {
            return stop(root, OperationError::ForeignSession);
        }
    }
    Ok(())
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

fn owns(world: &World, context: &CommandContext, root: &Root<'_>) -> Result<(), Refusal> {
    let caller = context.principal.caller;
    if let Some(id) = number(root, "cardId") {
        world.issuer.collateral.own_card(caller, CardId(id))?;
    }
    if let Some(id) = number(root, "cardApplicationId") {
        world.issuer.collateral.own_application(caller, ApplicationId(id))?;
    }
    if let Some(id) = text(root, "cardUserId") {
        let unknown = world.issuer.collateral.user_named(id).is_none();
        if !(unknown && world.rules.kyc.unknown_user == UnknownUser::Business) {
            world.issuer.collateral.own_user(caller, id)?;
        }
    }
    Ok(())
}
