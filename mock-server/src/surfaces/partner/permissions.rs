//! Permission of every root field before any of them runs (PG 2.3 step 11, 12).

use crate::{
    command::Check,
    gate::RequestContext,
    graphql::Root,
    programs::collateral::{
        ApplicationId, CardId, Refusal,
        checks::{OWN_APPLICATION, OWN_CARD, OWN_USER},
    },
    rulebook::UnknownUser,
    surfaces::card_graphql::{OperationError, names_foreign_session, number, text},
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
    for root in roots {
        let is_foreign = context
            .look(root.name(), |world, acting| names_foreign_session(context, world, acting, root));
        if is_foreign {
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

fn owns(
    context: &RequestContext,
    world: &World,
    acting: &CommandContext,
    root: &Root<'_>,
) -> Result<(), Refusal> {
    let (caller, program) = (acting.principal.caller, &world.issuer.collateral);
    let found = |refusal: &Refusal| refusal.to_string();
    if let Some(id) = number(root, "cardId") {
        context.holds(OWN_CARD, program.own_card(caller, CardId(id)), found)?;
    }
    if let Some(id) = number(root, "cardApplicationId") {
        let own = program.own_application(caller, ApplicationId(id));
        context.holds(OWN_APPLICATION, own, found)?;
    }
    if let Some(id) = text(root, "cardUserId") {
        let unknown = program.user_named(id).is_none();
        if !(unknown && world.rules.kyc.unknown_user == UnknownUser::Business) {
            context.holds(OWN_USER, program.own_user(caller, id), found)?;
        }
    }
    Ok(())
}
