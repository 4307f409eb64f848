//! `activate-card` (SB 5.2).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Effect, Op, Outcome, act};
use crate::{
    control::entities::{Reference, collateral},
    programs::{collateral::commands::Activate, managed::CardId},
    worlds::Handle,
};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ActivateCard {
    card: Reference,
}

/// A card and where it stands now.
#[derive(Serialize, ToSchema)]
pub(super) struct CardStatusNow {
    pub(super) card: String,
    pub(super) status: &'static str,
}

impl CardStatusNow {
    /// A managed card after an op.
    pub(super) fn managed(handle: &Handle, id: CardId) -> Effect<Self> {
        handle.read(|world| {
            // Under a deviation that loses effects there may be no such card.
            let card = world.issuer.managed.cards.get(id);
            let reference = card.map_or_else(String::new, |card| card.reference.clone());
            let status = card.map_or("pending", |card| card.status.word());
            let changed = vec![format!("card:{reference}")];
            Effect { result: Self { card: reference, status }, changed }
        })
    }
}

impl Op for ActivateCard {
    const NAME: &'static str = "activate-card";
    const SUMMARY: &'static str =
        "Lets the post arrive: a card that is not activated becomes active, with its staged PIN.";
    type Result = CardStatusNow;

    fn run(self, handle: &Handle) -> Outcome<CardStatusNow> {
        let card = handle.read(|world| collateral::card(world, &self.card).map(|card| card.id))?;
        act(handle, Self::NAME, &Activate { card })?;
        let result = CardStatusNow { card: card.to_string(), status: "active" };
        Ok(Effect { result, changed: vec![format!("card:{card}")] })
    }
}
