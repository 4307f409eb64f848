//! References: any id under which a surface shows a thing, or a label (SB 5).

use super::problem::Problem;
use crate::{
    issuer::{
        Application, ApplicationId, Card, CardId, CardUser, CardUserId, Organization, Partner,
        Transaction, TransactionId,
    },
    world::World,
};

fn number(text: &str) -> i32 {
    text.parse().unwrap_or(0)
}

/// A card user by external id, internal id or label.
pub(super) fn user<'a>(world: &'a World, reference: &str) -> Result<&'a CardUser, Problem> {
    let users = &world.issuer.users;
    world
        .issuer
        .user_named(reference)
        .or_else(|| users.iter().find(|user| user.label.as_deref() == Some(reference)))
        .or_else(|| users.get(CardUserId(number(reference))))
        .ok_or_else(|| Problem::entity("card user", reference))
}

/// A card by internal id, external id, or `<label>/<n>`.
pub(super) fn card<'a>(world: &'a World, reference: &str) -> Result<&'a Card, Problem> {
    let cards = &world.issuer.cards;
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
        .ok_or_else(|| Problem::entity("card", reference))
}

/// An application by internal id, external id, or the label of its person.
pub(super) fn application<'a>(
    world: &'a World,
    reference: &str,
) -> Result<&'a Application, Problem> {
    let all = &world.issuer.applications;
    all.get(ApplicationId(number(reference)))
        .or_else(|| all.iter().find(|application| application.external_id == reference))
        .or_else(|| all.get(user(world, reference).ok()?.latest_application()?))
        .ok_or_else(|| Problem::entity("application", reference))
}

/// A transaction by `t-<n>`, internal id or external id.
pub(super) fn transaction<'a>(
    world: &'a World,
    reference: &str,
) -> Result<&'a Transaction, Problem> {
    let all = &world.issuer.transactions;
    all.get(TransactionId(number(reference.strip_prefix("t-").unwrap_or(reference))))
        .or_else(|| all.iter().find(|transaction| transaction.external_id == reference))
        .ok_or_else(|| Problem::entity("transaction", reference))
}

/// A partner by label or organization id.
pub(super) fn partner<'a>(world: &'a World, reference: &str) -> Result<&'a Partner, Problem> {
    let mut all = world.issuer.partners.iter();
    all.find(|partner| partner.label == reference || partner.organization_id == reference)
        .ok_or_else(|| Problem::entity("partner", reference))
}

/// A customer organization by label or organization id.
pub(super) fn organization<'a>(
    world: &'a World,
    reference: &str,
) -> Result<&'a Organization, Problem> {
    let mut all = world.issuer.organizations.iter();
    all.find(|row| row.label.as_deref() == Some(reference) || row.organization_id == reference)
        .ok_or_else(|| Problem::entity("organization", reference))
}
