//! `close-statement` (SB 5.3).

use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    Op, Outcome, act,
    statement::{self, Statements},
};
use crate::{
    control::entities::Reference, programs::collateral::commands::CloseStatement, worlds::Handle,
};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CloseStatements {
    /// One holder; give exactly one of `card_user`, `organization` and `card`.
    card_user: Option<Reference>,
    /// Everybody in an organization who has an account.
    organization: Option<Reference>,
    /// The holder of a card.
    card: Option<Reference>,
}

impl Op for CloseStatements {
    const NAME: &'static str = "close-statement";
    const SUMMARY: &'static str = "Makes posted charges that are not billed yet due.";
    const IS_SEVERAL: bool = true;
    type Result = Statements;

    fn run(self, handle: &Handle) -> Outcome<Statements> {
        let (user, organization) = (self.card_user.as_ref(), self.organization.as_ref());
        let holders = statement::holders(handle, user, organization, self.card.as_ref())?;
        for &user in &holders {
            act(handle, Self::NAME, &CloseStatement { user })?;
        }
        Ok(statement::statements(handle, &holders))
    }
}
