//! Inputs and answers of the card operations, as the schema has them (PG 15).
#![expect(dead_code, reason = "the derives make accessors that nothing calls")]

mod address;
mod blocked;
mod card;
mod funding;
mod onboarding;
mod pin;
mod place;

pub(super) use address::{
    CardAddressInput, CardShippingInput, UpdateCardCompanyAddressInput, UpdateCardUserProfileInput,
};
pub(super) use blocked::{
    CardApplicationResponse, CardCorporateApplicationResponse, CardWithdrawInput,
    CardWithdrawResponse, CreateCardApplicationInput, CreateCardCorporateApplicationInput,
    PayInvoiceWithCardBalanceInput, PayInvoiceWithCardBalanceResponse,
};
pub(super) use card::{
    CancelCardInput, CardLimitFrequency, CardLimitResponse, CardOperationResponse,
    CardReplacementResponse, CreateCardInput, CreateCardResponse, ReplaceCardInput,
    UpdateCardLimitInput,
};
pub(super) use funding::{CardBalanceResponse, ChargeCardInput, ChargeCardResponse};
pub(super) use onboarding::{
    CreateCardApplicationForPartnerUserInput, CreateCardApplicationForPartnerUserResponse,
    CreatePartnerCustomerOrganizationInput, CreatePartnerCustomerOrganizationResponse,
};
pub(super) use pin::{CardPinResponse, CardSecretsResponse, EncryptionKeys, SetCardPinInput};
pub(super) use place::{
    AddressSuggestion, AddressValidationConfidence, AddressValidationResponse,
    AutocompleteAddressInput, AutocompleteAddressResponse, GeocodeLocation,
    ResolvePlaceAddressResponse, ResolvedPlaceAddress, ValidateAddressInput,
};

use crate::card_graphql::{envelope, fields};
