//! Cardholders and the review of their KYC data (ER 8.4, 9.9).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    ids::{CardholderId, ProjectId, SubproviderId, UserId},
    state::states,
};
use crate::{
    collections::Row,
    rulebook::er::{KycLevel, KycOutcome, Review},
};

/// A user as somebody who may hold cards of a subprovider.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cardholder {
    /// Internal id.
    pub id: CardholderId,
    /// `cardholder_id`.
    pub external_id: String,
    /// The project.
    pub project: ProjectId,
    /// The user.
    pub user: UserId,
    /// The subprovider.
    pub subprovider: SubproviderId,
    /// The state of the registration.
    pub registration: RegistrationStatus,
    /// The state of the review.
    pub kyc: KycStatus,
    /// The level of the review.
    pub level: KycLevel,
    /// The KYC data that was sent; never shown.
    pub data: Option<KycData>,
    /// The instant of the registration.
    pub registered_at: Option<Timestamp>,
    /// The instant of the activation.
    pub activated_at: Option<Timestamp>,
    /// The instant at which the row was made.
    pub created_at: Timestamp,
    /// The instant of the last change of the row.
    pub updated_at: Timestamp,
}

impl Row for Cardholder {
    type Id = CardholderId;
    const TRACKED: bool = true;
}

/// KYC data of a person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KycData {
    /// First name.
    pub first_name: Option<String>,
    /// Last name, whose words decide the review.
    pub last_name: Option<String>,
    /// `YYYY-MM-DD`.
    pub birth_date: Option<String>,
    /// Email.
    pub email: Option<String>,
    /// Phone number with country code.
    pub phone_number_full: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country_iso: Option<String>,
}

states! {
    /// The state of a registration.
    RegistrationStatus {
        /// A decision is outstanding.
        Pending = "pending",
        /// Cards can be ordered.
        Active = "active",
        /// No cards can be ordered for now.
        Suspended = "suspended",
        /// No cards can ever be ordered.
        Failed = "failed",
    }
}

states! {
    /// The state of a review.
    KycStatus {
        /// Nothing was sent.
        NotStarted = "not_started",
        /// A decision is outstanding.
        Pending = "pending",
        /// Passed.
        Approved = "approved",
        /// Not passed.
        Rejected = "rejected",
        /// Passed too long ago.
        Expired = "expired",
    }
}

/// A decision about a cardholder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// KYC is passed.
    Approved,
    /// KYC is not passed.
    Rejected,
    /// The review begins again.
    Pending,
    /// KYC is too old.
    Expired,
    /// No cards can be ordered for now.
    Suspended,
    /// Cards again.
    Active,
    /// The provider refuses the registration.
    Failed,
}

impl Decision {
    /// The word of the control plane.
    pub fn word(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Rejected => "rejected",
            Self::Pending => "pending",
            Self::Expired => "expired",
            Self::Suspended => "suspended",
            Self::Active => "active",
            Self::Failed => "failed",
        }
    }

    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Approved,
        Self::Rejected,
        Self::Pending,
        Self::Expired,
        Self::Suspended,
        Self::Active,
        Self::Failed,
    ];
}

impl Cardholder {
    /// Tells whether cards can be ordered.
    pub fn may_order(&self) -> bool {
        self.registration == RegistrationStatus::Active && self.kyc == KycStatus::Approved
    }

    /// Tells whether the present state allows a decision.
    pub fn allows(&self, decision: Decision) -> bool {
        use {KycStatus as K, RegistrationStatus as R};
        match decision {
            Decision::Approved => self.registration != R::Active,
            Decision::Rejected => {
                self.registration == R::Pending && matches!(self.kyc, K::NotStarted | K::Pending)
            }
            Decision::Pending => {
                matches!(self.registration, R::Failed | R::Suspended)
                    && matches!(self.kyc, K::Rejected | K::Expired)
            }
            Decision::Expired | Decision::Suspended => {
                self.registration == R::Active && self.kyc == K::Approved
            }
            Decision::Active => self.registration == R::Suspended && self.kyc == K::Approved,
            Decision::Failed => self.registration == R::Pending,
        }
    }

    /// Decides it.
    pub(super) fn decide(&mut self, decision: Decision, level: KycLevel, now: Timestamp) {
        use {KycStatus as K, RegistrationStatus as R};
        match decision {
            Decision::Approved => {
                (self.registration, self.kyc, self.level) = (R::Active, K::Approved, level);
                self.registered_at.get_or_insert(now);
                self.activated_at.get_or_insert(now);
            }
            Decision::Rejected => {
                (self.registration, self.kyc, self.level) =
                    (R::Failed, K::Rejected, KycLevel::None);
            }
            Decision::Pending => (self.registration, self.kyc) = (R::Pending, K::Pending),
            Decision::Expired => (self.registration, self.kyc) = (R::Suspended, K::Expired),
            Decision::Suspended => self.registration = R::Suspended,
            Decision::Active => self.registration = R::Active,
            Decision::Failed => self.registration = R::Failed,
        }
        self.updated_at = now;
    }

    /// The review: what a word in the last name says, else what the rules say.
    pub(super) fn review(&mut self, rules: &Review, now: Timestamp) {
        match self.outcome(rules) {
            Outcome::Decided(decisions) => {
                for decision in decisions {
                    self.decide(*decision, rules.approved_level, now);
                }
            }
            Outcome::RegistrationFails => {
                (self.kyc, self.level) = (KycStatus::Approved, rules.approved_level);
                self.decide(Decision::Failed, self.level, now);
            }
        }
    }

    fn outcome(&self, rules: &Review) -> Outcome {
        let data = self.data.as_ref();
        let name = data.and_then(|data| data.last_name.as_deref()).unwrap_or("").to_lowercase();
        let has = |word: &str| !word.is_empty() && name.contains(word);
        if has(&rules.denied_word.to_lowercase()) {
            return Outcome::Decided(&[Decision::Rejected]);
        }
        if UNDECIDED.into_iter().any(has) {
            return Outcome::Decided(&[]);
        }
        if has("expired") {
            return Outcome::Decided(&[Decision::Approved, Decision::Expired]);
        }
        if has("suspended") {
            return Outcome::Decided(&[Decision::Approved, Decision::Suspended]);
        }
        if has("regfailed") {
            return Outcome::RegistrationFails;
        }
        Outcome::Decided(match rules.default_outcome {
            KycOutcome::Approved => &[Decision::Approved],
            KycOutcome::Rejected => &[Decision::Rejected],
            KycOutcome::Pending => &[],
        })
    }
}

/// Words in a last name that leave the decision to the back office.
const UNDECIDED: [&str; 4] = ["pending", "needsverification", "needsinformation", "manualreview"];

/// The end of a review.
enum Outcome {
    /// These decisions, one after the other.
    Decided(&'static [Decision]),
    /// KYC is passed, but the provider refuses the registration.
    RegistrationFails,
}
