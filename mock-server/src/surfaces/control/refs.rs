//! References: any id under which a surface shows a thing, or a label (SB 5).

use super::problem::Problem;
use crate::{
    programs::collateral::{
        Application, ApplicationId, Card, CardId, CardUser, CardUserId, Organization,
        OrganizationId, Partner, PartnerId, Transaction, TransactionId,
    },
    world::World,
};

/// A reference without the type that stands before it where things are shown: `card:1` is `1`.
pub(super) fn bare<'a>(kind: &str, reference: &'a str) -> &'a str {
    reference.strip_prefix(kind).and_then(|rest| rest.strip_prefix(':')).unwrap_or(reference)
}

fn number(text: &str) -> i32 {
    text.parse().unwrap_or(0)
}

/// The labels of people.
fn labels(world: &World) -> impl Iterator<Item = &str> {
    world.issuer.collateral.users.iter().filter_map(|user| user.label.as_deref())
}

/// A card user by external id, internal id or label.
pub(super) fn user<'a>(world: &'a World, reference: &str) -> Result<&'a CardUser, Problem> {
    let reference = bare("card_user", reference);
    let users = &world.issuer.collateral.users;
    world
        .issuer
        .collateral
        .user_named(reference)
        .or_else(|| users.iter().find(|user| user.label.as_deref() == Some(reference)))
        .or_else(|| users.get(CardUserId(number(reference))))
        .ok_or_else(|| Problem::entity("card user", reference).near(reference, labels(world)))
}

/// A card by internal id, external id, or `<label>/<n>`.
pub(super) fn card<'a>(world: &'a World, reference: &str) -> Result<&'a Card, Problem> {
    let reference = bare("card", reference);
    let cards = &world.issuer.collateral.cards;
    let labelled = || {
        let (label, index) = reference.split_once('/')?;
        let index: usize = index.parse().ok()?;
        let user = user(world, label).ok()?;
        cards.get(*user.cards.get(index.checked_sub(1)?)?)
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
            let prepaid = world.issuer.prepaid.users.iter().flat_map(|user| {
                (1..=user.cards.len()).map(move |n| format!("{}/{n}", user.external_user_id))
            });
            let named: Vec<_> = named.flatten().chain(prepaid).collect();
            Problem::entity("card", reference).near(reference, named.iter().map(String::as_str))
        })
}

/// An application by internal id, external id, or the label of its person.
pub(super) fn application<'a>(
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
            Problem::entity("application", reference).near(reference, applied)
        })
}

/// A transaction by `t-<n>`, internal id or external id.
pub(super) fn transaction<'a>(
    world: &'a World,
    reference: &str,
) -> Result<&'a Transaction, Problem> {
    let reference = bare("transaction", reference);
    let all = &world.issuer.collateral.transactions;
    all.get(TransactionId(number(reference.strip_prefix("t-").unwrap_or(reference))))
        .or_else(|| all.iter().find(|transaction| transaction.external_id == reference))
        .ok_or_else(|| {
            let named: Vec<_> = all.iter().map(|row| format!("t-{}", row.id)).collect();
            let named = named.iter().map(String::as_str);
            Problem::entity("transaction", reference).near(reference, named)
        })
}

/// A partner by label or organization id.
pub(super) fn partner<'a>(world: &'a World, reference: &str) -> Result<&'a Partner, Problem> {
    let reference = bare("partner", reference);
    let all = &world.issuer.collateral.partners;
    all.iter()
        .find(|partner| partner.label == reference || partner.organization_id == reference)
        .or_else(|| all.get(PartnerId(number(reference))))
        .ok_or_else(|| {
            let labels = all.iter().map(|partner| partner.label.as_str());
            Problem::entity("partner", reference).near(reference, labels)
        })
}

/// A customer organization by label or organization id.
pub(super) fn organization<'a>(
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
            Problem::entity("organization", reference).near(reference, labels)
        })
}
