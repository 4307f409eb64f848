//! Numbers of the rows of this program, and the references that the surface shows (MC 4.3).

use crate::{collections::row_id, command::Dice};

row_id! {
    /// A user's number.
    UserId
}

row_id! {
    /// A wallet's number.
    WalletId
}

row_id! {
    /// A card program's number.
    CardProgramId
}

row_id! {
    /// A card's number.
    CardId
}

row_id! {
    /// An authorization's number.
    AuthorizationId
}

row_id! {
    /// An operation's number.
    OperationId
}

row_id! {
    /// A dispute's number.
    DisputeId
}

row_id! {
    /// A refund's number.
    RefundId
}

row_id! {
    /// A ledger entry's number.
    EntryId
}

/// A new reference: the prefix of its kind and 24 lowercase hex digits.
pub(super) fn reference(dice: &mut dyn Dice, prefix: &'static str) -> String {
    let mut bytes = [0; 12];
    dice.draw(prefix, &mut bytes);
    format!("{}_{}", prefix.trim_start_matches("mc."), hex::encode(bytes))
}
