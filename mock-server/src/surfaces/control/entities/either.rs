//! Cards, transactions and deposits of whichever program: ops about spending and money take those
//! of every surface (SB 5.4).

use super::{bare, collateral, prepaid, unknown};
use crate::{
    programs::{
        collateral::{CardId, DepositId, TransactionId},
        prepaid as er,
    },
    surfaces::control::Problem,
    world::World,
};

/// A card of one of the programs.
#[derive(Clone, Copy)]
pub(in crate::surfaces::control) enum AnyCard {
    /// A card against collateral (PG).
    Collateral(CardId),
    /// A prepaid card of a project (ER).
    Prepaid(er::CardId),
}

/// A transaction of one of the programs.
#[derive(Clone, Copy)]
pub(in crate::surfaces::control) enum AnyTransaction {
    /// A transaction on a card against collateral (PG).
    Collateral(TransactionId),
    /// A transaction on a prepaid card (ER).
    Prepaid(er::TransactionId),
}

/// A deposit of one of the programs.
#[derive(Clone, Copy)]
pub(in crate::surfaces::control) enum AnyDeposit {
    /// Collateral of a card user (PG).
    Collateral(DepositId),
    /// Funds of a project or of a user (ER).
    Prepaid(er::FundsId),
}

/// A card by id or `<label>/<n>`.
pub(in crate::surfaces::control) fn card(
    world: &World,
    reference: &str,
) -> Result<AnyCard, Problem> {
    match prepaid::card(world, reference) {
        Some(card) => Ok(AnyCard::Prepaid(card.id)),
        None => collateral::card(world, reference).map(|card| AnyCard::Collateral(card.id)),
    }
}

/// A transaction by id.
pub(in crate::surfaces::control) fn transaction(
    world: &World,
    reference: &str,
) -> Result<AnyTransaction, Problem> {
    match world.issuer.prepaid.transaction(bare("transaction", reference)) {
        Some(row) => Ok(AnyTransaction::Prepaid(row.id)),
        None => {
            collateral::transaction(world, reference).map(|row| AnyTransaction::Collateral(row.id))
        }
    }
}

/// A deposit by id: `<n>` of a card user, `er-<n>` of a project or user.
pub(in crate::surfaces::control) fn deposit(
    world: &World,
    reference: &str,
) -> Result<AnyDeposit, Problem> {
    let reference = bare("deposit", reference);
    if let Some(id) = prepaid::funds(world, reference) {
        return Ok(AnyDeposit::Prepaid(id));
    }
    let all = &world.issuer.collateral.deposits;
    let id = DepositId(super::number(reference));
    match all.get(id) {
        Some(_) => Ok(AnyDeposit::Collateral(id)),
        None => {
            let collateral = all.iter().map(|deposit| deposit.id.to_string());
            let funds = world.issuer.prepaid.funds.iter().map(|row| format!("er-{}", row.id));
            Err(unknown("deposit", reference, collateral.chain(funds)))
        }
    }
}
