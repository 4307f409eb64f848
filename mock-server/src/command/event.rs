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
}
