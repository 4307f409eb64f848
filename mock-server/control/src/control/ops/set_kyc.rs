//! `set-kyc` (SB 5.1).

use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    Op, Outcome, act,
    in_app_user::complete_kyc,
    kyc::KycInput,
    person::{Preconditions, preconditions},
};
use crate::{
    control::{
        Problem,
        entities::{Reference, collateral},
    },
    programs::collateral::commands::SetProfile,
    worlds::Handle,
};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SetKyc {
    /// The person; give it, or `user`.
    card_user: Option<Reference>,
    /// The person with a login in the app.
    user: Option<Reference>,
    /// `none`: KYC is not completed.
    kyc: KycInput,
}

impl Op for SetKyc {
    const NAME: &'static str = "set-kyc";
    const SUMMARY: &'static str =
        "Replaces the KYC row of a card user, and the level that is completed in the app.";
    const IS_SEVERAL: bool = true;
    type Result = Preconditions;

    fn run(self, handle: &Handle) -> Outcome<Preconditions> {
        let user = handle.read(|world| match (&self.card_user, &self.user) {
            (Some(person), None) => collateral::user(world, person).map(|user| user.id),
            (None, Some(user)) => collateral::in_app_user(world, user).map(|user| user.id),
            _ => Err(Problem::invalid("", "give exactly one of `card_user` and `user`")),
        })?;
        act(handle, Self::NAME, &SetProfile { user, kyc: self.kyc.row.clone() })?;
        complete_kyc(handle, Self::NAME, user, &self.kyc)?;
        Ok(preconditions(handle, user))
    }
}
