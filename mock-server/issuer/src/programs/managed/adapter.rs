//! Adapters, which play the issuing partner (MC 8.1).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The way in which the issuing partner answers.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    ToSchema,
    strum::EnumIter,
    strum::IntoStaticStr,
    strum::VariantNames,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Adapter {
    /// At once.
    Instant,
    /// After a delay.
    Delayed,
    /// Never: every call fails.
    Failing,
    /// When the operator has decided.
    UnderReview,
}

impl Adapter {
    /// The word of the contract.
    pub fn word(self) -> &'static str {
        self.into()
    }
}

/// The adapter that a caller, a card or a program sets, and its delay.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdapterChoice {
    /// The adapter; what stands behind decides when absent.
    pub adapter: Option<Adapter>,
    /// The delay, in milliseconds; what stands behind decides when absent.
    pub delay_ms: Option<i64>,
}

impl AdapterChoice {
    /// This choice, and what another one says where this one says nothing.
    pub fn or(self, other: Self) -> Self {
        Self { adapter: self.adapter.or(other.adapter), delay_ms: self.delay_ms.or(other.delay_ms) }
    }
}

/// The adapter that acts, with the delay that it needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Partner {
    /// At once.
    Instant,
    /// After so many milliseconds.
    Delayed(i64),
    /// Never.
    Failing,
    /// When the operator has decided.
    UnderReview,
}
