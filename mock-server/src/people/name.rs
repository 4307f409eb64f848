//! Checks of display names and nicknames, which share length and character set.

/// Reason why a label is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameFault {
    /// The label is longer than allowed.
    TooLong {
        /// Largest number of characters.
        max: i64,
    },
    /// The label is empty.
    Empty,
    /// The label has a character other than ASCII letters, digits, spaces, periods and hyphens.
    Charset,
}

/// Checks a label's length, in characters, and if `charset` is true its characters.
pub fn judge(name: &str, max: i64, charset: bool) -> Result<(), NameFault> {
    let length = i64::try_from(name.chars().count()).unwrap_or(i64::MAX);
    if length > max {
        return Err(NameFault::TooLong { max });
    }
    if length == 0 {
        return Err(NameFault::Empty);
    }
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '.' | '-');
    if charset && !name.chars().all(plain) {
        return Err(NameFault::Charset);
    }
    Ok(())
}
