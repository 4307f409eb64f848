//! The events of each family, with their names (MC 14.1).

use serde::{Deserialize, Serialize};

/// Declares the events of one family, each with its name.
macro_rules! names {
    ($(#[doc = $doc:literal])+ $name:ident { $($(#[doc = $vdoc:literal])+ $variant:ident = $word:literal,)+ }) => {
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[doc = $vdoc])+ $variant,)+ }

        impl $name {
            pub(super) const NAMES: &'static [&'static str] = &[$($word,)+];

            pub(super) fn name(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }
        }
    };
}

names! {
    /// Events about the status of a card.
    CardChange {
        /// The card was made.
        Created = "card.created",
        /// The card can be used for the first time.
        Activated = "card.activated",
        /// The card will never be made.
        Failed = "card.failed",
        /// The operator has to decide.
        UnderReview = "card.under_review",
        /// The operator has approved it again.
        ReviewPassed = "card.review_passed",
        /// The caller froze it.
        Frozen = "card.frozen",
        /// The caller unfroze it.
        Unfrozen = "card.unfrozen",
        /// The operator blocked it.
        Blocked = "card.blocked",
        /// The operator lifted the block.
        Unblocked = "card.unblocked",
        /// Its last valid month is over.
        Expired = "card.expired",
        /// The caller ended it.
        Terminated = "card.terminated",
    }
}

names! {
    /// Events about fundings and withdrawals.
    TransferOutcome {
        /// A funding was completed.
        Funded = "card.funded",
        /// A withdrawal was completed.
        Withdrawn = "card.withdrawn",
        /// A funding under way failed.
        FundingFailed = "card.funding.failed",
        /// A withdrawal under way failed.
        WithdrawalFailed = "card.withdrawal.failed",
    }
}

names! {
    /// Events about authorizations.
    AuthorizationStep {
        /// Approved or declined.
        Created = "card.authorization.created",
        /// Raised.
        Updated = "card.authorization.updated",
        /// An amount was settled.
        Settled = "card.authorization.settled",
        /// An amount was given back.
        Reversed = "card.authorization.reversed",
        /// The network gave the rest back.
        Expired = "card.authorization.expired",
    }
}

names! {
    /// Events about disputes and their credits.
    DisputeStep {
        /// Opened.
        Created = "card.dispute.created",
        /// The operator looks at it.
        Updated = "card.dispute.updated",
        /// Decided for the caller.
        Won = "card.dispute.won",
        /// Decided against the caller.
        Lost = "card.dispute.lost",
        /// Taken back by the caller.
        Canceled = "card.dispute.canceled",
        /// The credit was given.
        CreditGranted = "card.provisional_credit.granted",
        /// The credit was taken back.
        CreditReversed = "card.provisional_credit.reversed",
    }
}
