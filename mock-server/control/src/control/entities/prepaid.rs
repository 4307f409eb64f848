//! Projects and what belongs to them: users, cardholders, cards, orders, transactions, deposits.

use super::{bare, unknown};
use crate::{
    control::Problem,
    issuer::Caller,
    programs::prepaid::{
        Account, Card, Cardholder, CardholderId, FundsId, Order, OrderId, Project, Scope, User,
    },
    world::World,
};

/// A project by label or id.
pub(in crate::control) fn project<'w>(
    world: &'w World,
    reference: &str,
) -> Result<&'w Project, Problem> {
    let reference = bare("project", reference);
    let all = &world.issuer.prepaid.projects;
    all.iter()
        .find(|project| project.label == reference || project.external_id == reference)
        .ok_or_else(|| {
            unknown("project", reference, all.iter().map(|project| project.label.as_str()))
        })
}

/// A user by id, or by the project's own id of the user; the oldest project comes first.
pub(in crate::control) fn user<'w>(world: &'w World, reference: &str) -> Option<&'w User> {
    let reference = bare("user", reference);
    let mut all = world.issuer.prepaid.users.iter();
    all.find(|user| user.external_user_id == reference || user.external_id == reference)
}

/// A card by id, or `<user>/<n>` with n from 1; none where no project has such a card.
pub(super) fn card<'w>(world: &'w World, reference: &str) -> Option<&'w Card> {
    let reference = bare("card", reference);
    let prepaid = &world.issuer.prepaid;
    let labelled = || {
        let (label, index) = reference.rsplit_once('/')?;
        let index: usize = index.parse().ok()?;
        let cards = &user(world, label)?.cards;
        cards.get(index.checked_sub(1)?).map(|id| &prepaid.cards[id])
    };
    prepaid.card(Scope::from(Caller::Ops), reference).ok().or_else(labelled)
}

/// The references `<user>/<n>` of all cards.
pub(super) fn card_labels(world: &World) -> impl Iterator<Item = String> {
    world.issuer.prepaid.users.iter().flat_map(|user| {
        (1..=user.cards.len()).map(move |n| format!("{}/{n}", user.external_user_id))
    })
}

/// A cardholder by id, or by the user, whose newest cardholder is meant.
pub(in crate::control) fn cardholder<'w>(
    world: &'w World,
    reference: &str,
) -> Result<&'w Cardholder, Problem> {
    let reference = bare("cardholder", reference);
    let prepaid = &world.issuer.prepaid;
    let numbered = || prepaid.holders.get(CardholderId(reference.parse().ok()?));
    let of_user = || prepaid.newest_holder(user(world, reference)?);
    prepaid
        .holder(Scope::from(Caller::Ops), reference)
        .ok()
        .or_else(of_user)
        .or_else(numbered)
        .ok_or_else(|| {
            let users = prepaid.users.iter().map(|user| user.external_user_id.as_str());
            unknown("cardholder", reference, users)
        })
}

/// An order by id.
pub(in crate::control) fn order<'w>(
    world: &'w World,
    reference: &str,
) -> Result<&'w Order, Problem> {
    let reference = bare("order", reference);
    let prepaid = &world.issuer.prepaid;
    let found = prepaid.order(Scope::from(Caller::Ops), reference).ok();
    let numbered = || prepaid.orders.get(OrderId(reference.parse().ok()?));
    found.or_else(numbered).ok_or_else(|| {
        let all = prepaid.orders.iter().map(|order| order.external_id.as_str());
        unknown("order", reference, all)
    })
}

/// The account of the project or user to whom a deposit address belongs.
pub(in crate::control) fn payee(world: &World, address: &str) -> Option<Account> {
    let prepaid = &world.issuer.prepaid;
    let project = prepaid.projects.iter().find(|project| project.address == address);
    let user = || prepaid.users.iter().find(|user| user.address == address);
    project
        .map(|project| Account::Master(project.id))
        .or_else(|| user().map(|user| Account::User(user.id)))
}

/// A deposit `er-<n>`; none where the reference has another form or there is no such deposit.
pub(super) fn funds(world: &World, reference: &str) -> Option<FundsId> {
    let id = FundsId(reference.strip_prefix("er-")?.parse().ok()?);
    world.issuer.prepaid.funds.get(id).map(|_| id)
}
