//! Cardholders and their KYC (ER 8.4, 9.9).

use crate::rulebook::{section::section, value::choice};

choice! {
    /// How the review ends when no word in the last name says otherwise.
    KycOutcome {
        /// Approved.
        Approved = "approved",
        /// Rejected.
        Rejected = "rejected",
        /// Not at all.
        Pending = "pending",
    }
}

choice! {
    /// How thoroughly somebody was looked at.
    KycLevel {
        /// Not at all.
        None = "none",
        /// Basically.
        Basic = "basic",
        /// More.
        Advanced = "advanced",
        /// Fully.
        Full = "full",
    }
}

section! {
    /// Making cardholders.
    Holder = "er.holder" {
        /// `kyc_data` must be present; otherwise a cardholder without it starts in `kyc_status`
        /// `not_started`. Source: public: release-note.
        kyc_data_required: bool = true;
        /// Members of `kyc_data` that may be missing. Source: public: cardholder-creation.
        kyc_optional_fields: Vec<String> = Vec::new();
        /// The formats of KYC data are checked. Source: decided.
        check_formats: bool = true;
        /// Youngest age on the day of the request. Source: decided.
        min_age_years: i64 = 18, 0..=150;
    }
}

section! {
    /// Their review.
    Review = "er.kyc" {
        /// Time from creation to the decision. Source: decided.
        review_delay_ms: i64 = 0, 0..=31_536_000_000;
        /// Decision when no outcome word is in the last name. Source: decided.
        default_outcome: KycOutcome = KycOutcome::Approved;
        /// Word in `last_name` that gets `kyc_status` rejected. Source: decided.
        denied_word: String = "denied".to_owned();
        /// `kyc_level` after approval. Source: decided.
        approved_level: KycLevel = KycLevel::Basic;
    }
}
