//! The users of a world, as the control plane shows them (SB 3.1, 3.7).

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::{
    programs::collateral::CardUser,
    rulebook::AuthTime,
    world::{
        World,
        access::{TokenVariant, USUAL_TTL},
        clock,
    },
};

/// The people with a login in the app.
fn users(world: &World) -> impl Iterator<Item = &CardUser> {
    world.issuer.collateral.users.iter().filter(|user| user.user_id.is_some())
}

/// The secret that signs tokens, and a token of each user, valid for an hour.
pub(super) fn callers(world: &World, now: Timestamp) -> Map<String, Value> {
    let user = |user: &CardUser| {
        json!({"label": user.label, "sub": user.user_id, "org": world.organization_of(user),
               "token": token(world, user, now)})
    };
    let users: Vec<_> = users(world).map(user).collect();
    Map::from_iter([
        ("token_secret".to_owned(), json!(world.token_secret().reveal())),
        ("organization_key".to_owned(), json!(world.organization_key().reveal())),
        ("users".to_owned(), json!(users)),
    ])
}

/// The token of a user by label.
pub(super) fn token_of(world: &World, label: &str, now: Timestamp) -> Option<String> {
    let user = users(world).find(|user| user.label.as_deref() == Some(label))?;
    token(world, user, now)
}

/// A token of a user, by the clock that judges tokens (SB 4.4).
fn token(world: &World, user: &CardUser, now: Timestamp) -> Option<String> {
    let now = match world.rules.sandbox.auth_time {
        AuthTime::World => now,
        AuthTime::Real => clock::real_now(),
    };
    world.mint(user, (now, USUAL_TTL), TokenVariant::Valid)
}

/// The users of a fresh world, as the catalogue shows them.
pub(super) fn personas(world: &World) -> Vec<Value> {
    let program = &world.issuer.collateral;
    let persona = |user: &CardUser| {
        let cards: Vec<_> = user.cards.iter().map(|id| program.cards[id].status.name()).collect();
        json!({"surface": "AG", "label": user.label,
               "name": format!("{} {}", user.first_name, user.last_name),
               "fixture": world.definition.fixture, "org": world.organization_of(user),
               "outcome": user.outcome, "cards": cards})
    };
    users(world).map(persona).collect()
}

/// The users whose organization no partner manages; a partner's people are listed with the partner.
pub(super) fn people(world: &World) -> Vec<Value> {
    let program = &world.issuer.collateral;
    let person = |user: &CardUser| {
        let organization = &program.organizations[program.companies[user.company].organization];
        let none = organization.partner.is_none();
        none.then(|| {
            json!({"label": user.label, "card_user_id": user.external_id, "user_id": user.user_id,
                   "partner": null, "organization": organization.label,
                   "outcome": user.outcome})
        })
    };
    users(world).filter_map(person).collect()
}
