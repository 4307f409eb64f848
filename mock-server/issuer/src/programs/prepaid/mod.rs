//! Prepaid cards: projects, their users, cardholders, products, cards, orders and money (ER).
//!
//! A project pays in advance; its master balance pays for cards and top-ups, which run as orders
//! step by step on the world's timeline. Nothing of it is shared with the collateral cards of the
//! other surfaces but the dice, the timeline and the events: states and money are its own. Money is
//! moved in [`ledger`] and nowhere else.

mod book;
pub mod card;
mod card_numbers;
pub mod cardholder;
pub mod checks;
pub mod commands;
mod effect;
mod entity;
pub mod funds;
pub mod ids;
pub mod key;
pub mod ledger;
pub mod notice;
pub mod order;
pub mod product;
pub mod project;
mod refusal;
pub mod state;
pub mod transaction;
pub mod tron;

use imbl::OrdMap;
use serde::{Deserialize, Serialize};

use crate::{
    collections::Rows,
    command::{self, Program},
    money::Cents,
};

pub use card::{Card, CardStatus};
pub use cardholder::Cardholder;
pub use commands::AnyCommand;
pub use effect::Effect;
pub use entity::{ChangedEntity, Entity};
pub use funds::Funds;
pub use ids::{
    CardId, CardholderId, FundsId, OrderId, ProductId, ProjectId, SubproviderId, TransactionId,
    UserId,
};
pub use key::{Endpoint, Keys};
pub use ledger::{Account, Ledger};
pub use notice::Notice;
pub use order::{Order, OrderStatus};
pub use product::{Product, Subprovider};
pub use project::{Project, User};
pub use refusal::Refusal;
pub use transaction::Transaction;

/// Everything prepaid.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Prepaid {
    /// Projects, which pay.
    pub projects: Rows<Project>,
    /// Their users.
    pub users: Rows<User>,
    /// Users who passed, or did not pass, KYC.
    pub holders: Rows<Cardholder>,
    /// Subproviders, which issue the cards of a product.
    pub subproviders: Rows<Subprovider>,
    /// Products, which can be ordered.
    pub products: Rows<Product>,
    /// Cards.
    pub cards: Rows<Card>,
    /// Orders.
    pub orders: Rows<Order>,
    /// Top-ups and spending of cards.
    pub transactions: Rows<Transaction>,
    /// Deposits.
    pub funds: Rows<Funds>,
    /// Idempotency keys.
    pub keys: Keys,
    /// Balances.
    pub ledger: Ledger,
    /// Things by the ids that a surface shows.
    names: OrdMap<String, Named>,
}

/// The thing that an id stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Named {
    Cardholder(CardholderId),
    Card(CardId),
    Order(OrderId),
    Transaction(TransactionId),
}

/// The part of the program that a caller sees: its own project, or everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scope(Option<ProjectId>);

impl Scope {
    /// Tells whether a thing of this project is in the scope.
    pub fn sees(self, project: ProjectId) -> bool {
        self.0.is_none_or(|own| own == project)
    }

    /// The project, unless it is everything.
    pub fn project(self) -> Option<ProjectId> {
        self.0
    }
}

impl From<Caller> for Scope {
    fn from(caller: Caller) -> Self {
        Self(match caller {
            Caller::Ops => None,
            Caller::Tenant(project) => Some(project),
            // No project has this number.
            Caller::Stranger => Some(ProjectId(0)),
        })
    }
}

impl Program for Prepaid {
    type Tenant = ProjectId;
    type AnyCommand = AnyCommand;
    type Effect = Effect;
    type Event = Notice;
    type Refusal = Refusal;
}

/// The caller of a command of this program.
type Caller = command::Caller<ProjectId>;
/// The context of a check of this program.
type CheckContext<'a> = command::CheckContext<'a, Prepaid>;
/// The context of an applied command of this program.
type ApplyContext<'a> = command::ApplyContext<'a, Prepaid>;

impl Prepaid {
    /// The user with this external id.
    pub fn user(&self, scope: Scope, external: &str) -> Result<&User, Refusal> {
        let mut users = match scope.0 {
            Some(project) => {
                let found = self.projects.get(project).and_then(|row| row.users.get(external));
                return found.map(|id| &self.users[*id]).ok_or(Refusal::UserNotFound);
            }
            None => self.users.iter(),
        };
        users.find(|user| user.external_user_id == external).ok_or(Refusal::UserNotFound)
    }

    /// The card with this id.
    pub fn card(&self, scope: Scope, id: &str) -> Result<&Card, Refusal> {
        match self.names.get(id) {
            Some(Named::Card(card)) => Some(&self.cards[*card]),
            _ => None,
        }
        .filter(|card| scope.sees(card.project))
        .ok_or(Refusal::CardNotFound)
    }

    /// The card with this id, which belongs to the user if one is named; the user comes first.
    pub fn card_of(&self, scope: Scope, id: &str, user: Option<&str>) -> Result<&Card, Refusal> {
        let user = user.map(|user| self.user(scope, user)).transpose()?;
        let card = self.card(scope, id)?;
        match user {
            Some(user) if user.id != card.user => Err(Refusal::CardUserMismatch),
            _ => Ok(card),
        }
    }

    /// The cardholder with this id.
    pub fn holder(&self, scope: Scope, id: &str) -> Result<&Cardholder, Refusal> {
        match self.names.get(id) {
            Some(Named::Cardholder(holder)) => Some(&self.holders[*holder]),
            _ => None,
        }
        .filter(|holder| scope.sees(holder.project))
        .ok_or(Refusal::CardholderNotFound)
    }

    /// The order with this id.
    pub fn order(&self, scope: Scope, id: &str) -> Result<&Order, Refusal> {
        match self.names.get(id) {
            Some(Named::Order(order)) => Some(&self.orders[*order]),
            _ => None,
        }
        .filter(|order| scope.sees(order.project))
        .ok_or(Refusal::OrderNotFound)
    }

    /// The transaction with this id.
    pub fn transaction(&self, id: &str) -> Option<&Transaction> {
        match self.names.get(id) {
            Some(Named::Transaction(transaction)) => Some(&self.transactions[*transaction]),
            _ => None,
        }
    }

    /// The products that are in a scope, in order of code.
    pub fn products(&self, scope: Scope) -> Vec<&Product> {
        let ours = |product: &&Product| product.project.is_none_or(|project| scope.sees(project));
        let mut products: Vec<_> = self.products.iter().filter(ours).collect();
        products.sort_by(|one, two| one.code.cmp(&two.code));
        products
    }

    /// The newest cardholder of a user.
    pub fn newest_holder(&self, user: &User) -> Option<&Cardholder> {
        user.holders.last().map(|id| &self.holders[id])
    }

    /// The balance of a card, in cents.
    pub fn balance(&self, card: CardId) -> Cents {
        self.ledger.cents(Account::Card(card))
    }
}
