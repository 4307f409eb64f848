//! `mint-jwt` (SB 5.1).

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Effect, Op, Outcome};
use crate::{
    control::{
        Problem,
        duration::TimeSpan,
        entities::{Reference, collateral},
    },
    rulebook::AuthTime,
    world::access::{TokenVariant, USUAL_TTL},
    worlds::Handle,
};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MintJwt {
    /// An in-app user, by label or user id.
    user: Reference,
    /// The time for which the token is valid; an hour when absent.
    ttl: Option<TimeSpan>,
    /// A good token when absent; otherwise one with a single fault.
    #[serde(default)]
    variant: TokenVariant,
}

#[derive(Serialize, ToSchema)]
pub(super) struct TokenMinted {
    token: String,
}

impl Op for MintJwt {
    const NAME: &'static str = "mint-jwt";
    const SUMMARY: &'static str = "Makes a token of an in-app user, good or with a single fault.";
    type Result = TokenMinted;

    fn run(self, handle: &Handle) -> Outcome<TokenMinted> {
        let now = handle.now();
        let token = handle.read(|world| {
            let user = collateral::user(world, &self.user)?;
            let now = match world.rules.sandbox.auth_time {
                AuthTime::World => now,
                AuthTime::Real => handle.real_now(),
            };
            let ttl = self.ttl.map_or(USUAL_TTL, |ttl| SignedDuration::from_micros(ttl.micros));
            let token = world.mint(user, (now, ttl), self.variant);
            token.ok_or_else(|| Problem::entity("in-app user", &self.user))
        })?;
        Ok(Effect { result: TokenMinted { token }, changed: Vec::new() })
    }
}
