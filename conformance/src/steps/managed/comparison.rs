//! Amounts beside those that were noted.

/// True when an amount has changed as a word says.
pub(super) fn holds(how: &str, before: i64, now: i64) -> bool {
    match how {
        "lower" => now < before,
        "lower, but not zero" => now < before && now != 0,
        "higher" => now > before,
        _ => now == before,
    }
}
