//! The users of a world, as the control plane shows them (SB 3.1, 3.7).

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::{staff, tokens::username};
use crate::{programs::managed::User, world::World};

/// The users with their logins, the session of the staff, and the secret of webhooks.
pub(super) fn callers(world: &World, now: Timestamp) -> Map<String, Value> {
    let user = |user: &User| {
        json!({"label": user.label, "username": username(world, user),
               "password": world.managed_password(user).reveal()})
    };
    let users: Vec<_> = world.issuer.managed.users.iter().map(user).collect();
    Map::from_iter([
        ("staff_session".to_owned(), json!(world.staff_session())),
        ("webhook_secret".to_owned(), json!(world.current_managed_webhook_secret(now).reveal())),
        ("users".to_owned(), json!(users)),
    ])
}

/// Login and password of two users, cookie of the staff and secret of webhooks, in the variables that
/// the suite reads.
pub(super) fn variables(world: &World, now: Timestamp) -> Vec<(&'static str, String)> {
    let names =
        [("amara", "MC_USERNAME", "MC_PASSWORD"), ("baraka", "MC2_USERNAME", "MC2_PASSWORD")];
    let mut all = Vec::new();
    for (label, name, password) in names {
        if let Some(user) = world.issuer.managed.login(label) {
            all.push((name, username(world, user)));
            all.push((password, world.managed_password(user).reveal().to_owned()));
        }
    }
    let secret = world.current_managed_webhook_secret(now).reveal().to_owned();
    all.extend([("MC_STAFF_COOKIE", staff::cookie(world)), ("MC_WEBHOOK_SECRET", secret)]);
    all
}

/// The users of a fresh world, as the catalogue shows them.
pub(super) fn personas(world: &World) -> Vec<Value> {
    let managed = &world.issuer.managed;
    let persona = |user: &User| {
        let wallets: Vec<_> = user.wallets.keys().map(|currency| currency.code()).collect();
        json!({"surface": "MC", "label": user.label, "name": user.name,
               "fixture": world.definition.fixture, "market": user.market,
               "verified": user.verified, "active": user.active, "wallets": wallets})
    };
    managed.users.iter().map(persona).collect()
}
