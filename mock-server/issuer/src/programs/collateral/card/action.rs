//! Actions on a card that its state may not allow.

use serde::{Deserialize, Serialize};

/// An action that the state of a card may not allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CardAction {
    /// Freezing.
    Freeze,
    /// Locking.
    Lock,
    /// Unfreezing.
    Unfreeze,
    /// Unlocking.
    Unlock,
    /// Cancelling.
    Cancel,
    /// A replacement, of either kind.
    Replace,
    /// A change of the spending limit.
    ChangeLimit,
    /// Setting a PIN.
    SetPin,
    /// Reading the PIN.
    ReadPin,
    /// Showing number, CVC and expiry.
    Reveal,
    /// Activation by the back office.
    Activate,
}
