//! The managed cards surface: callers, their tokens, programs, cards, money, authorizations,
//! disputes and webhooks.
//!
//! Actors are written `the caller`, `the second caller`, `the unverified caller` (parameter
//! `{caller}`). Steps that name what they do, such as `funds`, speak through the dialect of the
//! target; `sends POST "/…"` says exactly what goes out, and is for what the sandbox decided.
//! Amounts on a card are shares of what it has where a target charges for funding (MC 2).

mod amounts;
mod answers;
mod attempts;
mod authorizations;
mod balances;
mod call_readings;
mod card_money;
mod card_numbers;
mod card_statuses;
mod cards;
mod comparison;
mod controls;
mod deliveries;
mod delivery_log;
mod delivery_readings;
mod delivery_subjects;
mod disputes;
mod documented_calls;
mod errors;
mod forgeries;
mod funding;
mod holdings;
mod keys;
mod linked_wallets;
mod lists;
mod names;
mod operations;
mod operator;
mod ownership;
mod programs;
mod rate_limits;
mod readings;
mod receivers;
mod request_ids;
mod requests;
mod shown_things;
mod signatures;
mod starting_cards;
mod tokens;
mod validity;
mod wallets;

use std::{convert::Infallible, str::FromStr};

use crate::steps::sentence::Parameter;

inventory::submit! {
    Parameter { name: "caller", regex: "(the(?: [A-Za-z]+)? caller)" }
}

/// The name of an actor: `the caller`, `the second caller`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallerName(pub String);

impl FromStr for CallerName {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self(text.to_owned()))
    }
}
