//! Receivers of webhooks and deliveries to them (SB 11).

pub(super) mod changes;
pub(super) mod deliveries;
pub(super) mod delivery_body;
mod filter;
mod input;
mod receiver_body;
pub(super) mod receivers;
pub(super) mod repeats;

use super::{Problem, ProblemCode};
use crate::world::{World, outbox::Receiver};

/// The number in an id like `h-3`.
fn number(kind: &str, prefix: &str, id: &str) -> Result<u64, Problem> {
    let number = id.strip_prefix(prefix).and_then(|text| text.parse().ok());
    number.ok_or_else(|| unknown(kind, id))
}

fn unknown(kind: &str, id: &str) -> Problem {
    let detail = format!("there is no {kind} {id:?} in this world");
    Problem::new(ProblemCode::ItemUnknown, "Nothing by that name", detail)
}

/// The receiver with an id.
pub(super) fn receiver_named<'a>(world: &'a World, id: &str) -> Result<&'a Receiver, Problem> {
    let number = number("receiver", "h-", id)?;
    world.outbox.receiver(number).ok_or_else(|| unknown("receiver", id))
}
