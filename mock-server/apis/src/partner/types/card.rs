//! Cards, their limits and replacements.

use async_graphql::{Context, Enum, InputObject, SimpleObject};

use super::{CardAddressInput, CardShippingInput, envelope, fields};
use crate::{
    card_graphql::{
        CardFacts, LeftOut, MutationResponse as _, ReplacedCards, answers_changed_card,
        answers_new_card,
    },
    programs::collateral,
};

/// Kind of a card: virtual or physical.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(rename_items = "lowercase")]
pub(crate) enum CardType {
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
pub(crate) enum CardLimitFrequency {
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
    LeftOut::shows(ctx, "CardLimitFrequency", "perAuthorization")
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
pub(crate) enum CardReplacementReason {
    Lost,
    Stolen,
    Damaged,
}

impl CardReplacementReason {
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
    struct CardLimitInput {
        /// US cents, at least 1.
        amount: i32,
        frequency: CardLimitFrequency,
    }
}

fields! {
    #[derive(InputObject)]
    struct CreateCardInput {
        card_application_id: i32,
        card_type: CardType,
        "plain" session_id: Option<String>,
        "sealed" encrypted_pin: Option<String>,
        limit: Option<CardLimitInput>,
        "personal" display_name: Option<String>,
        shipping: Option<CardShippingInput>,
        billing: Option<CardAddressInput>,
    }
}

envelope! {
    /// Answer of `createCard`.
    CreateCardResponse {
        id: i32,
        "plain" card_id: String,
        "plain" card_type: String,
        "plain" status: String,
        "plain" last4: String,
        "plain" expiration_month: String,
        "plain" expiration_year: String,
    }
}

answers_new_card!(CreateCardResponse);

envelope! {
    /// Answer of most card operations.
    CardOperationResponse {
        /// Internal card id.
        id: i32,
        /// Issuer-side card id.
        "plain" card_id: String,
        "plain" status: String,
    }
}

answers_changed_card!(CardOperationResponse);

fields! {
    #[derive(InputObject)]
    struct CancelCardInput {
        card_id: i32,
        "plain" reason: Option<String>,
    }
}

fields! {
    #[derive(InputObject)]
    struct ReplaceCardInput {
        card_id: i32,
        reason: CardReplacementReason,
        shipping_address: Option<CardShippingInput>,
    }
}

envelope! {
    /// Answer of both replacements.
    CardReplacementResponse {
        /// Internal id of the new card.
        id: i32,
        /// Issuer-side id of the old card.
        "plain" old_card_id: String,
        new_card: CardReplacedCard,
    }
}

fields! {
    /// The card that takes the place of another.
    #[derive(SimpleObject)]
    struct CardReplacedCard {
        /// Issuer-side card id (AMB-PG-09).
        #[graphql(visible = "shows_card_id")]
        "plain" card_id: String,
        /// Issuer-side card id (AMB-PG-09).
        #[graphql(visible = "shows_id")]
        "plain" id: String,
        "plain" r#type: String,
        "plain" status: String,
        "plain" last4: String,
        "plain" expiration_month: String,
        "plain" expiration_year: String,
    }
}

impl From<ReplacedCards> for CardReplacementResponse {
    fn from(cards: ReplacedCards) -> Self {
        let replaced = |card: CardFacts| CardReplacedCard {
            card_id: card.external_id.clone(),
            id: card.external_id,
            r#type: card.kind,
            status: card.status,
            last4: card.last4,
            expiration_month: card.expiration_month,
            expiration_year: card.expiration_year,
        };
        Self {
            success: true,
            id: Some(cards.id),
            old_card_id: cards.old.map(|card| card.external_id),
            new_card: cards.new.map(replaced),
            error: None,
        }
    }
}

fn shows_card_id(ctx: &Context<'_>) -> bool {
    LeftOut::shows(ctx, "CardReplacedCard", "cardId")
}

fn shows_id(ctx: &Context<'_>) -> bool {
    LeftOut::shows(ctx, "CardReplacedCard", "id")
}

fields! {
    #[derive(InputObject)]
    struct UpdateCardLimitInput {
        card_id: i32,
        /// US cents, at least 1.
        limit_amount: i32,
        limit_frequency: CardLimitFrequency,
    }
}

envelope! {
    /// Answer of `updateCardLimit`.
    CardLimitResponse {
        id: i32,
        "plain" card_id: String,
        limit_amount: i32,
        "plain" limit_frequency: String,
    }
}
