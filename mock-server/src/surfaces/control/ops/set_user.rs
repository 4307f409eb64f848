//! `set-user` (SB 5.1).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Effect, Op, Outcome, act};
use crate::{
    programs::managed::commands::ChangeUser,
    surfaces::control::entities::{Reference, managed},
    worlds::Handle,
};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SetUser {
    /// A user of managed cards.
    user: Reference,
    /// Whether the user may log in; as before when absent.
    active: Option<bool>,
    /// Whether the identity is verified; as before when absent.
    verified: Option<bool>,
    /// The market, two letters; as before when absent.
    market: Option<String>,
}

/// A user and what was set.
#[derive(Serialize, ToSchema)]
pub(super) struct UserNow {
    user_id: String,
    active: bool,
    verified: bool,
    market: String,
}

impl Op for SetUser {
    const NAME: &'static str = "set-user";
    const SUMMARY: &'static str = "Enables, disables, verifies or moves a user of managed cards.";
    type Result = UserNow;

    fn run(self, handle: &Handle) -> Outcome<UserNow> {
        let user = handle.read(|world| managed::user(world, &self.user).map(|user| user.id))?;
        let (active, verified, market) = (self.active, self.verified, self.market);
        act(handle, Self::NAME, &ChangeUser { user, verified, active, market })?;
        let result = handle.read(|world| {
            let user = &world.issuer.managed.users[user];
            UserNow {
                user_id: user.reference.clone(),
                active: user.active,
                verified: user.verified,
                market: user.market.clone(),
            }
        });
        let changed = vec![format!("user:{}", result.user_id)];
        Ok(Effect { result, changed })
    }
}
