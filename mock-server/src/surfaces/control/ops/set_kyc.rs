//! `set-kyc` (SB 5.1).

use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    Op, Outcome, act,
    kyc::KycInput,
    person::{Preconditions, preconditions},
};
use crate::{
    programs::collateral::commands::SetProfile,
    surfaces::control::entities::{Reference, collateral},
    worlds::Handle,
};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SetKyc {
    card_user: Reference,
    /// `none`: KYC is not completed.
    kyc: KycInput,
}

impl Op for SetKyc {
    const NAME: &'static str = "set-kyc";
    const SUMMARY: &'static str = "Replaces the KYC row of a card user.";
    type Result = Preconditions;

    fn run(self, handle: &Handle) -> Outcome<Preconditions> {
        let user =
            handle.read(|world| collateral::user(world, &self.card_user).map(|user| user.id))?;
        act(handle, Self::NAME, &SetProfile { user, kyc: self.kyc.0 })?;
        Ok(preconditions(handle, user))
    }
}
