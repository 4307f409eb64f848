//! Judging, completing and resolving addresses by the gazetteer (PG 9). Nothing is changed.

use async_graphql::{Context, Object, Result};

use super::super::types::{
    AddressSuggestion, AddressValidationConfidence as Confidence, AddressValidationResponse,
    AutocompleteAddressInput, AutocompleteAddressResponse, GeocodeLocation,
    ResolvePlaceAddressResponse, ResolvedPlaceAddress, ValidateAddressInput,
};
use crate::{
    card_graphql::{Operation, OperationError},
    command::Check,
    people::{
        PostalAddress,
        address::AddressRole,
        gazetteer::{self, AddressMatch, Place},
    },
};

/// Nothing that an address needs is blank.
pub(in crate::partner) const FILLED: Check =
    Check::new("no line that the address needs is blank", &[]);
/// The id is one of a suggestion.
pub(in crate::partner) const PLACE: Check =
    Check::new("placeId is one that autocompleteAddress has suggested", &["PG-ADDR-03"]);

#[derive(Default)]
pub(super) struct Addresses;

#[Object]
impl Addresses {
    /// Whether an address is one that is known.
    async fn validate_address(
        &self,
        ctx: &Context<'_>,
        input: ValidateAddressInput,
    ) -> Result<AddressValidationResponse> {
        let operation = Operation::begin(ctx, "validateAddress");
        let outcome = operation.holds(FILLED, complete(input));
        let outcome = outcome.map(|address| judged(gazetteer::look_up(&address)));
        operation.finish(outcome)
    }

    /// Whether a card can be shipped to an address.
    async fn validate_card_shipping_address(
        &self,
        ctx: &Context<'_>,
        input: ValidateAddressInput,
    ) -> Result<AddressValidationResponse> {
        let operation = Operation::begin(ctx, "validateCardShippingAddress");
        let never = &operation.context().rules().address.no_ship_countries;
        let outcome = operation.holds(FILLED, complete(input)).map(|address| {
            let country = &address.country_code;
            if never.iter().any(|code| code.eq_ignore_ascii_case(country)) {
                return found(false, Confidence::Low, None);
            }
            match gazetteer::look_up(&address) {
                AddressMatch::CountryOnly => found(true, Confidence::Medium, None),
                known => judged(known),
            }
        });
        operation.finish(outcome)
    }

    /// Known addresses that contain a text.
    async fn autocomplete_address(
        &self,
        ctx: &Context<'_>,
        input: AutocompleteAddressInput,
    ) -> Result<AutocompleteAddressResponse> {
        let operation = Operation::begin(ctx, "autocompleteAddress");
        let places = gazetteer::complete(&input.input, input.included_region_codes.as_deref());
        let suggestions = places.into_iter().map(|place| AddressSuggestion {
            text: place.formatted(),
            place_id: place.id.clone(),
            main_text: place.line1.clone(),
            secondary_text: place.town(),
            types: vec!["street_address".to_owned()],
        });
        operation.finish(Ok(AutocompleteAddressResponse {
            success: true,
            suggestions: Some(suggestions.collect()),
            error: None,
        }))
    }

    /// The address behind a suggestion.
    async fn resolve_place_address(
        &self,
        ctx: &Context<'_>,
        #[graphql(tag = "plain")] place_id: String,
    ) -> Result<ResolvePlaceAddressResponse> {
        let operation = Operation::begin(ctx, "resolvePlaceAddress");
        let place = gazetteer::resolve(&place_id);
        let outcome =
            place.ok_or_else(|| OperationError::Unsuccessful("Place not found".to_owned()));
        let outcome = operation.holds(PLACE, outcome);
        operation.finish(outcome.map(|place| ResolvePlaceAddressResponse {
            success: true,
            address: Some(ResolvedPlaceAddress {
                line1: place.line1.clone(),
                city: place.city.clone(),
                region: place.region.clone(),
                postal_code: place.postal_code.clone(),
                country_code: place.country_code.clone(),
                country: Some(place.country.clone()),
                formatted_address: Some(place.formatted()),
            }),
            error: None,
        }))
    }
}

/// An address in which nothing required is blank.
fn complete(input: ValidateAddressInput) -> std::result::Result<PostalAddress, OperationError> {
    let address = PostalAddress::from(input.address);
    address.check_filled(AddressRole::Mailing, None)?;
    Ok(address)
}

fn judged(known: AddressMatch) -> AddressValidationResponse {
    match known {
        AddressMatch::Exact(place) => found(true, Confidence::High, Some(place)),
        AddressMatch::Approximate(place) => found(true, Confidence::Medium, Some(place)),
        AddressMatch::CountryOnly | AddressMatch::None => found(false, Confidence::Low, None),
    }
}

fn found(
    is_valid: bool,
    confidence: Confidence,
    place: Option<&Place>,
) -> AddressValidationResponse {
    AddressValidationResponse {
        success: true,
        is_valid: Some(is_valid),
        confidence: Some(confidence),
        formatted_address: place.map(Place::formatted),
        location: place
            .map(|place| GeocodeLocation { latitude: place.latitude, longitude: place.longitude }),
        error: None,
    }
}
