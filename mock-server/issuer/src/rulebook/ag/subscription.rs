//! Subscriptions (AG 8.3).

use crate::rulebook::{section::section, value::choice};

choice! {
    /// The part of an application row that tells its subscribers of a collateral event (AMB-AG-11).
    CollateralTouch {
        /// `updated_at`, `last_event` and `last_event_at` are set.
        Touch = "touch",
        /// Nothing: the unchanged rows are sent again.
        Resend = "resend",
    }
}

section! {
    /// Rules for subscriptions.
    InAppSubscriptions = "ag.sub" {
        /// The content of a result after a collateral event (AMB-AG-11). Source: in-app-funding:
        /// Confirmation Events; public: Applying for Cards.
        collateral_touch: CollateralTouch = CollateralTouch::Touch;
    }
}
