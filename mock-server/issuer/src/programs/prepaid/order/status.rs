//! States of orders and their stages (ER 9.1 to 9.3).

use crate::programs::prepaid::state::states;

states! {
    /// The state of an order.
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
    /// The stage of an issue.
    IssueStage {
        /// The provider is asked for a card.
        CardCreatePending = "card_create_pending",
        /// The provider did not make a card.
        CardCreateError = "card_create_error",
        /// The provider made a card.
        CardCreateDone = "card_create_done",
        /// The initial top-up waits.
        InitialTopupPending = "initial_topup_pending",
        /// There is none.
        InitialTopupSkipped = "initial_topup_skipped",
        /// The initial top-up is under way.
        InitialTopupInProgress = "initial_topup_in_progress",
        /// The attempt did not succeed.
        InitialTopupError = "initial_topup_error",
        /// The initial top-up succeeded.
        InitialTopupDone = "initial_topup_done",
        /// That could not be verified.
        InitialTopupVerifyError = "initial_topup_verify_error",
        /// All is done.
        Completed = "completed",
    }
}

states! {
    /// The stage of a top-up.
    TopupStage {
        /// Made.
        New = "new",
        /// The provider did not accept it.
        NewError = "new_error",
        /// The provider accepted it.
        ProviderInProgress = "provider_in_progress",
        /// The attempt did not succeed.
        ProviderInProgressError = "provider_in_progress_error",
        /// The top-up is verified.
        ProviderVerification = "provider_verification",
        /// That did not succeed.
        ProviderVerificationError = "provider_verification_error",
        /// All is done.
        Completed = "completed",
        /// The top-up failed.
        Failed = "failed",
    }
}
