//! Addresses that are judged, suggested and resolved.

use async_graphql::{Enum, InputObject, SimpleObject};

use super::{CardAddressInput, envelope};

#[derive(InputObject)]
pub(in crate::surfaces::partner) struct ValidateAddressInput {
    pub(in crate::surfaces::partner) address: CardAddressInput,
}

/// How sure the judgement is.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(rename_items = "UPPERCASE")]
pub(in crate::surfaces::partner) enum AddressValidationConfidence {
    High,
    Medium,
    Low,
}

#[derive(SimpleObject)]
pub(in crate::surfaces::partner) struct GeocodeLocation {
    pub(in crate::surfaces::partner) latitude: f64,
    pub(in crate::surfaces::partner) longitude: f64,
}

envelope! {
    /// Answer of `validateAddress` and `validateCardShippingAddress`.
    AddressValidationResponse {
        is_valid: bool,
        confidence: AddressValidationConfidence,
        formatted_address: String,
        location: GeocodeLocation,
    }
}

#[derive(InputObject)]
pub(in crate::surfaces::partner) struct AutocompleteAddressInput {
    /// At least three characters.
    pub(in crate::surfaces::partner) input: String,
    /// Countries, two letters each.
    pub(in crate::surfaces::partner) included_region_codes: Option<Vec<String>>,
}

/// An address that may be meant.
#[derive(SimpleObject)]
pub(in crate::surfaces::partner) struct AddressSuggestion {
    pub(in crate::surfaces::partner) text: String,
    pub(in crate::surfaces::partner) place_id: String,
    pub(in crate::surfaces::partner) main_text: String,
    pub(in crate::surfaces::partner) secondary_text: String,
    pub(in crate::surfaces::partner) types: Vec<String>,
}

envelope! {
    /// Answer of `autocompleteAddress`.
    AutocompleteAddressResponse {
        suggestions: Vec<AddressSuggestion>,
    }
}

/// The address of a place.
#[derive(SimpleObject)]
pub(in crate::surfaces::partner) struct ResolvedPlaceAddress {
    pub(in crate::surfaces::partner) line1: String,
    pub(in crate::surfaces::partner) city: String,
    pub(in crate::surfaces::partner) region: String,
    pub(in crate::surfaces::partner) postal_code: String,
    pub(in crate::surfaces::partner) country_code: String,
    pub(in crate::surfaces::partner) country: Option<String>,
    pub(in crate::surfaces::partner) formatted_address: Option<String>,
}

envelope! {
    /// Answer of `resolvePlaceAddress`.
    ResolvePlaceAddressResponse {
        address: ResolvedPlaceAddress,
    }
}
