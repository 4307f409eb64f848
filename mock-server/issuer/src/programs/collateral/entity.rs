//! The things of the program that can be looked into (SB 12), and what became of them.

use super::{
    Application, ApplicationId, Card, CardId, CardUser, CardUserId, Collateral, DepositId, Dispute,
    DisputeId, Transaction, TransactionId, Wallet, WalletId, deposit::Deposit,
};
use crate::collections::entities;

entities! {
    Collateral {
        /// An application for cards.
        Application(applications, Application, ApplicationId),
        /// A card.
        Card(cards, Card, CardId),
        /// A transfer to a collateral address.
        Deposit(deposits, Deposit, DepositId),
        /// A dispute of a transaction.
        Dispute(disputes, Dispute, DisputeId),
        /// A row of an account.
        Transaction(transactions, Transaction, TransactionId),
        /// A person who may hold cards, with the account.
        User(users, CardUser, CardUserId),
        /// A digital wallet.
        Wallet(wallets, Wallet, WalletId),
    }
}
