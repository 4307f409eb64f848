//! Idempotency keys: which order a key stands for (ER 6).

use imbl::OrdMap;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{
    Refusal,
    ids::{OrderId, ProductId, ProjectId},
};
use crate::{collections::pairs, money::Cents, rulebook::er::Idem};

/// What a key was used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Endpoint {
    /// Ordering a card.
    Issue,
    /// Ordering a top-up.
    Topup,
}

/// What was asked for, after reading: equal wishes are the same order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wish {
    /// A card.
    Card {
        /// For whom.
        user: String,
        /// Of which product, if there is one.
        product: Option<ProductId>,
        /// With how much on it.
        initial: Option<Cents>,
        /// Under which label.
        label: Option<String>,
    },
    /// A top-up.
    Topup {
        /// Of which card.
        card: String,
        /// How much.
        amount: Cents,
        /// Of what, in lower case.
        currency: Option<String>,
        /// Whose card.
        user: Option<String>,
    },
}

/// An order that a key stands for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bound {
    /// The order.
    pub order: OrderId,
    /// What was asked for.
    pub wish: Wish,
    /// When.
    pub at: Timestamp,
}

/// Whose key, for what, and its text.
type Place = (ProjectId, Option<Endpoint>, String);

/// All keys that are remembered.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Keys {
    #[serde(with = "pairs")]
    bound: OrdMap<Place, Bound>,
}

/// A key as it came in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Key {
    /// Where it was used.
    pub endpoint: Endpoint,
    /// Its text.
    pub text: String,
}

impl Key {
    fn place(&self, project: ProjectId, rules: &Idem) -> Place {
        let endpoint = rules.scope_has_endpoint.then_some(self.endpoint);
        (project, endpoint, self.text.clone())
    }
}

impl Keys {
    /// The order that a key stands for now, if it stands for one and for the same wish.
    pub fn find(
        &self,
        project: ProjectId,
        key: &Key,
        wish: &Wish,
        rules: &Idem,
        now: Timestamp,
    ) -> Result<Option<OrderId>, Refusal> {
        let Some(bound) = self.bound.get(&key.place(project, rules)) else { return Ok(None) };
        let end = bound.at.checked_add(SignedDuration::from_millis(rules.retention_ms));
        if rules.retention_ms > 0 && end.is_ok_and(|end| now >= end) {
            return Ok(None);
        }
        if rules.conflict_on_other_fields && bound.wish != *wish {
            return Err(Refusal::KeyConflict);
        }
        Ok(Some(bound.order))
    }

    /// From now on the key stands for this order.
    pub(super) fn bind(&mut self, project: ProjectId, key: &Key, bound: Bound, rules: &Idem) {
        self.bound.insert(key.place(project, rules), bound);
    }
}
