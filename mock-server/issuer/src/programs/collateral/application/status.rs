//! States of an application (PG 6.3, AG 6.1).

use serde::{Deserialize, Serialize};

/// The state of an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApplicationStatus {
    /// Waiting for the review.
    Pending,
    /// Approved, no card yet.
    Approved,
    /// Approved, with a card.
    Active,
    /// Denied; final.
    Denied,
    /// The person must verify through a link.
    NeedsVerification,
    /// The person must supply information.
    NeedsInformation,
    /// A person must look at the application.
    ManualReview,
    /// Locked by the back office.
    Locked,
    /// Canceled; final.
    Canceled,
}

impl ApplicationStatus {
    /// All states.
    pub const ALL: [Self; 9] = [
        Self::Pending,
        Self::Approved,
        Self::Active,
        Self::Denied,
        Self::NeedsVerification,
        Self::NeedsInformation,
        Self::ManualReview,
        Self::Locked,
        Self::Canceled,
    ];

    /// The name of the state in rules; surfaces have their own spelling.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pending => "PENDING",
            Self::Approved => "APPROVED",
            Self::Active => "ACTIVE",
            Self::Denied => "DENIED",
            Self::NeedsVerification => "NEEDSVERIFICATION",
            Self::NeedsInformation => "NEEDSINFORMATION",
            Self::ManualReview => "MANUALREVIEW",
            Self::Locked => "LOCKED",
            Self::Canceled => "CANCELED",
        }
    }

    /// Tells whether the cards of the application may be used.
    pub fn is_active(self) -> bool {
        matches!(self, Self::Approved | Self::Active)
    }

    /// Tells whether the back office may take an application from here to `to`. PG 6.3 calls
    /// `DENIED` final for its own flow; the back office may still decide anew (SB 5.2), and only a
    /// canceled application is out of its reach.
    pub fn may_become(self, to: Self) -> bool {
        use ApplicationStatus as S;
        match self {
            S::Approved | S::Active => matches!(to, S::Locked | S::Canceled),
            S::Locked => matches!(to, S::Approved | S::Canceled),
            S::Canceled => false,
            S::Pending
            | S::NeedsVerification
            | S::NeedsInformation
            | S::ManualReview
            | S::Denied => !matches!(to, S::Active | S::Locked | S::Canceled),
        }
    }
}
