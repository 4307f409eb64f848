//! `updated_at` of rows that are watched: it always grows, so that two states of a row never look
//! the same (AG 11.11).

use jiff::{SignedDuration, Timestamp};

/// The instant to write for a change now: `now`, or a millisecond after the last change where the
/// row was changed in this millisecond already.
pub(super) fn updated(before: Timestamp, now: Timestamp) -> Timestamp {
    let next = before.checked_add(SignedDuration::from_millis(1)).unwrap_or(before);
    now.max(next)
}
