//! The things of the program that can be looked into (SB 12), and what became of them.

use super::{
    Account, Card, CardId, Cardholder, CardholderId, Funds, FundsId, Order, OrderId, Prepaid,
    Project, ProjectId, Transaction, TransactionId, User, UserId,
};
use crate::collections::entities;

entities! {
    Prepaid {
        /// A card.
        Card(cards, Card, CardId),
        /// A user who passed KYC, or did not.
        Cardholder(holders, Cardholder, CardholderId),
        /// A transfer to an address of a project or a user.
        Deposit(funds, Funds, FundsId),
        /// An order.
        Order(orders, Order, OrderId),
        /// A project.
        Project(projects, Project, ProjectId),
        /// A top-up or spending of a card.
        Transaction(transactions, Transaction, TransactionId),
        /// A user of a project.
        User(users, User, UserId),
    }
}

impl Account {
    /// The thing that has the money; none for money outside.
    pub fn entity(self) -> Option<Entity> {
        match self {
            Self::Master(project) => Some(Entity::Project(project)),
            Self::User(user) => Some(Entity::User(user)),
            Self::Order(order) => Some(Entity::Order(order)),
            Self::Card(card) => Some(Entity::Card(card)),
            Self::Hold(transaction) => Some(Entity::Transaction(transaction)),
            Self::World | Self::Merchants | Self::Fees => None,
        }
    }
}
