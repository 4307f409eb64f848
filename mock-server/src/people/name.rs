//! Labels that people type: display names and nicknames share length and charset.

/// What is wrong with a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameFault {
    /// Longer than allowed.
    TooLong {
        /// The largest number of characters.
        max: i64,
    },
    /// Nothing in it.
    Empty,
    /// A character other than letters, digits, spaces, periods and hyphens.
    Charset,
}

/// Judges a label by its length in characters and, if asked, its charset.
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
