//! Postal addresses and where cards are sent.

use async_graphql::InputObject;

use super::fields;
use crate::card_graphql::address_inputs;

address_inputs!(CardAddressInput, CardShippingInput, CardShippingMethod);

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
