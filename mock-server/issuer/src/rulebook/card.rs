//! Issuing cards (PG 7.1).

use super::{section::section, value::choice};

choice! {
    /// Status of a card that was just issued.
    InitialStatus {
        /// Usable at once.
        Active = "active",
        /// Must be activated first.
        NotActivated = "notActivated",
    }
}

section! {
    /// Rules for issuing cards.
    Card = "card" {
        /// First digits of card numbers. Source: decided.
        pan_prefix: String = "400000".to_owned();
        /// Months from creation to expiry. Source: decided.
        validity_months: i64 = 48, 1..=240;
        /// A physical card needs `shipping`. Source: in-app-cards: Create a Card.
        require_shipping: bool = true;
        /// `shipping` needs a phone number. Source: in-app-cards: Create a Card.
        require_shipping_phone: bool = true;
        /// `shipping` on a virtual card is an error. Source: in-app-cards: Create a Card.
        refuse_shipping_on_virtual: bool = false;
        /// `billing` omitted on a physical card means the shipping address. Source: in-app-cards:
        /// Create a Card.
        billing_defaults_to_shipping: bool = true;
        /// A physical card goes to the billing address, where one is given. Source: in-app-cards:
        /// Creating a Physical Card.
        ship_to_billing: bool = false;
        /// The application must be in one of `card.application_states`. Source: partner-card-api:
        /// Individual card application.
        require_approved: bool = true;
        /// States of an application from which cards are made. Source: partner-card-api:
        /// Individual card application.
        application_states: Vec<String> = vec!["APPROVED".to_owned(), "ACTIVE".to_owned()];
        /// Longest `displayName`, in characters (AMB-PG-10). Source: in-app-cards: Input Fields.
        display_name_max: i64 = 26, 1..=255;
        /// `displayName` may have letters, digits and `card.display_name_marks` only. Source:
        /// in-app-cards: Input Fields.
        display_name_check_charset: bool = true;
        /// Marks that `displayName` may have besides letters and digits: spaces, periods and hyphens.
        /// Source: in-app-cards: Input Fields.
        display_name_marks: String = " .-".to_owned();
        /// Status of a new virtual card. Source: in-app-cards: Create a Card.
        virtual_initial_status: InitialStatus = InitialStatus::Active;
        /// Status of a new physical card. Source: in-app-cards: Create a Card.
        physical_initial_status: InitialStatus = InitialStatus::NotActivated;
    }
}
