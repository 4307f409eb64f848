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

/// Declares a type of the schema. A text or a fraction says its class in the log (SB 9.2) before
/// its name; the class of everything else follows from its type. What says none is hidden.
macro_rules! fields {
    ($(#[$meta:meta])* struct $name:ident {
        $($(#[$of:meta])* $($class:literal)? $field:ident: $ty:ty,)*
    }) => {
        $(#[$meta])*
        pub(in crate::surfaces::partner) struct $name {
            $(
                $(#[$of])*
                $(#[graphql(tag = $class)])?
                pub(in crate::surfaces::partner) $field: $ty,
            )*
        }
    };
}

use fields;

/// Declares an answer type with `success` and `error` around optional fields, and its value when
/// the operation fails: every other field null. Fields say their classes as in [`fields`].
macro_rules! envelope {
    ($(#[doc = $doc:literal])+ $name:ident {
        $($(#[$meta:meta])* $($class:literal)? $field:ident: $ty:ty,)*
    }) => {
        $crate::surfaces::partner::types::fields! {
            $(#[doc = $doc])+
            #[derive(async_graphql::SimpleObject)]
            struct $name {
                success: bool,
                $($(#[$meta])* $($class)? $field: Option<$ty>,)*
                "said" error: Option<String>,
            }
        }

        impl $crate::surfaces::partner::operation::MutationResponse for $name {
            fn failed(error: String) -> Self {
                Self { success: false, $($field: None,)* error: Some(error) }
            }
        }
    };
}

use envelope;
