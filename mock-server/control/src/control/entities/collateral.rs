//! Partners and what belongs to them: organizations, card users, applications, cards,
//! transactions; and the wallets and disputes of people in the app.

use super::{bare, managed, number, prepaid, unknown};
use crate::{
    control::Problem,
    programs::collateral::{
        Application, ApplicationId, Card, CardId, CardUser, CardUserId, Dispute, DisputeId,
        Organization, OrganizationId, Partner, PartnerId, Transaction, TransactionId, Wallet,
        WalletId,
    },
    world::World,
};

/// The labels of people.
fn labels(world: &World) -> impl Iterator<Item = &str> {
    world.issuer.collateral.users.iter().filter_map(|user| user.label.as_deref())
}

/// A card user by external id, user id, internal id or label.
pub(in crate::control) fn user<'a>(
    world: &'a World,
    reference: &str,
) -> Result<&'a CardUser, Problem> {
    let reference = bare("card_user", reference);
    let users = &world.issuer.collateral.users;
    world
        .issuer
        .collateral
        .user_named(reference)
        .or_else(|| world.issuer.collateral.in_app_user(reference))
        .or_else(|| users.iter().find(|user| user.label.as_deref() == Some(reference)))
        .or_else(|| users.get(CardUserId(number(reference))))
        .ok_or_else(|| unknown("card user", reference, labels(world)))
}

/// The labels of people with a login in the app.
pub(super) fn in_app_labels(world: &World) -> impl Iterator<Item = &str> {
    let all = world.issuer.collateral.users.iter().filter(|user| user.user_id.is_some());
    all.filter_map(|user| user.label.as_deref())
}

/// A person with a login in the app, by user id, external id, internal id or label.
pub(in crate::control) fn in_app_user<'a>(
    world: &'a World,
    reference: &str,
) -> Result<&'a CardUser, Problem> {
    let reference = bare("user", reference);
    let found = user(world, reference).ok().filter(|user| user.user_id.is_some());
    found.ok_or_else(|| unknown("in-app user", reference, in_app_labels(world)))
}

/// A digital wallet by id, address, or `<user>/<n>` with n from 1; none where there is none.
pub(in crate::control) fn wallet<'a>(world: &'a World, reference: &str) -> Option<&'a Wallet> {
    let reference = bare("wallet", reference);
    let wallets = &world.issuer.collateral.wallets;
    let labelled = || {
        let (label, index) = reference.split_once('/')?;
        let index: usize = index.parse().ok()?;
        let user = in_app_user(world, label).ok()?;
        wallets.get(user.wallets.get(index.checked_sub(1)?)?)
    };
    wallets
        .get(WalletId(number(reference)))
        .or_else(|| wallets.iter().find(|wallet| wallet.address.eq_ignore_ascii_case(reference)))
        .or_else(labelled)
}

/// A dispute in the app by external or internal id; none where there is none.
pub(in crate::control) fn dispute<'a>(world: &'a World, reference: &str) -> Option<&'a Dispute> {
    let reference = bare("dispute", reference);
    let disputes = &world.issuer.collateral.disputes;
    disputes
        .iter()
        .find(|dispute| dispute.external_id == reference)
        .or_else(|| disputes.get(DisputeId(number(reference))))
}

/// A card by internal id, external id, or `<label>/<n>`.
pub(in crate::control) fn card<'a>(world: &'a World, reference: &str) -> Result<&'a Card, Problem> {
    let reference = bare("card", reference);
    let cards = &world.issuer.collateral.cards;
    let labelled = || {
        let (label, index) = reference.split_once('/')?;
        let index: usize = index.parse().ok()?;
        let user = user(world, label).ok()?;
        cards.get(user.cards.get(index.checked_sub(1)?)?)
    };
    cards
        .get(CardId(number(reference)))
        .or_else(|| cards.iter().find(|card| card.external_id == reference))
        .or_else(labelled)
        .ok_or_else(|| {
            let named = world.issuer.collateral.users.iter().filter_map(|user| {
                let label = user.label.as_ref()?;
                Some((1..=user.cards.len()).map(move |n| format!("{label}/{n}")))
            });
            let others = prepaid::card_labels(world).chain(managed::card_labels(world));
            unknown("card", reference, named.flatten().chain(others))
        })
}

/// An application by internal id, external id, or the label of its person.
pub(in crate::control) fn application<'a>(
    world: &'a World,
    reference: &str,
) -> Result<&'a Application, Problem> {
    let reference = bare("application", reference);
    let all = &world.issuer.collateral.applications;
    all.get(ApplicationId(number(reference)))
        .or_else(|| all.iter().find(|application| application.external_id == reference))
        .or_else(|| all.get(user(world, reference).ok()?.latest_application()?))
        .ok_or_else(|| {
            let applied =
                world.issuer.collateral.users.iter().filter(|user| !user.applications.is_empty());
            let applied = applied.filter_map(|user| user.label.as_deref());
            unknown("application", reference, applied)
        })
}

/// A transaction by `t-<n>`, internal id or external id.
pub(in crate::control) fn transaction<'a>(
    world: &'a World,
    reference: &str,
) -> Result<&'a Transaction, Problem> {
    let reference = bare("transaction", reference);
    let all = &world.issuer.collateral.transactions;
    all.get(TransactionId(number(reference.strip_prefix("t-").unwrap_or(reference))))
        .or_else(|| all.iter().find(|transaction| transaction.external_id == reference))
        .ok_or_else(|| {
            unknown("transaction", reference, all.iter().map(|row| format!("t-{}", row.id)))
        })
}

/// A partner by label or organization id.
pub(in crate::control) fn partner<'a>(
    world: &'a World,
    reference: &str,
) -> Result<&'a Partner, Problem> {
    let reference = bare("partner", reference);
    let all = &world.issuer.collateral.partners;
    all.iter()
        .find(|partner| partner.label == reference || partner.organization_id == reference)
        .or_else(|| all.get(PartnerId(number(reference))))
        .ok_or_else(|| {
            let labels = all.iter().map(|partner| partner.label.as_str());
            unknown("partner", reference, labels)
        })
}

/// A customer organization by label or organization id.
pub(in crate::control) fn organization<'a>(
    world: &'a World,
    reference: &str,
) -> Result<&'a Organization, Problem> {
    let reference = bare("organization", reference);
    let all = &world.issuer.collateral.organizations;
    all.iter()
        .find(|row| row.label.as_deref() == Some(reference) || row.organization_id == reference)
        .or_else(|| all.get(OrganizationId(number(reference))))
        .ok_or_else(|| {
            let labels = all.iter().filter_map(|row| row.label.as_deref());
            unknown("organization", reference, labels)
        })
}

/// The card user to whose account a deposit address belongs.
pub(in crate::control) fn depositor<'a>(world: &'a World, address: &str) -> Option<&'a CardUser> {
    let has = |user: &&CardUser| {
        user.account.as_ref().is_some_and(|account| account.deposit_address == address)
    };
    world.issuer.collateral.users.iter().find(has)
}
