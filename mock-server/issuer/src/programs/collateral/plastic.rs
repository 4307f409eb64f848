//! Shipments of physical cards (PG 11.4, `card_shipment`).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ids::{CardId, ShipmentId};
use crate::{
    collections::Row,
    people::{
        PostalAddress,
        address::{AddressFault, AddressField, AddressRole, none_too_long},
    },
};

/// The address, the recipient and the method of a shipment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Shipping {
    /// The address.
    pub address: PostalAddress,
    /// Phone of the recipient.
    pub phone_number: String,
    /// First name of the recipient.
    pub first_name: Option<String>,
    /// Last name of the recipient.
    pub last_name: Option<String>,
    /// Standard or express.
    pub method: ShippingMethod,
}

impl Shipping {
    /// Refuses what is too long.
    pub fn check_length(&self) -> Result<(), AddressFault> {
        let beside = [
            (AddressField::PhoneNumber, Some(self.phone_number.as_str())),
            (AddressField::FirstName, self.first_name.as_deref()),
            (AddressField::LastName, self.last_name.as_deref()),
        ];
        self.address.check_length(AddressRole::Shipping)?;
        none_too_long(AddressRole::Shipping, beside)
    }
}

/// The speed of a shipment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ShippingMethod {
    /// The usual way.
    #[default]
    Standard,
    /// Faster.
    Express,
}

impl ShippingMethod {
    /// The name of the value in the field.
    pub fn name(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Express => "express",
        }
    }
}

/// One shipment of one physical card.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Shipment {
    /// Internal id.
    pub id: ShipmentId,
    /// The card.
    pub card: CardId,
    /// The state.
    pub status: ShipmentStatus,
    /// The address and the recipient.
    pub shipping: Shipping,
    /// Tracking number, once shipped.
    pub tracking_number: Option<String>,
    /// The instant at which the card left.
    pub shipped_at: Option<Timestamp>,
    /// The instant at which the card arrived.
    pub delivered_at: Option<Timestamp>,
    /// The instant at which the row was made.
    pub created_at: Timestamp,
    /// The instant of the last change of the row.
    pub updated_at: Timestamp,
}

impl Row for Shipment {
    type Id = ShipmentId;
}

/// The state of a shipment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ShipmentStatus {
    /// Being made.
    Processing,
    /// Under way.
    Shipped,
    /// Arrived.
    Delivered,
}

impl ShipmentStatus {
    /// The name of the value in the field.
    pub fn name(self) -> &'static str {
        match self {
            Self::Processing => "processing",
            Self::Shipped => "shipped",
            Self::Delivered => "delivered",
        }
    }
}

impl Shipment {
    /// Moves the shipment on, filling the instants on the way.
    pub fn reach(&mut self, status: ShipmentStatus, tracking: String, now: Timestamp) {
        if self.shipped_at.is_none() {
            self.shipped_at = Some(now);
            self.tracking_number = Some(tracking);
        }
        if status == ShipmentStatus::Delivered {
            self.delivered_at = Some(now);
        }
        self.status = status;
        self.updated_at = now;
    }
}
