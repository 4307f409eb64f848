//! The rate limit of users (AG 1.3).

use crate::rulebook::section::section;

section! {
    /// Rules for how often a user may come.
    InAppRate = "ag.rate" {
        /// Requests of a user in a minute; 0: no limit. The public page says 100. Source: public:
        /// REST page, rate limits.
        per_minute: i64 = 0, 0..=1_000_000;
    }
}
