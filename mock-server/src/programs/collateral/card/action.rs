//! Actions on a card that its state may not allow.

use serde::{Deserialize, Serialize};

/// An action that the state of a card may not allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CardAction {
    /// `freezeCard`.
    Freeze,
    /// `lockCard`.
    Lock,
    /// `unfreezeCard`.
    Unfreeze,
    /// `unlockCard`.
    Unlock,
    /// `cancelCard`.
    Cancel,
    /// Either replacement.
    Replace,
    /// `updateCardLimit`.
    ChangeLimit,
    /// `setCardPin`.
    SetPin,
    /// `getCardPin`.
    ReadPin,
    /// `revealCardSecrets`.
    Reveal,
    /// Activation by the back office.
    Activate,
}
