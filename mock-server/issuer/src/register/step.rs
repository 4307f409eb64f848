//! Steps of a pointer into an answer or an argument.

use serde::{Deserialize, Serialize};

/// One step of a pointer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// A member, or the index of an element.
    To(String),
    /// Each element or member.
    Each,
    /// Elements whose member (first) has this value (second).
    Where(String, String),
    /// The place after the last element.
    Append,
}
