//! Cardholders and their KYC (ER 8.4, 9.9).

use crate::rulebook::{section::section, value::choice};

choice! {
    /// End of the review when no word in the last name asks for another.
    KycOutcome {
        /// Approved.
        Approved = "approved",
        /// Rejected.
        Rejected = "rejected",
        /// Left pending.
        Pending = "pending",
    }
}

choice! {
    /// Depth of a cardholder's KYC check.
    KycLevel {
        /// No check.
        None = "none",
        /// Basic check.
        Basic = "basic",
        /// Advanced check.
        Advanced = "advanced",
        /// Full check.
        Full = "full",
    }
}

section! {
    /// Rules for making cardholders.
    Holder = "er.holder" {
        /// `kyc_data` must be present; otherwise a cardholder without it starts in `kyc_status`
        /// `not_started`. Source: public: release-note.
        kyc_data_required: bool = true;
        /// Members of `kyc_data` that may be missing. Source: public: cardholder-creation.
        kyc_optional_fields: Vec<String> = Vec::new();
        /// Formats of KYC data, such as dates and phone numbers, are checked. Source: decided.
        check_formats: bool = true;
        /// Youngest age on the day of the request, in years. Source: decided.
        min_age_years: i64 = 18, 0..=150;
    }
}

section! {
    /// Rules for the KYC review of cardholders.
    Review = "er.kyc" {
        /// Time from creation to the decision, in milliseconds. Source: decided.
        review_delay_ms: i64 = 0, 0..=31_536_000_000;
        /// Decision when the last name has no outcome word. Source: decided.
        default_outcome: KycOutcome = KycOutcome::Approved;
        /// Word in `last_name` that sets `kyc_status` to rejected. Source: decided.
        denied_word: String = "denied".to_owned();
        /// `kyc_level` after approval. Source: decided.
        approved_level: KycLevel = KycLevel::Basic;
    }
}
