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
    /// The label has a character other than ASCII letters, digits and the marks that are allowed.
    Charset,
}

/// Marks that a nickname may have besides ASCII letters and digits: spaces, periods and hyphens.
pub const MARKS: &str = " .-";

/// Checks a label's length, in characters, and its characters: ASCII letters, digits and these marks;
/// any where there are no marks.
pub fn judge(name: &str, max: i64, marks: Option<&str>) -> Result<(), NameFault> {
    let length = i64::try_from(name.chars().count()).unwrap_or(i64::MAX);
    if length > max {
        return Err(NameFault::TooLong { max });
    }
    if length == 0 {
        return Err(NameFault::Empty);
    }
    let is_allowed = |c: char, marks: &str| c.is_ascii_alphanumeric() || marks.contains(c);
    if marks.is_some_and(|marks| !name.chars().all(|c| is_allowed(c, marks))) {
        return Err(NameFault::Charset);
    }
    Ok(())
}
