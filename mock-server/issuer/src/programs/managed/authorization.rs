//! Authorizations, their settlements and reversals (MC 10).

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    card::Balance,
    decline_reason::DeclineReason,
    ids::{AuthorizationId, CardId, DisputeId},
};
use crate::{
    clearing::{Merchant, Spending, TransactionStatus},
    collections::Row,
    money::Cents,
};

/// An authorization. Held, settled and refunded amounts are those of its [`Spending`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Authorization {
    /// Internal id.
    pub id: AuthorizationId,
    /// `aut_…`.
    pub reference: String,
    /// The card.
    pub card: CardId,
    /// The amount that was asked for, with what it was raised by.
    pub amount: Cents,
    /// Amounts and state.
    pub spending: Spending,
    /// The reason of a decline.
    pub decline_reason: Option<DeclineReason>,
    /// The amount that was settled beyond the hold.
    pub over_settled: Cents,
    /// The merchant.
    pub merchant: Merchant,
    /// The merchant's own id.
    pub merchant_id: Option<String>,
    /// The way in which the card was used.
    pub channel: Channel,
    /// Six digits when approved.
    pub approval_code: Option<String>,
    /// Settlements, oldest first.
    pub settlements: Vec<Settlement>,
    /// Reversals, oldest first.
    pub reversals: Vec<Reversal>,
    /// Disputes, oldest first.
    pub disputes: Vec<DisputeId>,
    /// The caller's own data.
    pub metadata: BTreeMap<String, String>,
    /// The balance of the card after the last change.
    pub balance: Balance,
    /// The instant at which the hold ends; nothing when declined.
    pub expires_at: Option<Timestamp>,
    /// The instant at which it was asked for.
    pub created_at: Timestamp,
    /// The instant of the last change.
    pub updated_at: Timestamp,
}

impl Row for Authorization {
    type Id = AuthorizationId;
    const TRACKED: bool = true;
}

/// The status of an authorization.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    strum::IntoStaticStr,
    strum::VariantNames,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum AuthorizationStatus {
    /// On hold.
    Authorized,
    /// Refused.
    Declined,
    /// A part is settled, the rest on hold.
    PartiallySettled,
    /// Settled; nothing on hold.
    Settled,
    /// Given back.
    Reversed,
    /// Given back by the network after days.
    Expired,
}

impl AuthorizationStatus {
    /// The word of the contract.
    pub fn word(self) -> &'static str {
        self.into()
    }
}

/// The way in which a card is used.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    strum::IntoStaticStr,
    strum::VariantNames,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Channel {
    /// On the internet.
    #[default]
    Ecommerce,
    /// With the chip.
    Pos,
    /// Held near a terminal.
    Contactless,
    /// At a cash machine.
    Atm,
}

/// A settlement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settlement {
    /// `stl_…`.
    pub reference: String,
    /// The amount.
    pub amount: Cents,
    /// The rest of the hold was given back.
    pub is_final: bool,
    /// The instant.
    pub at: Timestamp,
}

/// A reversal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reversal {
    /// `rvs_…`.
    pub reference: String,
    /// The amount.
    pub amount: Cents,
    /// The instant.
    pub at: Timestamp,
}

/// A merchant as a caller describes one; what is missing is filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MerchantInput {
    /// `Sandbox Merchant` when absent.
    pub name: Option<String>,
    /// Category code, four digits (ISO 18245); `5999` when absent.
    pub mcc: Option<String>,
    /// ISO 3166-1 alpha-2; the country of the card when absent.
    pub country: Option<String>,
    /// City.
    pub city: Option<String>,
    /// The merchant's own id.
    pub id: Option<String>,
}

impl From<Merchant> for MerchantInput {
    /// A merchant whom the control plane has described whole.
    fn from(merchant: Merchant) -> Self {
        Self {
            name: Some(merchant.name),
            mcc: Some(merchant.mcc),
            country: Some(merchant.country),
            city: merchant.city,
            id: None,
        }
    }
}

impl MerchantInput {
    /// The merchant of an authorization on a card of a country.
    pub(super) fn complete(&self, country: &str) -> Merchant {
        let or =
            |text: &Option<String>, default: &str| text.as_deref().unwrap_or(default).to_owned();
        Merchant {
            name: or(&self.name, "Sandbox Merchant"),
            mcc: or(&self.mcc, "5999"),
            city: self.city.clone(),
            country: or(&self.country, country),
        }
    }
}

impl Authorization {
    /// The status.
    pub fn status(&self) -> AuthorizationStatus {
        match self.spending.status {
            TransactionStatus::Authorized if self.spending.cleared == 0 => {
                AuthorizationStatus::Authorized
            }
            TransactionStatus::Authorized => AuthorizationStatus::PartiallySettled,
            TransactionStatus::Posted | TransactionStatus::Refunded => AuthorizationStatus::Settled,
            TransactionStatus::Reversed => AuthorizationStatus::Reversed,
            TransactionStatus::Expired => AuthorizationStatus::Expired,
            TransactionStatus::Declined => AuthorizationStatus::Declined,
        }
    }

    /// The amount that is still on hold.
    pub fn held(&self) -> Cents {
        self.spending.held
    }

    /// The sum of the settlements.
    pub fn settled(&self) -> Cents {
        self.spending.cleared
    }

    /// The amount that was given back by reversal, final settlement or expiry: what of the amount
    /// is neither held nor settled. Nothing when declined.
    pub fn released(&self) -> Cents {
        if self.status() == AuthorizationStatus::Declined {
            return 0;
        }
        self.amount + self.over_settled - self.held() - self.settled()
    }

    /// The instant of the last settlement.
    pub fn last_settled_at(&self) -> Option<Timestamp> {
        self.settlements.last().map(|settlement| settlement.at)
    }
}
