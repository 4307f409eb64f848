//! Applying for cards in the app (AG 5.1).

use crate::rulebook::{section::section, value::choice};

choice! {
    /// Status in the first answer to an application (AMB-AG-14).
    FirstAnswer {
        /// Pending; the outcome follows.
        Pending = "pending",
        /// The outcome.
        Outcome = "outcome",
    }
}

choice! {
    /// Spelling of application statuses (AMB-AG-04).
    StatusCase {
        /// `needsVerification`.
        Camel = "camel",
        /// `NEEDSVERIFICATION`.
        Upper = "upper",
    }
}

section! {
    /// Rules for applications of in-app users.
    InAppApplication = "ag.application" {
        /// Spelling of application statuses (AMB-AG-04). Source: public: Applying for Cards; schema
        /// reference.
        status_case: StatusCase = StatusCase::Camel;
        /// Whether the first answer already has the outcome (AMB-AG-14). Source: public: Applying
        /// for Cards.
        first_answer: FirstAnswer = FirstAnswer::Pending;
        /// KYC level that an applicant must have completed. Source: public: Applying for Cards.
        kyc_level: String = "normal-kyc-level".to_owned();
        /// KYC must be completed. Source: public: Applying for Cards.
        require_kyc: bool = true;
        /// A PIN given with the application is the first card's PIN. Source: public: schema
        /// reference.
        stage_pin: bool = true;
    }
}
