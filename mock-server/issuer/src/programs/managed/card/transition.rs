//! Transitions of a card: the table of MC 7.3.

use serde::{Deserialize, Serialize};

use super::CardStatus::{
    self, Active, Blocked, Expired, Failed, Frozen, Pending, Terminated, UnderReview,
};

/// The cause of a transition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::EnumIter)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The operator approves, or the delay of the partner has passed.
    Approve,
    /// The operator rejects.
    Reject,
    /// The caller freezes.
    Freeze,
    /// The caller unfreezes.
    Unfreeze,
    /// The operator blocks.
    Block,
    /// The operator lifts the block.
    Unblock,
    /// The operator puts it under review.
    Review,
    /// The last valid month is over.
    Expire,
    /// The caller terminates.
    Terminate,
}

/// The past of a card, where a row asks for it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Past {
    Any,
    NeverActive,
    WasActive,
}

/// From, past, cause, to. What is not here is not allowed.
const TRANSITIONS: [(CardStatus, Past, Cause, CardStatus); 19] = [
    (Pending, Past::Any, Cause::Approve, Active),
    (Pending, Past::Any, Cause::Reject, Failed),
    (Pending, Past::Any, Cause::Terminate, Terminated),
    (UnderReview, Past::Any, Cause::Approve, Active),
    (UnderReview, Past::NeverActive, Cause::Reject, Failed),
    (UnderReview, Past::WasActive, Cause::Reject, Blocked),
    (Active, Past::Any, Cause::Freeze, Frozen),
    (Active, Past::Any, Cause::Block, Blocked),
    (Active, Past::Any, Cause::Review, UnderReview),
    (Active, Past::Any, Cause::Expire, Expired),
    (Active, Past::Any, Cause::Terminate, Terminated),
    (Frozen, Past::Any, Cause::Unfreeze, Active),
    (Frozen, Past::Any, Cause::Block, Blocked),
    (Frozen, Past::Any, Cause::Review, UnderReview),
    (Frozen, Past::Any, Cause::Expire, Expired),
    (Frozen, Past::Any, Cause::Terminate, Terminated),
    (Blocked, Past::Any, Cause::Unblock, Active),
    (Blocked, Past::Any, Cause::Expire, Expired),
    (Expired, Past::Any, Cause::Terminate, Terminated),
];

impl CardStatus {
    /// The status after a cause; nothing where it is not allowed.
    pub fn after(self, cause: Cause, was_active: bool) -> Option<Self> {
        let past = if was_active { Past::WasActive } else { Past::NeverActive };
        let is_row = |row: &&(Self, Past, Cause, Self)| {
            row.0 == self && (row.1 == Past::Any || row.1 == past) && row.2 == cause
        };
        TRANSITIONS.iter().find(is_row).map(|row| row.3)
    }
}
