//! The things of the program that can be looked into (SB 12), and what became of them.

use super::{
    Account, Authorization, AuthorizationId, Card, CardId, CardProgram, CardProgramId, Dispute,
    DisputeId, Managed, Operation, OperationId, User, UserId, Wallet, WalletId,
};
use crate::collections::entities;

entities! {
    Managed {
        /// An authorization.
        Authorization(authorizations, Authorization, AuthorizationId),
        /// A card.
        Card(cards, Card, CardId),
        /// A dispute of an authorization.
        Dispute(disputes, Dispute, DisputeId),
        /// A movement of a wallet.
        Operation(operations, Operation, OperationId),
        /// A program that cards are made of.
        Program(programs, CardProgram, CardProgramId),
        /// A user.
        User(users, User, UserId),
        /// A wallet of a user.
        Wallet(wallets, Wallet, WalletId),
    }
}

impl Account {
    /// The thing that has the money; none for money outside.
    pub fn entity(self) -> Option<Entity> {
        match self {
            Self::Wallet(wallet) | Self::WalletHeld(wallet) => Some(Entity::Wallet(wallet)),
            Self::Card(card) | Self::CardHeld(card) => Some(Entity::Card(card)),
            Self::Outside(_) | Self::Merchants(_) | Self::Disputed(_) => None,
        }
    }
}
