//! `make-applicant` and `drop-applicant` (SB 5.1).

use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    Op, Outcome, act,
    person::{Preconditions, preconditions},
};
use crate::{
    control::entities::{Reference, collateral},
    programs::collateral::commands::SetApplicant,
    worlds::Handle,
};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MakeApplicant {
    card_user: Reference,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DropApplicant {
    card_user: Reference,
}

impl Op for MakeApplicant {
    const NAME: &'static str = "make-applicant";
    const SUMMARY: &'static str = "Makes the applicant of a card user at the identity provider.";
    type Result = Preconditions;

    fn run(self, handle: &Handle) -> Outcome<Preconditions> {
        set(handle, Self::NAME, &self.card_user, true)
    }
}

impl Op for DropApplicant {
    const NAME: &'static str = "drop-applicant";
    const SUMMARY: &'static str = "Drops the applicant of a card user at the identity provider.";
    type Result = Preconditions;

    fn run(self, handle: &Handle) -> Outcome<Preconditions> {
        set(handle, Self::NAME, &self.card_user, false)
    }
}

fn set(handle: &Handle, op: &str, card_user: &str, exists: bool) -> Outcome<Preconditions> {
    let user = handle.read(|world| collateral::user(world, card_user).map(|user| user.id))?;
    act(handle, op, &SetApplicant { user, exists })?;
    Ok(preconditions(handle, user))
}
