//! The token of a connection while it is open.

use std::time::Duration;

use jiff::Timestamp;
use tokio::time::Instant;

use super::super::auth;
use crate::{
    log::Reason,
    rulebook::AuthTime,
    world::{Clock, Principal, World, clock},
};

/// A token that is still good at an instant of world time.
pub(super) struct GoodToken {
    /// Its user; none of a token that has expired and keeps its connection.
    pub(super) principal: Option<Principal>,
    /// Real time at which it has to be judged again; none when that takes a command.
    pub(super) ends: Option<Instant>,
}

/// Judges the token of a header at an instant of world time.
pub(super) fn judged(world: &World, token: Option<&str>, at: Timestamp) -> Result<GoodToken, ()> {
    let rules = &world.rules;
    let now = match rules.sandbox.auth_time {
        AuthTime::World => at,
        AuthTime::Real => clock::real_now(),
    };
    let principal = match auth::principal(world, token, !rules.ag.auth.require_token, now) {
        Ok(principal) => Some(principal),
        Err(Reason::TokenExpired) if !rules.ag.ws.close_on_expiry => None,
        Err(_) => return Err(()),
    };
    Ok(GoodToken { principal, ends: token.and_then(|token| until_end(world, token)) })
}

/// Real time at which a token ends by itself; none when that takes a command. It is reckoned from
/// the present, however old the version of the world is.
fn until_end(world: &World, token: &str) -> Option<Instant> {
    /// The token is judged again after a day at the latest.
    const LONGEST_MS: i64 = 24 * 60 * 60 * 1000;
    let rules = &world.rules;
    let stands =
        rules.sandbox.auth_time == AuthTime::World && matches!(world.clock, Clock::Frozen { .. });
    if stands || !rules.ag.auth.check_exp || !rules.ag.ws.close_on_expiry {
        return None;
    }
    let real = clock::real_now();
    let now = match rules.sandbox.auth_time {
        AuthTime::World => world.clock.at(real),
        AuthTime::Real => real,
    };
    let end = auth::end(token)?.saturating_mul(1000).saturating_add(rules.ag.auth.leeway_ms);
    let left = end.saturating_sub(now.as_millisecond()).clamp(0, LONGEST_MS);
    // A millisecond later, because the clock of the world is finer than this.
    Some(Instant::now() + Duration::from_millis(u64::try_from(left).unwrap_or(0) + 1))
}
