//! Replacements of cards.

use async_graphql::{Enum, InputObject, SimpleObject};

use super::{RainShippingInput, envelope, fields};

/// Reason of a replacement.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(rename_items = "lowercase")]
pub(crate) enum RainReplacementReason {
    Lost,
    Stolen,
    Damaged,
}

impl RainReplacementReason {
    /// The name of the value in the field.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Lost => "lost",
            Self::Stolen => "stolen",
            Self::Damaged => "damaged",
        }
    }
}

fields! {
    #[derive(InputObject)]
    struct ReplaceRainCardInput {
        card_id: i32,
        reason: RainReplacementReason,
        /// Required for physical cards.
        shipping_address: Option<RainShippingInput>,
    }
}

fields! {
    /// The card that takes the place of another.
    #[derive(SimpleObject)]
    struct RainReplacedCard {
        /// Issuer-side card id (AMB-AG-09).
        "plain" id: String,
        "plain" r#type: String,
        "plain" status: String,
        "plain" last4: String,
        "plain" expiration_month: String,
        "plain" expiration_year: String,
    }
}

envelope! {
    /// Answer of both replacements.
    RainCardReplacementResponse {
        /// Internal id of the new card (AMB-AG-09).
        id: i32,
        /// Issuer-side id of the old card (AMB-AG-09).
        "plain" old_card_id: String,
        new_card: RainReplacedCard,
    }
}
