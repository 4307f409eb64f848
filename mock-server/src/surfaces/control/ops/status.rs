//! `set-card-status`: states that are hard to reach, in the words of the card's own surface (SB 5.2).

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Outcome, decisions::reference, prepaid};
use crate::{
    programs::{
        collateral::{CardId, CardStatus, commands::ForceStatus},
        prepaid::{self as er, commands::ForceCardStatus},
    },
    surfaces::control::{Problem, act, input, refs},
    worlds::Handle,
};

const OP: &str = "set-card-status";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewStatus {
    card: Value,
    status: String,
    /// Cards of projects keep none.
    reason: Option<String>,
}

pub(super) fn set(handle: &Handle, body: Value) -> Outcome {
    let wanted: NewStatus = input::read(body)?;
    let reference = reference(&wanted.card, "/card")?;
    match handle.read(|world| prepaid::card(world, &reference).map(|card| card.id)) {
        Some(card) => set_prepaid(handle, card, &wanted.status),
        None => {
            let card = handle.read(|world| refs::card(world, &reference).map(|card| card.id))?;
            set_collateral(handle, card, wanted)
        }
    }
}

fn set_prepaid(handle: &Handle, card: er::CardId, status: &str) -> Outcome {
    let found = serde_json::from_value::<er::CardStatus>(json!(status));
    let status = found.map_err(|_| Problem::choice("/status", status, er::CardStatus::WORDS))?;
    act(handle, OP, &ForceCardStatus { card, status })?;
    let external = handle.read(|world| world.issuer.prepaid.cards[card].external_id.clone());
    let result = json!({"card": external, "status": status.word()});
    Ok((result, vec![format!("card:{external}")]))
}

fn set_collateral(handle: &Handle, card: CardId, wanted: NewStatus) -> Outcome {
    let status = CardStatus::ALL.into_iter().find(|status| status.name() == wanted.status);
    let status = status.ok_or_else(|| {
        Problem::choice("/status", &wanted.status, &CardStatus::ALL.map(CardStatus::name))
    })?;
    act(handle, OP, &ForceStatus { card, status, reason: wanted.reason })?;
    let result = json!({"card": card.to_string(), "status": status.name()});
    Ok((result, vec![format!("card:{card}")]))
}
