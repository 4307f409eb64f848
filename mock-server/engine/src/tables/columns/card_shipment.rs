//! `AgioCard_card_shipment`: one row per physical card.

use super::{ID, column, index};
use crate::{
    log::Class::{Personal, Plain},
    people::PostalAddress,
    programs::collateral::{CardId, Shipment, ShipmentId},
    tables::{
        Column,
        column::Reader::{Int, MaybeText, MaybeTimestamptz, Text, Timestamptz},
        row::Row,
    },
};

pub(in crate::tables) const COLUMNS: &[Column] = &[
    ID,
    column("card_id", Plain, Int(|row| shipment(row).card.0.into()))
        .indexed(index!(cards[CardId].shipments)),
    column("status", Plain, Text(|row| shipment(row).status.name())),
    column("method", Plain, Text(|row| shipment(row).shipping.method.name())),
    column("first_name", Personal, MaybeText(|row| shipment(row).shipping.first_name.as_deref())),
    column("last_name", Personal, MaybeText(|row| shipment(row).shipping.last_name.as_deref())),
    column("phone_number", Personal, Text(|row| &shipment(row).shipping.phone_number)),
    column("line1", Personal, Text(|row| &address(row).line1)),
    column("line2", Personal, MaybeText(|row| address(row).line2.as_deref())),
    column("city", Personal, Text(|row| &address(row).city)),
    column("region", Personal, Text(|row| &address(row).region)),
    column("postal_code", Personal, Text(|row| &address(row).postal_code)),
    column("country_code", Personal, Text(|row| &address(row).country_code)),
    column("tracking_number", Plain, MaybeText(|row| shipment(row).tracking_number.as_deref())),
    column("shipped_at", Plain, MaybeTimestamptz(|row| shipment(row).shipped_at)),
    column("delivered_at", Plain, MaybeTimestamptz(|row| shipment(row).delivered_at)),
    column("created_at", Plain, Timestamptz(|row| shipment(row).created_at)),
    column("updated_at", Plain, Timestamptz(|row| shipment(row).updated_at)),
];

fn shipment(row: Row<'_>) -> &Shipment {
    &row.view.issuer.collateral.shipments[ShipmentId(row.id)]
}

fn address(row: Row<'_>) -> &PostalAddress {
    &shipment(row).shipping.address
}
