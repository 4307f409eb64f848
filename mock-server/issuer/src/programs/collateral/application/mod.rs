//! Card applications and their states (PG 6.2, 6.3).

mod status;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    ids::{ApplicationId, CardId, CardUserId, CompanyId, TransactionId},
    limit::Limit,
    pin::Pin,
    updated::updated,
};
use crate::{
    collections::{Ids, Row},
    people::PostalAddress,
};

pub use status::ApplicationStatus;

/// A person's application for a card account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Application {
    /// Internal id, `cardApplicationId`.
    pub id: ApplicationId,
    /// Issuer-side id (UUID text).
    pub external_id: String,
    /// The person.
    pub user: CardUserId,
    /// The person's company.
    pub company: CompanyId,
    /// The state.
    pub status: ApplicationStatus,
    /// The state that comes back when the application is unlocked.
    pub locked_from: Option<ApplicationStatus>,
    /// The reason of a denial, or the information that is missing.
    pub reason: Option<String>,
    /// The link at which the person verifies, while that is asked for.
    pub completion_url: Option<String>,
    /// The answers of the person.
    pub answers: Answers,
    /// The address of the person, once set through the API.
    pub address: Option<PostalAddress>,
    /// Wishes for the first card that is made from it.
    pub first_card: FirstCard,
    /// The latest deposit step of the account, with its instant (AG 5.8).
    pub last_event: Option<LastEvent>,
    /// The number of deposit steps that its subscribers were told of.
    #[serde(default)]
    pub deposit_steps: u64,
    /// Cards made from it, oldest first.
    pub cards: Ids<CardId>,
    /// Transactions of its cards, oldest first.
    pub transactions: Ids<TransactionId>,
    /// The instant at which the row was made.
    pub created_at: Timestamp,
    /// The instant of the last change of the row.
    pub updated_at: Timestamp,
}

impl Row for Application {
    type Id = ApplicationId;
    const TRACKED: bool = true;
}

impl Application {
    /// The row was changed: its `updated_at` grows.
    pub(super) fn touch(&mut self, now: Timestamp) {
        self.updated_at = updated(self.updated_at, now);
    }
}

/// Wishes that an applicant has for the first card (AG 5.1).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FirstCard {
    /// The nickname.
    pub nickname: Option<String>,
    /// The spending limit, where the card is made without one.
    pub limit: Option<Limit>,
    /// The PIN, where the card is made without one.
    pub pin: Option<Pin>,
}

/// A step of a deposit, as the application row of its owner tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastEvent {
    /// True for a confirmed deposit, false for a received one.
    pub is_confirmed: bool,
    /// The instant.
    pub at: Timestamp,
}

impl LastEvent {
    /// The name of the step's event.
    pub fn name(self) -> &'static str {
        if self.is_confirmed { "CARD_COLLATERAL_CONFIRMED" } else { "CARD_COLLATERAL_RECEIVED" }
    }
}

/// The answers of an applicant, as given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answers {
    /// Crypto wallet.
    pub wallet_address: String,
    /// SOC 2018 code or title.
    pub occupation: String,
    /// Yearly income.
    pub annual_salary: String,
    /// The purpose of the account.
    pub account_purpose: String,
    /// Expected volume a month.
    pub expected_monthly_volume: String,
    /// The terms of service were accepted.
    pub terms_accepted: bool,
}
