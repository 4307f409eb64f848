//! The life of a card: transitions, replacement, limits, nicknames (PG 7.2 to 7.6).

use super::{section::section, value::choice};

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|&word| word.to_owned()).collect()
}

choice! {
    /// Member in which a replacement tells the issuer-side id of the new card (AMB-PG-09).
    NewCardIdField {
        /// `newCard.cardId`.
        CardId = "cardId",
        /// `newCard.id`.
        Id = "id",
        /// Both.
        Both = "both",
    }
}

choice! {
    /// Way to count the periods of spending limits.
    LimitWindow {
        /// Rolling: an amount counts for the length of the period.
        Rolling = "rolling",
        /// Calendar: a period starts at each multiple of its length in UTC.
        Calendar = "calendar",
    }
}

section! {
    /// Rules for the transitions of a card.
    Life = "life" {
        /// States from which a card can be frozen or locked. Source: in-app-cards: Card Statuses.
        freeze_from: Vec<String> = words(&["active"]);
        /// States from which a card can be unfrozen or unlocked. Source: in-app-cards: Card
        /// Statuses.
        unfreeze_from: Vec<String> = words(&["locked"]);
        /// States from which a card can be canceled. Source: in-app-cards: Card Statuses.
        cancel_from: Vec<String> = words(&["notActivated", "active", "locked"]);
        /// `cancelCard` needs a reason. Source: public: API reference.
        cancel_needs_reason: bool = false;
        /// States from which the back office activates a card (`activate-card`). Source: our own:
        /// Ops, decisions.
        activate_from: Vec<String> = words(&["notActivated"]);
        /// States in which an authorization can be approved. Source: in-app-cards: Card Statuses.
        spend_states: Vec<String> = words(&["active"]);
    }
}

section! {
    /// Rules for replacing a card.
    Replace = "replace" {
        /// Accepted values of `CardReplacementReason`. Source: partner-card-api: replaceCard.
        reasons: Vec<String> = words(&["lost", "stolen", "damaged"]);
        /// A physical replacement needs `shippingAddress`. Source: partner-card-api: replaceCard.
        require_shipping: bool = true;
        /// The new card has another number. Source: in-app-cards: Replace a Virtual Card.
        new_pan: bool = true;
        /// Member in which `newCard` tells its issuer-side id (AMB-PG-09). Source:
        /// partner-card-api: replaceCard; in-app-cards: Replace a Virtual Card.
        new_card_id_field: NewCardIdField = NewCardIdField::CardId;
    }
}

section! {
    /// Rules for spending limits.
    Limit = "limit" {
        /// `perAuthorization` is a frequency too (AMB-PG-04). Source: in-app-cards: Spending Limit
        /// Frequencies.
        per_authorization: bool = false;
        /// Way to count periods: rolling, or from fixed points in UTC. Source: in-app-cards:
        /// Spending Limit Frequencies.
        window: LimitWindow = LimitWindow::Rolling;
        /// Length of `per24HourPeriod`, in milliseconds. Source: in-app-cards: Spending Limit
        /// Frequencies.
        per24hour_ms: i64 = 86_400_000, 1..=315_360_000_000;
        /// Length of `per7DayPeriod`, in milliseconds. Source: in-app-cards: Spending Limit
        /// Frequencies.
        per7day_ms: i64 = 604_800_000, 1..=315_360_000_000;
        /// Length of `per30DayPeriod`, in milliseconds. Source: in-app-cards: Spending Limit
        /// Frequencies.
        per30day_ms: i64 = 2_592_000_000, 1..=315_360_000_000;
        /// Length of `perYearPeriod`, in milliseconds. Source: in-app-cards: Spending Limit
        /// Frequencies.
        peryear_ms: i64 = 31_536_000_000, 1..=315_360_000_000;
        /// An updated limit decides about purchases; otherwise the first one of the card does.
        /// Source: in-app-cards: Update Spending Limit.
        update_applies: bool = true;
        /// `perAuthorization` counts earlier purchases too. Source: in-app-cards: Spending Limit
        /// Frequencies.
        per_authorization_accumulates: bool = false;
    }
}

section! {
    /// Rules for nicknames.
    Nick = "nick" {
        /// Longest nickname, in characters. Source: in-app-cards: Rename a Card.
        max: i64 = 26, 1..=255;
        /// A nickname may have letters, digits, spaces, periods and hyphens only. Source: public:
        /// API reference.
        check_charset: bool = true;
        /// A new nickname is also the name on the card. Source: in-app-cards: Input Fields.
        changes_display_name: bool = false;
    }
}
