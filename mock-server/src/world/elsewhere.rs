//! Effects on another thing of the same owner, as a deviation asks for them.

use serde_json::{Value, json};

use super::{CommandContext, World};
use crate::{
    command::WrittenCommand,
    issuer::AnyCommand,
    programs::{
        collateral::Collateral,
        managed::Managed,
        prepaid::{self, Prepaid},
    },
};

/// Members of commands that name the thing which is acted on, the first of them that is there.
const NAMED: [&str; 5] = ["card", "authorization", "dispute", "transaction", "quote"];

impl World {
    /// Runs a command on another thing of the same owner: the first for which it is not refused.
    /// Nothing happens where there is none.
    pub(super) fn run_elsewhere(&mut self, context: &CommandContext, command: &AnyCommand) {
        for other in self.elsewhere(command) {
            let ran = self.with_issuer(context, |issuer, context| other.run(issuer, context));
            if ran.is_ok() {
                return;
            }
        }
    }

    /// The command about each other thing of the same owner.
    fn elsewhere(&self, command: &AnyCommand) -> Vec<AnyCommand> {
        let Ok(written) = serde_json::to_value(command) else { return Vec::new() };
        let found = NAMED.iter().find_map(|name| Some((*name, named(&written["input"], name)?)));
        let Some((name, place)) = found else { return Vec::new() };
        let Some(one) = written["input"].pointer(&place) else { return Vec::new() };
        let others = match command {
            AnyCommand::Collateral(_) => of_collateral(&self.issuer.collateral, name, one),
            AnyCommand::Managed(_) => of_managed(&self.issuer.managed, name, one),
            AnyCommand::Prepaid(_) => of_prepaid(&self.issuer.prepaid, name, one),
        };
        let about = |other: Value| {
            let mut written = written.clone();
            *written["input"].pointer_mut(&place)? = other;
            let written: WrittenCommand = serde_json::from_value(written).ok()?;
            AnyCommand::read(&written)?.ok()
        };
        others.into_iter().filter_map(about).collect()
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

/// The other rows of an owner, by what a command calls them.
fn others<'r, R: 'r, O: PartialEq>(
    rows: impl Iterator<Item = &'r R> + Clone,
    owner: impl Fn(&R) -> O,
    name: impl Fn(&R) -> Value,
    one: &Value,
) -> Vec<Value> {
    let found = rows.clone().find(|row| name(row) == *one);
    let Some(whose) = found.map(&owner) else { return Vec::new() };
    let mut same: Vec<_> = rows.filter(|row| owner(row) == whose).map(name).collect();
    same.retain(|other| other != one);
    same
}

fn of_collateral(program: &Collateral, name: &str, one: &Value) -> Vec<Value> {
    match name {
        "card" => others(program.cards.iter(), |card| card.user, |card| json!(card.id), one),
        "transaction" => {
            let rows = program.transactions.iter();
            others(rows, |row| row.user, |row| json!(row.id), one)
        }
        "quote" => others(program.quotes.iter(), |row| row.wallet, |row| json!(row.id), one),
        _ => Vec::new(),
    }
}

fn of_managed(program: &Managed, name: &str, one: &Value) -> Vec<Value> {
    let user = |card| program.cards.get(card).map(|card| card.user);
    match name {
        "card" => others(program.cards.iter(), |card| card.user, |card| json!(card.id), one),
        "authorization" => {
            let rows = program.authorizations.iter();
            others(rows, |row| user(row.card), |row| json!(row.id), one)
        }
        "dispute" => {
            let rows = program.disputes.iter();
            others(rows, |row| user(row.card), |row| json!(row.id), one)
        }
        _ => Vec::new(),
    }
}

fn of_prepaid(program: &Prepaid, name: &str, one: &Value) -> Vec<Value> {
    match name {
        "card" => {
            let id = |card: &prepaid::Card| json!(card.external_id);
            others(program.cards.iter(), |card| card.user, id, one)
        }
        _ => Vec::new(),
    }
}
