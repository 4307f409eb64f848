//! Effects on other things than the right one, as a deviation asks for them.

use serde_json::{Value, json};

use super::{CommandContext, World, access::Principal};
use crate::{
    command::WrittenCommand,
    issuer::AnyCommand,
    programs::{
        collateral::Collateral,
        managed::Managed,
        prepaid::{self, Prepaid},
    },
    register::Others,
};

/// Members of commands that name the thing which is acted on, the first of them that is there.
const NAMED: [&str; 6] =
    ["card", "authorization", "dispute", "transaction", "quote", "application"];

/// Another thing, as a command names it.
struct Other {
    name: Value,
    /// The owner, where the command names the owner as well.
    user: Option<Value>,
}

/// The thing that a command names, among the things of its kind.
struct Named<'a> {
    /// Member that names it.
    name: &'static str,
    /// Its value.
    one: &'a Value,
    others: Others,
}

impl World {
    /// Runs a command on other things: on the first for which it is not refused, or on all of them.
    /// Nothing happens where there is none.
    pub(super) fn run_elsewhere(
        &mut self,
        context: &CommandContext,
        command: &AnyCommand,
        others: Others,
    ) {
        let principal = match others {
            Others::OfTheOwner => context.principal.clone(),
            // Nobody else may touch what belongs to several.
            Others::OfSomebodyElse | Others::OfAnybody => Principal::ops(),
        };
        let context = &CommandContext { principal, ..context.clone() };
        for other in self.elsewhere(command, others) {
            let ran = self.with_issuer(context, |issuer, context| other.run(issuer, context));
            if ran.is_ok() && others != Others::OfAnybody {
                return;
            }
        }
    }

    /// The command about each of the other things.
    fn elsewhere(&self, command: &AnyCommand, others: Others) -> Vec<AnyCommand> {
        let Ok(written) = serde_json::to_value(command) else { return Vec::new() };
        let found = NAMED.iter().find_map(|name| Some((*name, named(&written["input"], name)?)));
        let Some((name, place)) = found else { return Vec::new() };
        let Some(one) = written["input"].pointer(&place) else { return Vec::new() };
        let named = Named { name, one, others };
        let things = match command {
            AnyCommand::Collateral(_) => named.of_collateral(&self.issuer.collateral),
            AnyCommand::Managed(_) => named.of_managed(&self.issuer.managed),
            AnyCommand::Prepaid(_) => named.of_prepaid(&self.issuer.prepaid),
        };
        let about = |other: Other| {
            let mut written = written.clone();
            *written["input"].pointer_mut(&place)? = other.name;
            let beside = place.strip_suffix(name)?.to_owned() + "user";
            if let (Some(user), Some(owner)) =
                (written["input"].pointer_mut(&beside).filter(|user| !user.is_null()), other.user)
            {
                *user = owner;
            }
            let written: WrittenCommand = serde_json::from_value(written).ok()?;
            AnyCommand::read(&written)?.ok()
        };
        things.into_iter().filter_map(about).collect()
    }
}

/// The pointer of a member of this name that is not null, however deep.
fn named(input: &Value, name: &str) -> Option<String> {
    let members = input.as_object()?;
    if members.get(name).is_some_and(|value| !value.is_null() && !value.is_object()) {
        return Some(format!("/{name}"));
    }
    members.iter().find_map(|(inner, value)| Some(format!("/{inner}{}", named(value, name)?)))
}

impl Named<'_> {
    /// The others among these rows, by what a command calls them.
    fn among<'r, R: 'r, O: PartialEq>(
        &self,
        rows: impl Iterator<Item = &'r R> + Clone,
        owner: impl Fn(&R) -> O,
        name: impl Fn(&R) -> Value,
    ) -> Vec<Other> {
        self.with_owners(rows, owner, name, |_| None)
    }

    /// The others among these rows, with their owners, both by what a command calls them.
    fn with_owners<'r, R: 'r, O: PartialEq>(
        &self,
        rows: impl Iterator<Item = &'r R> + Clone,
        owner: impl Fn(&R) -> O,
        name: impl Fn(&R) -> Value,
        user: impl Fn(&R) -> Option<Value>,
    ) -> Vec<Other> {
        let found = rows.clone().find(|row| name(row) == *self.one);
        let Some(whose) = found.map(&owner) else { return Vec::new() };
        let is_meant = |row: &&R| match self.others {
            Others::OfTheOwner => owner(row) == whose,
            Others::OfSomebodyElse => owner(row) != whose,
            Others::OfAnybody => true,
        };
        let others = rows.filter(is_meant).map(|row| Other { name: name(row), user: user(row) });
        others.filter(|other| other.name != *self.one).collect()
    }

    fn of_collateral(&self, program: &Collateral) -> Vec<Other> {
        match self.name {
            "card" => self.among(program.cards.iter(), |card| card.user, |card| json!(card.id)),
            "transaction" => {
                self.among(program.transactions.iter(), |row| row.user, |row| json!(row.id))
            }
            "dispute" => self.among(program.disputes.iter(), |row| row.user, |row| json!(row.id)),
            "quote" => self.among(program.quotes.iter(), |row| row.wallet, |row| json!(row.id)),
            "application" => {
                let rows = program.applications.iter();
                self.among(rows, |row| program.partner_of(row.company), |row| json!(row.id))
            }
            _ => Vec::new(),
        }
    }

    fn of_managed(&self, program: &Managed) -> Vec<Other> {
        let user = |card| program.cards.get(card).map(|card| card.user);
        match self.name {
            "card" => self.among(program.cards.iter(), |card| card.user, |card| json!(card.id)),
            "authorization" => {
                let rows = program.authorizations.iter();
                self.among(rows, |row| user(row.card), |row| json!(row.id))
            }
            "dispute" => {
                self.among(program.disputes.iter(), |row| user(row.card), |row| json!(row.id))
            }
            _ => Vec::new(),
        }
    }

    fn of_prepaid(&self, program: &Prepaid) -> Vec<Other> {
        match self.name {
            "card" => {
                let id = |card: &prepaid::Card| json!(card.external_id);
                let user = |card: &prepaid::Card| {
                    program.users.get(card.user).map(|user| json!(user.external_user_id))
                };
                self.with_owners(program.cards.iter(), |card| card.user, id, user)
            }
            _ => Vec::new(),
        }
    }
}
