//! Users: people who log in, each with wallets and cards (MC 3).

use imbl::OrdMap;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    currency::Currency,
    ids::{AuthorizationId, CardId, DisputeId, OperationId, UserId, WalletId},
};
use crate::collections::{Ids, Row};

/// A user.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct User {
    /// Internal id.
    pub id: UserId,
    /// `usr_…`.
    pub reference: String,
    /// The name by which the user logs in, without its world.
    pub label: String,
    /// Full name.
    pub name: String,
    /// The market, ISO 3166-1 alpha-2.
    pub market: String,
    /// Identity is verified; others get no card.
    pub verified: bool,
    /// May log in and call.
    pub active: bool,
    /// The wallets, one for each currency.
    pub wallets: OrdMap<Currency, WalletId>,
    /// Cards, oldest first.
    pub cards: Ids<CardId>,
    /// Authorizations of all cards, oldest first.
    pub authorizations: Ids<AuthorizationId>,
    /// Operations of all wallets, oldest first.
    pub operations: Ids<OperationId>,
    /// Disputes of all cards, oldest first.
    pub disputes: Ids<DisputeId>,
    /// The instant at which the user was made.
    pub created_at: Timestamp,
}

impl Row for User {
    type Id = UserId;
    const TRACKED: bool = true;
}
