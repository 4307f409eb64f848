//! Postal addresses and where cards are sent.

use async_graphql::{Enum, InputObject};

use crate::{
    people::PostalAddress,
    programs::collateral::plastic::{Shipping, ShippingMethod},
};

#[derive(InputObject)]
pub(in crate::surfaces::partner) struct CardAddressInput {
    line1: String,
    line2: Option<String>,
    city: String,
    region: String,
    postal_code: String,
    country_code: String,
    country: Option<String>,
}

impl From<CardAddressInput> for PostalAddress {
    fn from(input: CardAddressInput) -> Self {
        Self {
            line1: input.line1,
            line2: input.line2,
            city: input.city,
            region: input.region,
            postal_code: input.postal_code,
            country_code: input.country_code,
            country: input.country,
        }
    }
}

/// How fast a card is sent.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(rename_items = "lowercase")]
pub(in crate::surfaces::partner) enum CardShippingMethod {
    Standard,
    Express,
}

#[derive(InputObject)]
pub(in crate::surfaces::partner) struct CardShippingInput {
    line1: String,
    line2: Option<String>,
    city: String,
    region: String,
    postal_code: String,
    country_code: String,
    phone_number: String,
    first_name: Option<String>,
    last_name: Option<String>,
    method: Option<CardShippingMethod>,
}

impl From<CardShippingInput> for Shipping {
    fn from(input: CardShippingInput) -> Self {
        Self {
            address: PostalAddress {
                line1: input.line1,
                line2: input.line2,
                city: input.city,
                region: input.region,
                postal_code: input.postal_code,
                country_code: input.country_code,
                country: None,
            },
            phone_number: input.phone_number,
            first_name: input.first_name,
            last_name: input.last_name,
            method: match input.method {
                Some(CardShippingMethod::Express) => ShippingMethod::Express,
                Some(CardShippingMethod::Standard) | None => ShippingMethod::Standard,
            },
        }
    }
}

#[derive(InputObject)]
pub(in crate::surfaces::partner) struct UpdateCardUserProfileInput {
    pub(in crate::surfaces::partner) card_application_id: i32,
    pub(in crate::surfaces::partner) address: CardAddressInput,
}

#[derive(InputObject)]
pub(in crate::surfaces::partner) struct UpdateCardCompanyAddressInput {
    pub(in crate::surfaces::partner) card_application_id: i32,
    pub(in crate::surfaces::partner) address: CardAddressInput,
}
