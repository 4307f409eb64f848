//! Spending limits.

use async_graphql::{Enum, InputObject};

use super::{envelope, fields};
use crate::programs::collateral::{Frequency, Limit};

/// Period for which spend counts against a limit.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RainLimitFrequency {
    #[graphql(name = "per24HourPeriod")]
    Per24HourPeriod,
    #[graphql(name = "per7DayPeriod")]
    Per7DayPeriod,
    #[graphql(name = "per30DayPeriod")]
    Per30DayPeriod,
    #[graphql(name = "perYearPeriod")]
    PerYearPeriod,
    /// Caps each authorization alone.
    #[graphql(name = "perAuthorization")]
    PerAuthorization,
    #[graphql(name = "allTime")]
    AllTime,
}

impl From<RainLimitFrequency> for Frequency {
    fn from(frequency: RainLimitFrequency) -> Self {
        use RainLimitFrequency as F;
        match frequency {
            F::Per24HourPeriod => Self::Per24HourPeriod,
            F::Per7DayPeriod => Self::Per7DayPeriod,
            F::Per30DayPeriod => Self::Per30DayPeriod,
            F::PerYearPeriod => Self::PerYearPeriod,
            F::PerAuthorization => Self::PerAuthorization,
            F::AllTime => Self::AllTime,
        }
    }
}

fields! {
    #[derive(InputObject)]
    struct CardLimitInput {
        /// US cents, at least 1.
        amount: i32,
        frequency: RainLimitFrequency,
    }
}

impl From<CardLimitInput> for Limit {
    fn from(input: CardLimitInput) -> Self {
        Self { amount: input.amount.into(), frequency: input.frequency.into() }
    }
}

fields! {
    #[derive(InputObject)]
    struct UpdateRainCardLimitInput {
        card_id: i32,
        /// US cents, at least 1.
        limit_amount: i32,
        limit_frequency: RainLimitFrequency,
    }
}

envelope! {
    /// Answer of `updateRainCardLimit`.
    RainCardLimitResponse {
        /// Internal card id.
        id: i32,
        /// Issuer-side card id.
        "plain" card_id: String,
        limit_amount: i32,
        "plain" limit_frequency: String,
    }
}
