//! Card users and what is known of them (PG 6.4, 18).

mod kyc;
mod profile;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    application::ApplicationStatus,
    ids::{
        ApplicationId, CardId, CardUserId, ChargeId, CompanyId, DepositId, TransactionId, WalletId,
    },
    ledger::Account,
};
use crate::collections::{Ids, Row};

pub use kyc::{Kyc, ProfileChange, lacking, missing};
pub use profile::Profile;

/// A person who may hold cards.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CardUser {
    /// Internal id.
    pub id: CardUserId,
    /// External id, the `cardUserId` of the mutations (UUID text).
    pub external_id: String,
    /// Short name in the control plane.
    pub label: Option<String>,
    /// The company that holds the person.
    pub company: CompanyId,
    /// The in-app user behind it; none for partner-flow people.
    pub user_id: Option<String>,
    /// The login in the app is disabled: no token of it is taken (AG 2.3).
    pub is_disabled: bool,
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// Email address.
    pub email: String,
    /// The outcome of reviews of applications.
    pub outcome: Outcome,
    /// The KYC profile row, if there is one.
    pub profile: Option<Profile>,
    /// A Sumsub applicant of the same id exists.
    pub applicant: bool,
    /// Applications, oldest first.
    pub applications: Ids<ApplicationId>,
    /// Cards, oldest first.
    pub cards: Ids<CardId>,
    /// Transactions, oldest first.
    pub transactions: Ids<TransactionId>,
    /// Charges, oldest first.
    pub charges: Ids<ChargeId>,
    /// Deposits, oldest first.
    pub deposits: Ids<DepositId>,
    /// The issuer ledger account, made when an application is approved.
    pub account: Option<Account>,
    /// The KYC level that the person has completed in the app, `normal-kyc-level`; none before.
    pub kyc_level: Option<String>,
    /// The id of the KYC applicant in the app, 24 hex digits; made with the first application.
    pub applicant_id: Option<String>,
    /// Digital wallets of the person alone, in order of id.
    pub wallets: Ids<WalletId>,
    /// The number of events that the person was told of in the app; the last one has it as `seq`.
    pub events_raised: u64,
    /// The instant at which the row was made.
    pub created_at: Timestamp,
    /// The instant of the last change of the row.
    pub updated_at: Timestamp,
}

impl Row for CardUser {
    type Id = CardUserId;
    const TRACKED: bool = true;
}

impl CardUser {
    /// The latest application, whose status the person shows.
    pub fn latest_application(&self) -> Option<ApplicationId> {
        self.applications.last()
    }
}

/// The outcome of the review of an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Outcome {
    /// Approved.
    Approved,
    /// The application stays pending.
    Pending,
    /// Denied.
    Denied,
    /// The person must verify through a link.
    NeedsVerification,
    /// The person must supply information.
    NeedsInformation,
    /// A person must look at the application.
    ManualReview,
}

impl Outcome {
    /// All outcomes with the word that chooses them in a last name (SB 3.7).
    pub const WORDS: [(&'static str, Self); 6] = [
        ("approved", Self::Approved),
        ("pending", Self::Pending),
        ("denied", Self::Denied),
        ("needsverification", Self::NeedsVerification),
        ("needsinformation", Self::NeedsInformation),
        ("manualreview", Self::ManualReview),
    ];

    /// The outcome that a last name asks for: the word anywhere in it, any case; else approved.
    pub fn of_name(last_name: &str) -> Self {
        let name = last_name.to_lowercase();
        let found = Self::WORDS.iter().find(|(word, _)| name.contains(word));
        found.map_or(Self::Approved, |&(_, outcome)| outcome)
    }

    /// The status an application gets by it.
    pub fn status(self) -> ApplicationStatus {
        match self {
            Self::Approved => ApplicationStatus::Approved,
            Self::Pending => ApplicationStatus::Pending,
            Self::Denied => ApplicationStatus::Denied,
            Self::NeedsVerification => ApplicationStatus::NeedsVerification,
            Self::NeedsInformation => ApplicationStatus::NeedsInformation,
            Self::ManualReview => ApplicationStatus::ManualReview,
        }
    }
}
