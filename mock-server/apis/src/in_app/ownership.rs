//! Ownership of everything that the root fields name, before any of them runs (AG 3).

use super::refusal::RequestError;
use crate::{
    card_graphql::{OperationError, Owned, foreign_session, number, text},
    gate::RequestContext,
    graphql::Root,
    programs::collateral::{
        QuoteId, Refusal, TransactionId, WalletId,
        checks::{OWN_QUOTE, OWN_TRANSACTION, OWN_WALLET},
    },
    rulebook::ag::ForeignCard,
    world::{CommandContext, World},
};

/// Checks the ownership of every id, then sessions of somebody else. The first root field that
/// fails stops the document; its name is told.
pub(super) fn check(
    context: &RequestContext,
    roots: &[Root<'_>],
) -> Result<(), (String, OperationError)> {
    for root in roots {
        let owned = context.look(root.name(), |world, acting| owns(context, world, acting, root));
        owned.map_err(|refusal| (root.name().to_owned(), refusal.into()))?;
    }
    match foreign_session(context, roots) {
        Some(root) => Err((root.name().to_owned(), OperationError::ForeignSession)),
        None => Ok(()),
    }
}

/// The reads of balances say in their answer that a card is not the caller's (AG 5.9).
const BALANCES: [&str; 2] = ["cardBalance", "rainCardBalance"];

/// The check as an execution asks for it: the operation that may not run is the one that was
/// answered.
pub(super) fn permit(context: &RequestContext) -> impl Fn(&[Root<'_>]) -> Result<(), RequestError> {
    move |roots| {
        check(context, roots).map_err(|(operation, said)| {
            context.expect(vec![operation]);
            RequestError::OperationError(said)
        })
    }
}

fn owns(
    context: &RequestContext,
    world: &World,
    acting: &CommandContext,
    root: &Root<'_>,
) -> Result<(), Refusal> {
    let (caller, program) = (acting.principal.caller, &world.issuer.collateral);
    let owned = Owned::of(context, (world, acting), root);
    let tells_later = BALANCES.contains(&root.name())
        || world.rules.ag.owner.foreign_card == ForeignCard::NotFound;
    if !tells_later {
        owned.card()?;
    }
    owned.application()?;
    if let Some(id) = wallet(root) {
        owned.check(OWN_WALLET, program.own_wallet(caller, WalletId(id)))?;
    }
    if let Some(id) = number(root, "quoteId") {
        owned.check(OWN_QUOTE, program.own_quote(caller, QuoteId(id)))?;
    }
    if let Some(id) = number(root, "transactionId") {
        owned.check(OWN_TRANSACTION, program.own_transaction(caller, TransactionId(id)))?;
    }
    Ok(())
}

/// The wallet that a field names: an `ID`, which is a text or a number. What is no number is the
/// wallet 0, which nobody has.
fn wallet(root: &Root<'_>) -> Option<i32> {
    const NAME: &str = "digitalWalletId";
    let text = text(root, NAME).map(|text| text.parse().unwrap_or(0));
    text.or_else(|| number(root, NAME))
}
