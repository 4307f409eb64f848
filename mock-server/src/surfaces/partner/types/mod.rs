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
    CardReplacedCard, CardReplacementResponse, CreateCardInput, CreateCardResponse,
    ReplaceCardInput, UpdateCardLimitInput,
};
pub(super) use funding::{
    Balance, CardBalanceResponse, ChargeCardInput, ChargeCardResponse, dollars,
};
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

/// Declares an answer type with `success` and `error` around optional fields, and what it is when
/// the operation fails: every other field null.
macro_rules! envelope {
    ($(#[doc = $doc:literal])+ $name:ident { $($(#[$meta:meta])* $field:ident: $ty:ty,)* }) => {
        $(#[doc = $doc])+
        #[derive(async_graphql::SimpleObject)]
        pub(in crate::surfaces::partner) struct $name {
            pub(in crate::surfaces::partner) success: bool,
            $($(#[$meta])* pub(in crate::surfaces::partner) $field: Option<$ty>,)*
            pub(in crate::surfaces::partner) error: Option<String>,
        }

        impl $crate::surfaces::partner::operation::MutationResponse for $name {
            fn failed(error: String) -> Self {
                Self { success: false, $($field: None,)* error: Some(error) }
            }
        }
    };
}

use envelope;
