//! `set-user` (SB 5.1).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Effect, Op, Outcome, act};
use crate::{
    control::{
        Problem,
        entities::{self, AnyUser, Reference},
    },
    programs::{
        collateral::{CardUserId, commands::SetInAppUser},
        managed::{self, commands::ChangeUser},
    },
    worlds::Handle,
};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SetUser {
    /// A user of managed cards or of the app.
    user: Reference,
    /// Whether the user may log in, or its tokens are taken; as before when absent.
    active: Option<bool>,
    /// MC: whether the identity is verified; as before when absent.
    verified: Option<bool>,
    /// MC: the market, two letters; as before when absent.
    market: Option<String>,
}

/// A user and what was set.
#[derive(Serialize, ToSchema)]
pub(super) struct UserNow {
    user_id: String,
    active: bool,
    /// MC: whether the identity is verified.
    #[serde(skip_serializing_if = "Option::is_none")]
    verified: Option<bool>,
    /// MC: the market.
    #[serde(skip_serializing_if = "Option::is_none")]
    market: Option<String>,
}

impl Op for SetUser {
    const NAME: &'static str = "set-user";
    const SUMMARY: &'static str = "Enables or disables a user of the app; enables, disables, verifies or moves one of managed \
         cards.";
    type Result = UserNow;

    fn run(self, handle: &Handle) -> Outcome<UserNow> {
        match handle.read(|world| entities::user(world, &self.user))? {
            AnyUser::InApp(user) => self.in_app(handle, user),
            AnyUser::Managed(user) => self.managed(handle, user),
        }
    }
}

impl SetUser {
    fn in_app(self, handle: &Handle, user: CardUserId) -> Outcome<UserNow> {
        let given = [("/verified", self.verified.is_some()), ("/market", self.market.is_some())];
        if let Some((place, _)) = given.into_iter().find(|(_, is_given)| *is_given) {
            return Err(Problem::invalid(place, "a user of the app has none"));
        }
        let is_active = self.active;
        act(handle, Self::NAME, &SetInAppUser { user, is_active, kyc_level: None })?;
        let result = handle.read(|world| {
            let user = &world.issuer.collateral.users[user];
            UserNow {
                user_id: user.user_id.clone().unwrap_or_default(),
                active: !user.is_disabled,
                verified: None,
                market: None,
            }
        });
        Ok(Effect { result, changed: vec![format!("card_user:{user}")] })
    }

    fn managed(self, handle: &Handle, user: managed::UserId) -> Outcome<UserNow> {
        let (active, verified, market) = (self.active, self.verified, self.market);
        act(handle, Self::NAME, &ChangeUser { user, verified, active, market })?;
        let result = handle.read(|world| {
            let user = &world.issuer.managed.users[user];
            UserNow {
                user_id: user.reference.clone(),
                active: user.active,
                verified: Some(user.verified),
                market: Some(user.market.clone()),
            }
        });
        let changed = vec![format!("user:{}", result.user_id)];
        Ok(Effect { result, changed })
    }
}
