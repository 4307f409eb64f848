//! Spending limits (PG 7.5).

mod change;
mod usage;

use serde::{Deserialize, Serialize};

use super::{Caller, CheckContext, Refusal, Tenant};
use crate::money::Cents;

pub use change::LimitChange;
pub(super) use change::set_limit;

/// A spending limit: an amount and the period for which spend counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limit {
    /// Cents, at least 1.
    pub amount: Cents,
    /// The period.
    pub frequency: Frequency,
}

/// The period for which spend counts against a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Frequency {
    /// 24 hours.
    Per24HourPeriod,
    /// 7 days.
    Per7DayPeriod,
    /// 30 days.
    Per30DayPeriod,
    /// 365 days.
    PerYearPeriod,
    /// All time.
    AllTime,
    /// Each authorization alone (AMB-PG-04).
    PerAuthorization,
}

impl Frequency {
    /// The name of the value in the field.
    pub fn name(self) -> &'static str {
        match self {
            Self::Per24HourPeriod => "per24HourPeriod",
            Self::Per7DayPeriod => "per7DayPeriod",
            Self::Per30DayPeriod => "per30DayPeriod",
            Self::PerYearPeriod => "perYearPeriod",
            Self::AllTime => "allTime",
            Self::PerAuthorization => "perAuthorization",
        }
    }

    /// The frequency with this name.
    pub fn named(name: &str) -> Option<Self> {
        let all = [
            Self::Per24HourPeriod,
            Self::Per7DayPeriod,
            Self::Per30DayPeriod,
            Self::PerYearPeriod,
            Self::AllTime,
            Self::PerAuthorization,
        ];
        all.into_iter().find(|frequency| frequency.name() == name)
    }
}

impl Limit {
    /// Refuses what cannot be a limit.
    /// In-app users have frequencies of their own, among them `perAuthorization` (AG 5.5).
    pub(super) fn check(self, context: &CheckContext<'_>) -> Result<(), Refusal> {
        let is_known = match context.caller {
            Caller::Tenant(Tenant::User(_)) => {
                let known = &context.rules.ag.limit.frequencies;
                known.iter().any(|name| name == self.frequency.name())
            }
            Caller::Ops | Caller::Tenant(Tenant::Partner(_)) | Caller::Stranger => {
                self.frequency != Frequency::PerAuthorization
                    || context.rules.limit.per_authorization
            }
        };
        if !is_known {
            return Err(Refusal::UnknownFrequency);
        }
        if self.amount < 1 { Err(Refusal::LimitNotPositive) } else { Ok(()) }
    }
}
