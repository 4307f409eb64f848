//! Sending physical cards: what is refused, and the shipment's row (PG 7.1, 11.4).

use super::{
    ApplyContext, CheckContext, Collateral, Refusal,
    card::CardType,
    ids::CardId,
    plastic::{Shipment, ShipmentStatus, Shipping},
};
use crate::people::address::AddressRole;

/// Refuses a shipping address that a card of this kind lacks or cannot use.
pub(super) fn check_shipping(
    kind: CardType,
    shipping: Option<&Shipping>,
    required: bool,
    context: &CheckContext<'_>,
) -> Result<(), Refusal> {
    let rules = &context.rules.card;
    // What is not used is written down all the same.
    shipping.map_or(Ok(()), Shipping::check_length)?;
    match (kind, shipping) {
        (CardType::Virtual, Some(_)) if rules.refuse_shipping_on_virtual => {
            Err(Refusal::ShippingOnVirtual)
        }
        (CardType::Physical, None) if required => Err(Refusal::ShippingMissing),
        (CardType::Virtual, _) | (CardType::Physical, None) => Ok(()),
        (CardType::Physical, Some(shipping)) => {
            let phone = rules.require_shipping_phone.then_some(shipping.phone_number.as_str());
            Ok(shipping.address.check(AddressRole::Shipping, phone)?)
        }
    }
}

/// Sends a physical card.
pub(super) fn ship(
    collateral: &mut Collateral,
    context: &mut ApplyContext<'_>,
    card: CardId,
    shipping: Shipping,
) {
    let id = collateral.shipments.next();
    collateral.shipments.push(Shipment {
        id,
        card,
        status: ShipmentStatus::Processing,
        shipping,
        tracking_number: None,
        shipped_at: None,
        delivered_at: None,
        created_at: context.now,
        updated_at: context.now,
    });
    let row = collateral.cards.change(card);
    row.shipments.push(id);
    let company = row.company;
    if let Some(holdings) = collateral.holdings(company) {
        holdings.shipments.push(id);
    }
}
