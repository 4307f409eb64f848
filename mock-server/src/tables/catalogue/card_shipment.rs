//! `AgioCard_card_shipment`: one row per physical card.

use serde_json::{Value, json};

use super::{column, ids, nullable, number, one, scope};
use crate::{
    programs::collateral::{CardId, ShipmentId},
    tables::{
        IndexRows, Kind, Shape, Table, View,
        cell::{instant, maybe_instant},
    },
};

pub(super) static TABLE: Table = Table {
    name: "AgioCard_card_shipment",
    shape: Shape::Table,
    order: &["id"],
    columns: &[
        column("id", Kind::Int),
        column("card_id", Kind::Int),
        column("status", Kind::Text),
        column("method", Kind::Text),
        nullable("first_name", Kind::Text),
        nullable("last_name", Kind::Text),
        column("phone_number", Kind::Text),
        column("line1", Kind::Text),
        nullable("line2", Kind::Text),
        column("city", Kind::Text),
        column("region", Kind::Text),
        column("postal_code", Kind::Text),
        column("country_code", Kind::Text),
        nullable("tracking_number", Kind::Text),
        nullable("shipped_at", Kind::Timestamptz),
        nullable("delivered_at", Kind::Timestamptz),
        column("created_at", Kind::Timestamptz),
        column("updated_at", Kind::Timestamptz),
    ],
    relations: &[one("card", "AgioCard_card", "card_id", "id")],
    scope: scope!(shipments, ShipmentId),
    find,
    cell,
};

fn find<'v>(view: &'v View<'v>, column: &str, value: &Value) -> Option<IndexRows<'v>> {
    match column {
        "card_id" => match view.issuer.collateral.cards.get(CardId(number(value))) {
            Some(card) => ids!(card.shipments),
            None => Some(IndexRows::none()),
        },
        "id" => Some(IndexRows::one(number(value))),
        _ => None,
    }
}

fn cell(view: &View<'_>, id: i32, column: &str) -> Value {
    let shipment = &view.issuer.collateral.shipments[ShipmentId(id)];
    let (to, address) = (&shipment.shipping, &shipment.shipping.address);
    match column {
        "id" => json!(shipment.id.0),
        "card_id" => json!(shipment.card.0),
        "status" => json!(shipment.status.name()),
        "method" => json!(to.method.name()),
        "first_name" => json!(to.first_name),
        "last_name" => json!(to.last_name),
        "phone_number" => json!(to.phone_number),
        "line1" => json!(address.line1),
        "line2" => json!(address.line2),
        "city" => json!(address.city),
        "region" => json!(address.region),
        "postal_code" => json!(address.postal_code),
        "country_code" => json!(address.country_code),
        "tracking_number" => json!(shipment.tracking_number),
        "shipped_at" => maybe_instant(shipment.shipped_at),
        "delivered_at" => maybe_instant(shipment.delivered_at),
        "created_at" => instant(shipment.created_at),
        "updated_at" => instant(shipment.updated_at),
        _ => Value::Null,
    }
}
