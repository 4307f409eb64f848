//! Statements (SB 5.3): of one holder, or of everybody in an organization.

use serde::Serialize;
use utoipa::ToSchema;

use super::Effect;
use crate::{
    control::{
        Problem, amount,
        entities::{Reference, collateral},
    },
    programs::collateral::CardUserId,
    worlds::Handle,
};

/// The holders that are meant; of an organization those who have an account.
pub(super) fn holders(
    handle: &Handle,
    card_user: Option<&Reference>,
    organization: Option<&Reference>,
    card: Option<&Reference>,
) -> Result<Vec<CardUserId>, Problem> {
    handle.read(|world| match (card_user, organization, card) {
        (Some(user), None, None) => Ok(vec![collateral::user(world, user)?.id]),
        (None, Some(organization), None) => {
            let company = collateral::organization(world, organization)?.company;
            let users =
                company.iter().flat_map(|id| world.issuer.collateral.companies[*id].users.iter());
            let banked = |id: &CardUserId| world.issuer.collateral.users[*id].account.is_some();
            Ok(users.filter(banked).collect())
        }
        (None, None, Some(card)) => Ok(vec![collateral::card(world, card)?.user]),
        _ => {
            let detail = "give exactly one of `card_user`, `organization` and `card`";
            Err(Problem::invalid("", detail))
        }
    })
}

#[derive(Serialize, ToSchema)]
pub(super) struct Statements {
    statements: Vec<Statement>,
}

/// Debt of a holder after the op, in dollars.
#[derive(Serialize, ToSchema)]
struct Statement {
    card_user_id: String,
    /// Billed and not paid.
    due: String,
    /// Posted charges.
    posted: String,
}

/// The debts of holders whose statements were changed.
pub(super) fn statements(handle: &Handle, holders: &[CardUserId]) -> Effect<Statements> {
    let statements = handle.read(|world| {
        let statement = |id: &CardUserId| {
            let user = &world.issuer.collateral.users[*id];
            let account = user.account.as_ref();
            Statement {
                card_user_id: user.external_id.clone(),
                due: amount::text(account.map_or(0, |account| account.due)),
                posted: amount::text(account.map_or(0, |account| account.posted)),
            }
        };
        holders.iter().map(statement).collect()
    });
    let changed = holders.iter().map(|user| format!("card_user:{user}")).collect();
    Effect { result: Statements { statements }, changed }
}
