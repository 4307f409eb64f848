//! The post: shipping and activating physical cards (SB 5.2).

use serde::{Deserialize, Serialize};

use super::freeze::change_status;
use crate::{
    command::Command,
    programs::collateral::{
        ApplyContext, CheckContext, Collateral, Refusal,
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
    type Program = Collateral;
    type Plan = ();
    type Done = ();

    fn check(&self, collateral: &Collateral, context: &CheckContext<'_>) -> Result<(), Refusal> {
        let card = collateral.own_card(context.caller, self.card)?;
        card.must_be_in(&context.rules.life.activate_from, CardAction::Activate)
    }

    fn apply(&self, (): (), collateral: &mut Collateral, context: &mut ApplyContext<'_>) {
        change_status(collateral, context, self.card, CardStatus::Active);
        let card = collateral.cards.change(self.card);
        if let Some(pin) = card.staged_pin.take() {
            card.pin = Some(pin);
        }
        if let Some(shipment) = card.shipments.last() {
            let tracking = tracking_number(context);
            collateral.shipments.change(shipment).reach(
                ShipmentStatus::Delivered,
                tracking,
                context.now,
            );
        }
    }
}

/// The shipment moves on (`ship-card`). Delivery alone does not activate the card.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Ship {
    /// The card.
    pub card: CardId,
    /// The state that the shipment reaches.
    pub to: ShipmentStatus,
}

impl Command for Ship {
    type Program = Collateral;
    type Plan = ShipmentId;
    type Done = ();

    fn check(
        &self,
        collateral: &Collateral,
        context: &CheckContext<'_>,
    ) -> Result<ShipmentId, Refusal> {
        let card = collateral.own_card(context.caller, self.card)?;
        let id = card.shipments.last().ok_or(Refusal::ShipmentState { status: None })?;
        let status = collateral.shipments[id].status;
        if status < self.to {
            return Ok(id);
        }
        Err(Refusal::ShipmentState { status: Some(status.name()) })
    }

    fn apply(
        &self,
        shipment: ShipmentId,
        collateral: &mut Collateral,
        context: &mut ApplyContext<'_>,
    ) {
        let tracking = tracking_number(context);
        collateral.shipments.change(shipment).reach(self.to, tracking, context.now);
    }
}

fn tracking_number(context: &mut ApplyContext<'_>) -> String {
    format!("SBX{:010}", context.dice.below("shipment.tracking_number", 10_000_000_000))
}
