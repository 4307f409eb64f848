//! Statements (SB 5.3): of one holder, or of everybody in an organization.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    Outcome,
    money::{card, cents},
};
use crate::{
    programs::collateral::{
        CardUserId,
        commands::{CloseStatement, PayStatement},
    },
    surfaces::control::{Problem, act, input, money, refs},
    worlds::Handle,
};

/// Whose statement.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Whose {
    card_user: Option<String>,
    organization: Option<String>,
    card: Option<Value>,
}

impl Whose {
    /// The holders that are meant; of an organization those who have an account.
    fn holders(&self, handle: &Handle) -> Result<Vec<CardUserId>, Problem> {
        match (&self.card_user, &self.organization, &self.card) {
            (Some(reference), None, None) => {
                handle.read(|world| refs::user(world, reference).map(|user| vec![user.id]))
            }
            (None, Some(reference), None) => handle.read(|world| {
                let company = refs::organization(world, reference)?.company;
                let users =
                    company.iter().flat_map(|id| &world.issuer.collateral.companies[*id].users);
                let banked =
                    |id: &&CardUserId| world.issuer.collateral.users[**id].account.is_some();
                Ok(users.filter(banked).copied().collect())
            }),
            (None, None, Some(value)) => {
                let card = card(handle, value)?;
                Ok(vec![handle.read(|world| world.issuer.collateral.cards[card].user)])
            }
            _ => {
                let detail = "give exactly one of `card_user`, `organization` and `card`";
                Err(Problem::invalid("", detail))
            }
        }
    }
}

fn changed(holders: &[CardUserId]) -> Vec<String> {
    holders.iter().map(|user| format!("card_user:{user}")).collect()
}

pub(super) fn close(handle: &Handle, body: Value) -> Outcome {
    let holders = input::read::<Whose>(body)?.holders(handle)?;
    for &user in &holders {
        act(handle, "close-statement", &CloseStatement { user })?;
    }
    Ok((balances(handle, &holders), changed(&holders)))
}

/// What each of these holders owes now.
fn balances(handle: &Handle, holders: &[CardUserId]) -> Value {
    handle.read(|world| {
        let row = |id: &CardUserId| {
            let user = &world.issuer.collateral.users[*id];
            let account = user.account.as_ref();
            json!({"card_user_id": user.external_id,
                   "due": money::text(account.map_or(0, |account| account.due)),
                   "posted": money::text(account.map_or(0, |account| account.posted))})
        };
        json!({"statements": holders.iter().map(row).collect::<Vec<_>>()})
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Payment {
    card_user: Option<String>,
    organization: Option<String>,
    card: Option<Value>,
    amount: Option<Value>,
}

pub(super) fn pay(handle: &Handle, body: Value) -> Outcome {
    let Payment { card_user, organization, card, amount } = input::read(body)?;
    let together = organization.is_some();
    let holders = Whose { card_user, organization, card }.holders(handle)?;
    let amount = cents(amount.as_ref())?;
    if !together {
        for &user in &holders {
            act(handle, "pay-statement", &PayStatement { user, amount })?;
        }
        return Ok((balances(handle, &holders), changed(&holders)));
    }
    // What an organization pays goes to its holders in order, each up to what is due.
    let due = |user: CardUserId| {
        handle.read(|world| {
            world.issuer.collateral.users[user].account.as_ref().map_or(0, |one| one.due)
        })
    };
    let total = holders.iter().map(|user| due(*user)).fold(0, i64::saturating_add);
    let mut rest = amount.unwrap_or(total);
    if !(1..=total).contains(&rest) {
        let detail = format!("more than nothing, at most what is due: {}", money::text(total));
        return Err(Problem::invalid("/amount", detail));
    }
    let mut paid = Vec::new();
    for user in holders {
        let part = due(user).min(rest);
        if part > 0 {
            act(handle, "pay-statement", &PayStatement { user, amount: Some(part) })?;
            rest -= part;
            paid.push(user);
        }
    }
    Ok((balances(handle, &paid), changed(&paid)))
}
