//! The things of all programs that can be looked into (SB 12), and what became of them.

use serde::{Deserialize, Serialize};

use super::Issuer;
use crate::{
    collections::BalanceChange,
    programs::{collateral, managed, prepaid},
};

/// A thing of one of the programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Entity {
    /// Of the program of collateral cards.
    Collateral(collateral::Entity),
    /// Of the program of managed cards.
    Managed(managed::Entity),
    /// Of the program of prepaid cards.
    Prepaid(prepaid::Entity),
}

/// A thing that was made, changed or taken away, or a balance that was changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Touched {
    /// A thing of the program of collateral cards.
    Collateral(collateral::ChangedEntity),
    /// A thing of the program of managed cards.
    Managed(managed::ChangedEntity),
    /// A balance of the program of managed cards, in minor units.
    ManagedBalance(BalanceChange<managed::Account>),
    /// A thing of the program of prepaid cards.
    Prepaid(prepaid::ChangedEntity),
    /// A balance of the program of prepaid cards, in millionths of a dollar.
    PrepaidBalance(BalanceChange<prepaid::Account>),
}

impl Touched {
    /// The thing; none for a balance outside.
    pub fn entity(&self) -> Option<Entity> {
        match self {
            Self::Collateral(change) => Some(Entity::Collateral(change.entity())),
            Self::Managed(change) => Some(Entity::Managed(change.entity())),
            Self::ManagedBalance(change) => change.account.entity().map(Entity::Managed),
            Self::Prepaid(change) => Some(Entity::Prepaid(change.entity())),
            Self::PrepaidBalance(change) => change.account.entity().map(Entity::Prepaid),
        }
    }
}

impl Touched {
    /// True for a thing that was taken away.
    pub fn is_gone(&self) -> bool {
        match self {
            Self::Collateral(change) => change.is_gone(),
            Self::Managed(change) => change.is_gone(),
            Self::Prepaid(change) => change.is_gone(),
            Self::ManagedBalance(_) | Self::PrepaidBalance(_) => false,
        }
    }

    /// True for a thing that was made.
    pub fn is_new(&self) -> bool {
        match self {
            Self::Collateral(change) => change.is_new(),
            Self::Managed(change) => change.is_new(),
            Self::Prepaid(change) => change.is_new(),
            Self::ManagedBalance(_) | Self::PrepaidBalance(_) => false,
        }
    }
}

impl Issuer {
    /// Everything that is other than `before`. What both share is not looked at.
    pub fn changes_since(&self, before: &Self) -> Vec<Touched> {
        let Self { collateral, managed, prepaid } = self;
        let mut all = Vec::new();
        let changed = collateral.entities_changed_since(&before.collateral);
        all.extend(changed.into_iter().map(Touched::Collateral));
        let changed = managed.entities_changed_since(&before.managed);
        all.extend(changed.into_iter().map(Touched::Managed));
        let moved = managed.ledger.changes_since(&before.managed.ledger);
        all.extend(moved.into_iter().map(Touched::ManagedBalance));
        let changed = prepaid.entities_changed_since(&before.prepaid);
        all.extend(changed.into_iter().map(Touched::Prepaid));
        let moved = prepaid.ledger.changes_since(&before.prepaid.ledger);
        all.extend(moved.into_iter().map(Touched::PrepaidBalance));
        all
    }
}
