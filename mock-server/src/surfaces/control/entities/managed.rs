//! Users of managed cards and what belongs to them: wallets, cards, authorizations, operations,
//! disputes; and the programs that cards are made of.

use super::{bare, unknown};
use crate::{
    programs::managed::{
        Authorization, Card, CardProgram, Dispute, Managed, Operation, User, Wallet,
    },
    surfaces::control::Problem,
    world::World,
};

/// A user by id or by the name of its login.
pub(in crate::surfaces::control) fn user<'w>(
    world: &'w World,
    reference: &str,
) -> Result<&'w User, Problem> {
    let reference = bare("user", reference);
    let all = &world.issuer.managed.users;
    all.iter()
        .find(|user| user.label == reference || user.reference == reference)
        .ok_or_else(|| unknown("user", reference, all.iter().map(|user| user.label.as_str())))
}

/// A card program by its reference.
pub(in crate::surfaces::control) fn program<'w>(
    world: &'w World,
    reference: &str,
) -> Result<&'w CardProgram, Problem> {
    let reference = bare("program", reference);
    let all = &world.issuer.managed.programs;
    all.iter()
        .find(|program| program.reference == reference)
        .ok_or_else(|| unknown("program", reference, all.iter().map(|one| one.reference.as_str())))
}

/// A wallet by id or `<user>/<currency>`.
pub(in crate::surfaces::control) fn wallet<'w>(
    world: &'w World,
    reference: &str,
) -> Result<&'w Wallet, Problem> {
    let reference = bare("wallet", reference);
    let managed = &world.issuer.managed;
    let label = |wallet: &Wallet| {
        format!("{}/{}", managed.users[wallet.user].label, wallet.currency.code())
    };
    let mut all = managed.wallets.iter();
    all.find(|wallet| wallet.reference == reference || label(wallet) == reference)
        .ok_or_else(|| unknown("wallet", reference, managed.wallets.iter().map(label)))
}

/// A card by id, or `<user>/<n>` with n from 1; none where no user has such a card.
pub(in crate::surfaces::control) fn card<'w>(
    world: &'w World,
    reference: &str,
) -> Option<&'w Card> {
    let reference = bare("card", reference);
    let managed = &world.issuer.managed;
    let labelled = || {
        let (label, index) = reference.rsplit_once('/')?;
        let index: usize = index.parse().ok()?;
        let user = managed.users.iter().find(|user| user.label == label)?;
        user.cards.get(index.checked_sub(1)?).map(|id| &managed.cards[*id])
    };
    managed.cards.iter().find(|card| card.reference == reference).or_else(labelled)
}

/// The references `<user>/<n>` of all cards.
pub(super) fn card_labels(world: &World) -> impl Iterator<Item = String> {
    world
        .issuer
        .managed
        .users
        .iter()
        .flat_map(|user| (1..=user.cards.len()).map(move |n| format!("{}/{n}", user.label)))
}

/// An authorization by id; none where there is none.
pub(super) fn authorization<'w>(
    managed: &'w Managed,
    reference: &str,
) -> Option<&'w Authorization> {
    let reference = bare("authorization", reference);
    managed.authorizations.iter().find(|one| one.reference == reference)
}

/// An operation by id.
pub(in crate::surfaces::control) fn operation<'w>(
    world: &'w World,
    reference: &str,
) -> Result<&'w Operation, Problem> {
    let reference = bare("operation", reference);
    let all = &world.issuer.managed.operations;
    all.iter()
        .find(|one| one.reference == reference)
        .ok_or_else(|| unknown("operation", reference, all.iter().map(|one| &one.reference)))
}

/// A dispute by id.
pub(in crate::surfaces::control) fn dispute<'w>(
    world: &'w World,
    reference: &str,
) -> Result<&'w Dispute, Problem> {
    let reference = bare("dispute", reference);
    let all = &world.issuer.managed.disputes;
    all.iter()
        .find(|one| one.reference == reference)
        .ok_or_else(|| unknown("dispute", reference, all.iter().map(|one| &one.reference)))
}
