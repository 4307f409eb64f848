//! `satisfy` (SB 5.1).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    Effect, Op, Outcome, act,
    person::{Preconditions, preconditions},
};
use crate::{
    control::entities::{Reference, collateral},
    programs::collateral::commands::Satisfy,
    worlds::Handle,
};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SatisfyAll {
    card_user: Reference,
}

#[derive(Serialize, ToSchema)]
pub(super) struct Satisfied {
    #[serde(flatten)]
    preconditions: Preconditions,
    /// The rows and fields that were made.
    made: Vec<&'static str>,
}

impl Op for SatisfyAll {
    const NAME: &'static str = "satisfy";
    const SUMMARY: &'static str = "Makes everything that an application of a card user would miss.";
    type Result = Satisfied;

    fn run(self, handle: &Handle) -> Outcome<Satisfied> {
        let user =
            handle.read(|world| collateral::user(world, &self.card_user).map(|user| user.id))?;
        let made = act(handle, Self::NAME, &Satisfy { user })?;
        let Effect { result: preconditions, changed } = preconditions(handle, user);
        Ok(Effect { result: Satisfied { preconditions, made }, changed })
    }
}
