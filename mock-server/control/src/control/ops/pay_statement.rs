//! `pay-statement` (SB 5.3).

use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    Op, Outcome, act,
    spending::units,
    statement::{self, Statements},
};
use crate::{
    control::{
        Problem,
        amount::{self, Amount},
        entities::Reference,
    },
    programs::collateral::{CardUserId, commands::PayStatement},
    worlds::Handle,
};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PayStatements {
    /// One holder; give exactly one of `card_user`, `organization` and `card`.
    card_user: Option<Reference>,
    /// Everybody in an organization who has an account.
    organization: Option<Reference>,
    /// The holder of a card.
    card: Option<Reference>,
    /// Everything that is due when absent.
    amount: Option<Amount>,
}

impl Op for PayStatements {
    const NAME: &'static str = "pay-statement";
    const SUMMARY: &'static str = "Pays what is due, and so lowers the posted charges.";
    const IS_SEVERAL: bool = true;
    type Result = Statements;

    fn run(self, handle: &Handle) -> Outcome<Statements> {
        let (user, organization) = (self.card_user.as_ref(), self.organization.as_ref());
        let holders = statement::holders(handle, user, organization, self.card.as_ref())?;
        let amount = units(self.amount.as_ref(), "USD")?;
        if organization.is_some() {
            let paid = pay_in_order(handle, holders, amount)?;
            return Ok(statement::statements(handle, &paid));
        }
        for &user in &holders {
            act(handle, Self::NAME, &PayStatement { user, amount })?;
        }
        Ok(statement::statements(handle, &holders))
    }
}

/// Pays for an organization: its holders in order, each up to what is due. Answers who was paid
/// for.
fn pay_in_order(
    handle: &Handle,
    holders: Vec<CardUserId>,
    amount: Option<i64>,
) -> Result<Vec<CardUserId>, Problem> {
    let due = |user: CardUserId| {
        handle.read(|world| {
            world.issuer.collateral.users[user].account.as_ref().map_or(0, |one| one.due)
        })
    };
    let total = holders.iter().map(|user| due(*user)).fold(0, i64::saturating_add);
    let mut rest = amount.unwrap_or(total);
    if !(1..=total).contains(&rest) {
        let detail = format!("more than nothing, at most what is due: {}", amount::text(total));
        return Err(Problem::invalid("/amount", detail));
    }
    let mut paid = Vec::new();
    for user in holders {
        let part = due(user).min(rest);
        if part > 0 {
            act(handle, PayStatements::NAME, &PayStatement { user, amount: Some(part) })?;
            rest -= part;
            paid.push(user);
        }
    }
    Ok(paid)
}
