//! `ship-card` (SB 5.2).

use serde::Deserialize;
use utoipa::ToSchema;

use super::{Effect, Op, Outcome, act, activate_card::CardStatusNow};
use crate::{
    control::entities::{Reference, collateral},
    programs::collateral::{commands::Ship, plastic::ShipmentStatus},
    worlds::Handle,
};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ShipCard {
    card: Reference,
    to: ShipmentStatus,
}

impl Op for ShipCard {
    const NAME: &'static str = "ship-card";
    const SUMMARY: &'static str =
        "Moves the shipment of a card on; delivery alone does not activate the card.";
    type Result = CardStatusNow;

    fn run(self, handle: &Handle) -> Outcome<CardStatusNow> {
        let card = handle.read(|world| collateral::card(world, &self.card).map(|card| card.id))?;
        act(handle, Self::NAME, &Ship { card, to: self.to })?;
        let result = CardStatusNow { card: card.to_string(), status: self.to.name() };
        Ok(Effect { result, changed: vec![format!("card:{card}")] })
    }
}
