//! Amounts that do not fit.

use super::Cents;

/// An amount that is not above zero, or above what is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", fitting(*max))]
pub struct AmountOutOfRange {
    /// The largest amount that would do, in cents; below one where none would.
    pub max: Cents,
}

/// The amounts that would do, in the words of whoever asks in dollars.
fn fitting(max: Cents) -> String {
    match max {
        ..1 => "there is no room for any amount".to_owned(),
        max => format!("the amount must be above zero, at most {}.{:02}", max / 100, max % 100),
    }
}
