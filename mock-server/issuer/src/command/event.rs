//! Records of what happened.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One domain event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event<K> {
    /// World time.
    pub at: Timestamp,
    /// The kind, with what is told of it.
    pub kind: K,
    /// The entity that it happened to: `<type>:<id>`.
    pub entity: String,
    /// True once a return to a snapshot has taken it back: its thing may be gone, or be another one
    /// of the same id, so nobody is told of it any more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub taken_back: bool,
}
