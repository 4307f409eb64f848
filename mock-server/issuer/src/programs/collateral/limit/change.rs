//! Changes of a spending limit.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Limit;
use crate::{
    collections::Row,
    programs::collateral::{
        ApplyContext, Collateral,
        ids::{CardId, LimitChangeId},
    },
};

/// A row of `card_limit_change`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LimitChange {
    /// Internal id.
    pub id: LimitChangeId,
    /// The card.
    pub card: CardId,
    /// The limit before, if there was one.
    pub previous: Option<Limit>,
    /// The limit since.
    pub limit: Limit,
    /// The instant of the change.
    pub created_at: Timestamp,
}

impl Row for LimitChange {
    type Id = LimitChangeId;
}

/// Sets a limit and remembers the change.
pub(in crate::programs::collateral) fn set_limit(
    collateral: &mut Collateral,
    context: &mut ApplyContext<'_>,
    card: CardId,
    limit: Limit,
) {
    let id = collateral.limit_changes.next();
    let row = collateral.cards.change(card);
    let previous = row.limit.replace(limit);
    row.limit_changes.push(id);
    row.updated_at = context.now;
    let company = row.company;
    collateral.limit_changes.push(LimitChange {
        id,
        card,
        previous,
        limit,
        created_at: context.now,
    });
    if let Some(holdings) = collateral.holdings(company) {
        holdings.limit_changes.push(id);
    }
}
