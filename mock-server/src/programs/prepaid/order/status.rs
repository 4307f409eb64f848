//! How far orders are (ER 9.1 to 9.3).

use crate::programs::prepaid::state::states;

states! {
    /// Where an order stands.
    OrderStatus {
        /// Made.
        New = "new",
        /// Under way, and activates a card.
        Activating = "activating",
        /// Under way.
        Processing = "processing",
        /// Done.
        Completed = "completed",
        /// Not done.
        Failed = "failed",
    }
}

states! {
    /// How far an issue is.
    IssueStage {
        /// The provider is asked for a card.
        CardCreatePending = "card_create_pending",
        /// It did not make one.
        CardCreateError = "card_create_error",
        /// It made one.
        CardCreateDone = "card_create_done",
        /// The initial top-up waits.
        InitialTopupPending = "initial_topup_pending",
        /// There is none.
        InitialTopupSkipped = "initial_topup_skipped",
        /// It is under way.
        InitialTopupInProgress = "initial_topup_in_progress",
        /// It did not succeed.
        InitialTopupError = "initial_topup_error",
        /// It succeeded.
        InitialTopupDone = "initial_topup_done",
        /// That could not be verified.
        InitialTopupVerifyError = "initial_topup_verify_error",
        /// All is done.
        Completed = "completed",
    }
}

states! {
    /// How far a top-up is.
    TopupStage {
        /// Made.
        New = "new",
        /// The provider did not accept it.
        NewError = "new_error",
        /// The provider accepted it.
        ProviderInProgress = "provider_in_progress",
        /// It did not succeed.
        ProviderInProgressError = "provider_in_progress_error",
        /// It is verified.
        ProviderVerification = "provider_verification",
        /// That did not succeed.
        ProviderVerificationError = "provider_verification_error",
        /// All is done.
        Completed = "completed",
        /// It failed.
        Failed = "failed",
    }
}
