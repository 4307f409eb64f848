//! Addresses that are judged, suggested and resolved.

use async_graphql::{Enum, InputObject, SimpleObject};

use super::{CardAddressInput, envelope, fields};

fields! {
    #[derive(InputObject)]
    struct ValidateAddressInput {
        address: CardAddressInput,
    }
}

/// Confidence of the judgement.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(rename_items = "UPPERCASE")]
pub(crate) enum AddressValidationConfidence {
    High,
    Medium,
    Low,
}

fields! {
    #[derive(SimpleObject)]
    struct GeocodeLocation {
        "personal" latitude: f64,
        "personal" longitude: f64,
    }
}

envelope! {
    /// Answer of `validateAddress` and `validateCardShippingAddress`.
    AddressValidationResponse {
        is_valid: bool,
        confidence: AddressValidationConfidence,
        "personal" formatted_address: String,
        location: GeocodeLocation,
    }
}

fields! {
    #[derive(InputObject)]
    struct AutocompleteAddressInput {
        /// At least three characters.
        "within" input: String,
        /// Countries, two letters each.
        "personal" included_region_codes: Option<Vec<String>>,
    }
}

fields! {
    /// An address that may be meant.
    #[derive(SimpleObject)]
    struct AddressSuggestion {
        "personal" text: String,
        "plain" place_id: String,
        "personal" main_text: String,
        "personal" secondary_text: String,
        "plain" types: Vec<String>,
    }
}

envelope! {
    /// Answer of `autocompleteAddress`.
    AutocompleteAddressResponse {
        suggestions: Vec<AddressSuggestion>,
    }
}

fields! {
    /// The address of a place.
    #[derive(SimpleObject)]
    struct ResolvedPlaceAddress {
        "personal" line1: String,
        "personal" city: String,
        "personal" region: String,
        "personal" postal_code: String,
        "personal" country_code: String,
        "personal" country: Option<String>,
        "personal" formatted_address: Option<String>,
    }
}

envelope! {
    /// Answer of `resolvePlaceAddress`.
    ResolvePlaceAddressResponse {
        address: ResolvedPlaceAddress,
    }
}
