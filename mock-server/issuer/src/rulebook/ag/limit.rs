//! Spending limits in the app (AG 5.5).

use crate::rulebook::section::section;

section! {
    /// Rules for spending limits that in-app users set.
    InAppLimit = "ag.limit" {
        /// Members of `RainLimitFrequency`. Source: in-app-cards: Spending Limit Frequencies.
        frequencies: Vec<String> = [
            "per24HourPeriod",
            "per7DayPeriod",
            "per30DayPeriod",
            "perYearPeriod",
            "perAuthorization",
            "allTime",
        ]
        .map(ToOwned::to_owned)
        .to_vec();
    }
}
