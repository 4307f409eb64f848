//! PIN rules and the form of revealed secrets (PG 8.5, 8.6).

use super::{section::section, value::choice};

choice! {
    /// Part of a PIN that the pattern rules look at (AMB-PG-11).
    PatternScope {
        /// The whole PIN.
        Whole = "whole",
        /// Any three digits in a row.
        Anywhere = "anywhere",
    }
}

choice! {
    /// Form of `expiry` in the decrypted secrets (AMB-PG-03).
    ExpiryForm {
        /// `{"month":"MM","year":"YYYY"}`.
        Object = "object",
        /// `"MM/YY"`.
        String = "string",
        /// The string for odd internal card ids, the object for even ones.
        Mixed = "mixed",
    }
}

section! {
    /// Rules for PINs.
    Pin = "pin" {
        /// Least number of digits of a PIN. Source: partner-card-api: PIN format.
        min_digits: i64 = 4, 1..=64;
        /// Largest number of digits of a PIN. Source: partner-card-api: PIN format.
        max_digits: i64 = 12, 1..=64;
        /// A PIN has the digits 0 to 9 only. Source: partner-card-api: PIN format.
        digits_only: bool = true;
        /// A PIN of one digit repeated is refused. Source: partner-card-api: PIN format.
        reject_repeated: bool = true;
        /// An ascending sequence is refused. Source: partner-card-api: PIN format.
        reject_ascending: bool = true;
        /// A descending sequence is refused. Source: partner-card-api: PIN format.
        reject_descending: bool = true;
        /// Part of a PIN that the pattern rules look at: the whole PIN, or any three digits in a
        /// row (AMB-PG-11). Source: partner-card-api: PIN format.
        pattern_scope: PatternScope = PatternScope::Whole;
        /// A PIN may be set again. Source: partner-card-api: PIN encryption.
        allow_change: bool = true;
        /// PIN that a new card starts with; empty means none. Source: decided.
        default: String = String::new();
        /// A PIN set before activation comes into force at activation. Source: public: schema
        /// text.
        stage_physical: bool = true;
    }
}

section! {
    /// Rules for revealed card secrets.
    Reveal = "reveal" {
        /// Form of `expiry` in the decrypted secrets (AMB-PG-03). Source: partner-card-api: PIN
        /// encryption; in-app-cards: Card Secrets.
        expiry_form: ExpiryForm = ExpiryForm::Object;
    }
}
