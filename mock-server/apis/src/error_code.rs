//! Errors of the list that an API of REST has: each has a word, an HTTP status and usual words.

use std::str::FromStr;

use axum::http::StatusCode;

use crate::log::Reason;

/// An error of an API's own list. Its word is the text of the variant.
pub(crate) trait ErrorCode: Copy + FromStr + Into<&'static str> {
    /// The HTTP status and the usual words; an error whose words vary with the case has an example.
    fn standard(self) -> (StatusCode, &'static str);

    /// The word as the API writes it.
    fn word(self) -> &'static str {
        self.into()
    }

    /// The error behind a reason of the log, if the reason is one.
    fn of(reason: Reason) -> Option<Self> {
        reason.standard()?.parse().ok()
    }

    /// The HTTP status.
    fn status(self) -> StatusCode {
        self.standard().0
    }

    /// The usual words.
    fn text(self) -> &'static str {
        self.standard().1
    }
}
