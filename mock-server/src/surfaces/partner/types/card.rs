//! Cards, their limits and replacements.

use async_graphql::{Context, Enum, InputObject, SimpleObject};

use super::{CardAddressInput, CardShippingInput, envelope};
use crate::{programs::collateral, surfaces::partner::reading::shows};

/// What a card is made of.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(rename_items = "lowercase")]
pub(in crate::surfaces::partner) enum CardType {
    Virtual,
    Physical,
}

impl From<CardType> for collateral::CardType {
    fn from(kind: CardType) -> Self {
        match kind {
            CardType::Virtual => Self::Virtual,
            CardType::Physical => Self::Physical,
        }
    }
}

/// For how long spend counts against a limit.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub(in crate::surfaces::partner) enum CardLimitFrequency {
    #[graphql(name = "per24HourPeriod")]
    Per24HourPeriod,
    #[graphql(name = "per7DayPeriod")]
    Per7DayPeriod,
    #[graphql(name = "per30DayPeriod")]
    Per30DayPeriod,
    #[graphql(name = "perYearPeriod")]
    PerYearPeriod,
    #[graphql(name = "allTime")]
    AllTime,
    /// Caps each authorization alone (AMB-PG-04).
    #[graphql(name = "perAuthorization", visible = "shows_per_authorization")]
    PerAuthorization,
}

fn shows_per_authorization(ctx: &Context<'_>) -> bool {
    shows(ctx, "CardLimitFrequency", "perAuthorization")
}

impl From<CardLimitFrequency> for collateral::Frequency {
    fn from(frequency: CardLimitFrequency) -> Self {
        match frequency {
            CardLimitFrequency::Per24HourPeriod => Self::Per24HourPeriod,
            CardLimitFrequency::Per7DayPeriod => Self::Per7DayPeriod,
            CardLimitFrequency::Per30DayPeriod => Self::Per30DayPeriod,
            CardLimitFrequency::PerYearPeriod => Self::PerYearPeriod,
            CardLimitFrequency::AllTime => Self::AllTime,
            CardLimitFrequency::PerAuthorization => Self::PerAuthorization,
        }
    }
}

/// Why a card is replaced.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(rename_items = "lowercase")]
pub(in crate::surfaces::partner) enum CardReplacementReason {
    Lost,
    Stolen,
    Damaged,
}

impl CardReplacementReason {
    pub(in crate::surfaces::partner) fn word(self) -> &'static str {
        match self {
            Self::Lost => "lost",
            Self::Stolen => "stolen",
            Self::Damaged => "damaged",
        }
    }
}

#[derive(InputObject)]
pub(in crate::surfaces::partner) struct CardLimitInput {
    /// US cents, at least 1.
    pub(in crate::surfaces::partner) amount: i32,
    pub(in crate::surfaces::partner) frequency: CardLimitFrequency,
}

#[derive(InputObject)]
pub(in crate::surfaces::partner) struct CreateCardInput {
    pub(in crate::surfaces::partner) card_application_id: i32,
    pub(in crate::surfaces::partner) card_type: CardType,
    pub(in crate::surfaces::partner) session_id: Option<String>,
    pub(in crate::surfaces::partner) encrypted_pin: Option<String>,
    pub(in crate::surfaces::partner) limit: Option<CardLimitInput>,
    pub(in crate::surfaces::partner) display_name: Option<String>,
    pub(in crate::surfaces::partner) shipping: Option<CardShippingInput>,
    pub(in crate::surfaces::partner) billing: Option<CardAddressInput>,
}

envelope! {
    /// Answer of `createCard`.
    CreateCardResponse {
        id: i32,
        card_id: String,
        card_type: String,
        status: String,
        last4: String,
        expiration_month: String,
        expiration_year: String,
    }
}

envelope! {
    /// Answer of most card operations.
    CardOperationResponse {
        /// Internal card id.
        id: i32,
        /// Issuer-side card id.
        card_id: String,
        status: String,
    }
}

#[derive(InputObject)]
pub(in crate::surfaces::partner) struct CancelCardInput {
    pub(in crate::surfaces::partner) card_id: i32,
    pub(in crate::surfaces::partner) reason: Option<String>,
}

#[derive(InputObject)]
pub(in crate::surfaces::partner) struct ReplaceCardInput {
    pub(in crate::surfaces::partner) card_id: i32,
    pub(in crate::surfaces::partner) reason: CardReplacementReason,
    pub(in crate::surfaces::partner) shipping_address: Option<CardShippingInput>,
}

envelope! {
    /// Answer of both replacements.
    CardReplacementResponse {
        /// Internal id of the new card.
        id: i32,
        /// Issuer-side id of the old card.
        old_card_id: String,
        new_card: CardReplacedCard,
    }
}

/// The card that takes the place of another.
#[derive(SimpleObject)]
pub(in crate::surfaces::partner) struct CardReplacedCard {
    /// Issuer-side card id (AMB-PG-09).
    #[graphql(visible = "shows_card_id")]
    pub(in crate::surfaces::partner) card_id: String,
    /// Issuer-side card id (AMB-PG-09).
    #[graphql(visible = "shows_id")]
    pub(in crate::surfaces::partner) id: String,
    pub(in crate::surfaces::partner) r#type: String,
    pub(in crate::surfaces::partner) status: String,
    pub(in crate::surfaces::partner) last4: String,
    pub(in crate::surfaces::partner) expiration_month: String,
    pub(in crate::surfaces::partner) expiration_year: String,
}

fn shows_card_id(ctx: &Context<'_>) -> bool {
    shows(ctx, "CardReplacedCard", "cardId")
}

fn shows_id(ctx: &Context<'_>) -> bool {
    shows(ctx, "CardReplacedCard", "id")
}

#[derive(InputObject)]
pub(in crate::surfaces::partner) struct UpdateCardLimitInput {
    pub(in crate::surfaces::partner) card_id: i32,
    /// US cents, at least 1.
    pub(in crate::surfaces::partner) limit_amount: i32,
    pub(in crate::surfaces::partner) limit_frequency: CardLimitFrequency,
}

envelope! {
    /// Answer of `updateCardLimit`.
    CardLimitResponse {
        id: i32,
        card_id: String,
        limit_amount: i32,
        limit_frequency: String,
    }
}
