//! The envelope surface: projects, their users, cardholders, cards, orders and webhooks.
//!
//! Actors are written `the project`, `the second project`, `the locked project` (parameter
//! `{project}`). Endpoints are called by the contract's paths and members; the driver translates
//! them for a target that has other names.

mod amounts;
mod answers;
mod back_office;
mod calls;
mod card_orders;
mod cardholders;
mod cards;
mod deliveries;
mod freezes;
mod hooks;
mod order_history;
mod order_statuses;
mod orders;
mod outcomes;
mod plain_failures;
mod product_ids;
mod readings;
mod stamps;
mod starting_cards;
mod texts;
mod topups;
mod transactions;
mod users;

use std::{convert::Infallible, str::FromStr};

use crate::steps::sentence::Parameter;

inventory::submit! {
    Parameter { name: "project", regex: "(the(?: second| locked)? project)" }
}

/// The name of an actor: `the project`, `the second project`, `the locked project`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectName(pub String);

impl FromStr for ProjectName {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self(text.to_owned()))
    }
}
