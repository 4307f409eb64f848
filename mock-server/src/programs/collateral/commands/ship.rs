//! The post: shipping and activating physical cards (SB 5.2).

use serde::{Deserialize, Serialize};

use super::freeze::change_status;
use crate::programs::{
    CheckContext, Command, Issuer, Refusal, Turn,
    collateral::{
        card::{CardAction, CardStatus},
        ids::{CardId, ShipmentId},
        plastic::ShipmentStatus,
    },
};

/// The post has arrived and the card is activated (`activate-card`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Activate {
    /// The card.
    pub card: CardId,
}

impl Command for Activate {
    const NAME: &'static str = "activate-card";
    type Plan = ();
    type Done = ();

    fn check(&self, issuer: &Issuer, context: &CheckContext<'_>) -> Result<(), Refusal> {
        let card = issuer.collateral.own_card(context.caller, self.card)?;
        card.must_be_in(&[CardStatus::NotActivated.name().to_owned()], CardAction::Activate)
    }

    fn apply(&self, (): (), issuer: &mut Issuer, turn: &mut Turn<'_>) {
        change_status(issuer, turn, self.card, CardStatus::Active);
        let card = issuer.collateral.cards.change(self.card);
        if let Some(pin) = card.staged_pin.take() {
            card.pin = Some(pin);
        }
        if let Some(shipment) = card.shipments.last().copied() {
            let tracking = tracking_number(turn);
            issuer.collateral.shipments.change(shipment).reach(
                ShipmentStatus::Delivered,
                tracking,
                turn.now,
            );
        }
    }
}

/// The shipment moves on (`ship-card`). Delivery alone does not activate the card.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Ship {
    /// The card.
    pub card: CardId,
    /// How far.
    pub to: ShipmentStatus,
}

impl Command for Ship {
    const NAME: &'static str = "ship-card";
    type Plan = ShipmentId;
    type Done = ();

    fn check(&self, issuer: &Issuer, context: &CheckContext<'_>) -> Result<ShipmentId, Refusal> {
        let card = issuer.collateral.own_card(context.caller, self.card)?;
        let id = card.shipments.last().copied().ok_or(Refusal::ShipmentState { status: None })?;
        let status = issuer.collateral.shipments[id].status;
        if status < self.to {
            return Ok(id);
        }
        Err(Refusal::ShipmentState { status: Some(status.name()) })
    }

    fn apply(&self, shipment: ShipmentId, issuer: &mut Issuer, turn: &mut Turn<'_>) {
        let tracking = tracking_number(turn);
        issuer.collateral.shipments.change(shipment).reach(self.to, tracking, turn.now);
    }
}

fn tracking_number(turn: &mut Turn<'_>) -> String {
    format!("SBX{:010}", turn.below("shipment.tracking_number", 10_000_000_000))
}
