//! Cards and their shipments, as they show inside.

use serde_json::{Value, json};

use super::{EntityType, Viewer, headed};
use crate::{
    control::amount,
    people::PostalAddress,
    programs::collateral::{card::Card, plastic::Shipment},
    world::clock::written,
};

impl Viewer<'_> {
    /// A card. Of its number there are the last four digits; of its PIN, whether there is one.
    pub(super) fn card(&self, card: &Card) -> Value {
        let user = self.all().users.get(card.user);
        let ids = json!({"id": card.id, "card_id": card.external_id});
        let account = user.and_then(|user| user.account.as_ref());
        let pin = match (&card.pin, &card.staged_pin) {
            (Some(_), _) => Some("in force"),
            (None, Some(_)) => Some("staged"),
            (None, None) => None,
        };
        let shipments = card.shipments.iter().filter_map(|id| self.all().shipments.get(id));
        let shipments: Vec<_> = shipments.map(|row| self.shipment(row)).collect();
        let text = |text: &Option<String>| text.as_deref().map(|text| self.chosen(text));
        let personal = |text: &Option<String>| text.as_deref().map(|text| self.personal(text));
        let limit = card.limit.map(|limit| {
            json!({"amount": amount::text(limit.amount), "frequency": limit.frequency.name()})
        });
        let state = json!({
            "user": format!("user:{}", card.user),
            "application": format!("application:{}", card.application),
            "card_type": card.kind.name(),
            "status": card.status.name(),
            "last4": card.secrets.last4,
            "display_name": personal(&card.display_name),
            "nickname": text(&card.nickname),
            "is_starred": card.is_starred,
            "limit": limit,
            "billing": card.billing.as_ref().map(|billing| self.address(billing)),
            "shipments": shipments,
            "pin": pin,
            "replaced_by": card.replaced_by.map(|id| format!("card:{id}")),
            "replacement_reason": text(&card.replacement_reason),
            "cancel_reason": text(&card.cancel_reason),
            "deposit_address": account.map(|account| &account.deposit_address),
            "activated_at": card.activated_at.map(written),
            "canceled_at": card.canceled_at.map(written),
            "last_used_at": card.last_used_at.map(written),
            "created_at": written(card.created_at),
            "updated_at": written(card.updated_at),
        });
        headed(EntityType::Card, card.id, self.ids(user, &ids), state)
    }

    fn shipment(&self, shipment: &Shipment) -> Value {
        let shipping = &shipment.shipping;
        let personal = |text: &Option<String>| text.as_deref().map(|text| self.personal(text));
        json!({
            "id": shipment.id,
            "status": shipment.status.name(),
            "method": shipping.method.name(),
            "first_name": personal(&shipping.first_name),
            "last_name": personal(&shipping.last_name),
            "phone_number": self.personal(&shipping.phone_number),
            "address": self.address(&shipping.address),
            "tracking_number": shipment.tracking_number,
            "shipped_at": shipment.shipped_at.map(written),
            "delivered_at": shipment.delivered_at.map(written),
        })
    }

    /// A postal address.
    fn address(&self, address: &PostalAddress) -> Value {
        let PostalAddress { line1, line2, city, region, postal_code, country_code, country } =
            address;
        let optional = |text: &Option<String>| text.as_deref().map(|text| self.personal(text));
        json!({
            "line1": self.personal(line1),
            "line2": optional(line2),
            "city": self.personal(city),
            "region": self.personal(region),
            "postal_code": self.personal(postal_code),
            "country_code": self.personal(country_code),
            "country": optional(country),
        })
    }
}
