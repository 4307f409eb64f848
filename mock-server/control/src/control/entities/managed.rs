//! Users of managed cards and what belongs to them: wallets, cards, authorizations, operations,
//! disputes; and the programs that cards are made of.

use super::{bare, unknown};
use crate::{
    control::Problem,
    programs::managed::{
        Authorization, Card, CardProgram, Currency, Dispute, Managed, Operation, User, Wallet,
    },
    world::World,
};

/// A user by id or by the name of its login.
pub(in crate::control) fn user<'w>(world: &'w World, reference: &str) -> Result<&'w User, Problem> {
    let reference = bare("user", reference);
    let managed = &world.issuer.managed;
    let labels = || managed.users.iter().map(|user| user.label.as_str());
    let found = managed.login(reference).or_else(|| managed.user(reference));
    found.ok_or_else(|| unknown("user", reference, labels()))
}

/// The name by which a user logs in to a world.
pub(in crate::control) fn login_name(label: &str, world: &str) -> String {
    format!("{label}@{world}.sandbox.test")
}

/// A card program by its reference.
pub(in crate::control) fn program<'w>(
    world: &'w World,
    reference: &str,
) -> Result<&'w CardProgram, Problem> {
    let reference = bare("program", reference);
    let managed = &world.issuer.managed;
    let references = || managed.programs.iter().map(|one| one.reference.as_str());
    managed.program(reference).ok_or_else(|| unknown("program", reference, references()))
}

/// A wallet by id or `<user>/<currency>`.
pub(in crate::control) fn wallet<'w>(
    world: &'w World,
    reference: &str,
) -> Result<&'w Wallet, Problem> {
    let reference = bare("wallet", reference);
    let managed = &world.issuer.managed;
    let label = |wallet: &Wallet| {
        format!("{}/{}", managed.users[wallet.user].label, wallet.currency.code())
    };
    let labelled = || {
        let (user, currency) = reference.split_once('/')?;
        let currency: Currency = currency.parse().ok()?;
        let wallet = managed.login(user)?.wallets.get(&currency)?;
        managed.wallets.get(*wallet)
    };
    let found = managed.wallet(reference).or_else(labelled);
    found.ok_or_else(|| unknown("wallet", reference, managed.wallets.iter().map(label)))
}

/// A card by id, or `<user>/<n>` with n from 1; none where no user has such a card.
pub(in crate::control) fn card<'w>(world: &'w World, reference: &str) -> Option<&'w Card> {
    let reference = bare("card", reference);
    let managed = &world.issuer.managed;
    let labelled = || {
        let (label, index) = reference.rsplit_once('/')?;
        let index: usize = index.parse().ok()?;
        let user = managed.login(label)?;
        user.cards.get(index.checked_sub(1)?).map(|id| &managed.cards[id])
    };
    managed.card(reference).or_else(labelled)
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
pub(in crate::control) fn authorization<'w>(
    managed: &'w Managed,
    reference: &str,
) -> Option<&'w Authorization> {
    let reference = bare("authorization", reference);
    managed.authorization(reference)
}

/// An operation by id.
pub(in crate::control) fn operation<'w>(
    world: &'w World,
    reference: &str,
) -> Result<&'w Operation, Problem> {
    let reference = bare("operation", reference);
    let managed = &world.issuer.managed;
    let references = || managed.operations.iter().map(|one| &one.reference);
    managed.operation(reference).ok_or_else(|| unknown("operation", reference, references()))
}

/// A dispute by id.
pub(in crate::control) fn dispute<'w>(
    world: &'w World,
    reference: &str,
) -> Result<&'w Dispute, Problem> {
    let reference = bare("dispute", reference);
    let managed = &world.issuer.managed;
    let references = || managed.disputes.iter().map(|one| &one.reference);
    managed.dispute(reference).ok_or_else(|| unknown("dispute", reference, references()))
}
