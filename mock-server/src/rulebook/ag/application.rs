//! Applications in the app (AG 5.1).

use crate::rulebook::{section::section, value::choice};

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
    }
}
