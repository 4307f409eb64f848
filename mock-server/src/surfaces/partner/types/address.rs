//! Postal addresses and where cards are sent.

use async_graphql::{Enum, InputObject};

use super::fields;
use crate::{
    people::PostalAddress,
    programs::collateral::plastic::{Shipping, ShippingMethod},
};

fields! {
    #[derive(InputObject)]
    struct CardAddressInput {
        "personal" line1: String,
        "personal" line2: Option<String>,
        "personal" city: String,
        "personal" region: String,
        "personal" postal_code: String,
        "personal" country_code: String,
        "personal" country: Option<String>,
    }
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

/// Speed at which a card is sent.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(rename_items = "lowercase")]
pub(in crate::surfaces::partner) enum CardShippingMethod {
    Standard,
    Express,
}

fields! {
    #[derive(InputObject)]
    struct CardShippingInput {
        "personal" line1: String,
        "personal" line2: Option<String>,
        "personal" city: String,
        "personal" region: String,
        "personal" postal_code: String,
        "personal" country_code: String,
        "personal" phone_number: String,
        "personal" first_name: Option<String>,
        "personal" last_name: Option<String>,
        method: Option<CardShippingMethod>,
    }
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

fields! {
    #[derive(InputObject)]
    struct UpdateCardUserProfileInput {
        card_application_id: i32,
        address: CardAddressInput,
    }
}

fields! {
    #[derive(InputObject)]
    struct UpdateCardCompanyAddressInput {
        card_application_id: i32,
        address: CardAddressInput,
    }
}
