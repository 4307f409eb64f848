//! Cards.

use async_graphql::{Enum, InputObject};

use super::{envelope, fields, limit::CardLimitInput};
use crate::{
    card_graphql::{MutationResponse as _, address_inputs, answers_changed_card, answers_new_card},
    programs::collateral,
};

address_inputs!(RainAddressInput, RainShippingInput, RainShippingMethod);

/// Type of a card: virtual or physical.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(rename_items = "lowercase")]
pub(crate) enum RainCardType {
    Virtual,
    Physical,
}

impl From<RainCardType> for collateral::CardType {
    fn from(kind: RainCardType) -> Self {
        match kind {
            RainCardType::Virtual => Self::Virtual,
            RainCardType::Physical => Self::Physical,
        }
    }
}

fields! {
    #[derive(InputObject)]
    struct CreateRainCardInput {
        /// Id of the approved application.
        card_application_id: i32,
        card_type: RainCardType,
        limit: Option<CardLimitInput>,
        /// Name on the card; it cannot be changed.
        "personal" display_name: Option<String>,
        /// Required for physical cards, ignored for virtual ones.
        shipping: Option<RainShippingInput>,
        /// The shipping address when absent.
        billing: Option<RainAddressInput>,
        "plain" session_id: Option<String>,
        "sealed" encrypted_pin: Option<String>,
    }
}

envelope! {
    /// Answer of `createRainCard`.
    CreateRainCardResponse {
        /// Internal card id.
        id: i32,
        /// Issuer-side card id.
        "plain" card_id: String,
        "plain" card_type: String,
        "plain" status: String,
        "plain" last4: String,
        "plain" expiration_month: String,
        "plain" expiration_year: String,
    }
}

answers_new_card!(CreateRainCardResponse);

envelope! {
    /// Answer of most card operations.
    RainCardOperationResponse {
        /// Internal card id.
        id: i32,
        /// Issuer-side card id.
        "plain" card_id: String,
        "plain" status: String,
    }
}

answers_changed_card!(RainCardOperationResponse);

fields! {
    #[derive(InputObject)]
    struct CancelRainCardInput {
        card_id: i32,
        "plain" reason: Option<String>,
    }
}
