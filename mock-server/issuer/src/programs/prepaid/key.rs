//! Idempotency keys: which order a key stands for (ER 6).

use imbl::OrdMap;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{
    Refusal,
    ids::{OrderId, ProductId, ProjectId},
};
use crate::{collections::pairs, money::Cents, rulebook::er::Idem};

/// The operation for which a key was used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Endpoint {
    /// Ordering a card.
    Issue,
    /// Ordering a top-up.
    Topup,
}

/// A request after reading: equal wishes are the same order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wish {
    /// A card.
    Card {
        /// The user.
        user: String,
        /// The product, if there is one.
        product: Option<ProductId>,
        /// The initial amount, in cents.
        initial: Option<Cents>,
        /// Under which label.
        label: Option<String>,
    },
    /// A top-up.
    Topup {
        /// The card.
        card: String,
        /// The amount, in cents.
        amount: Cents,
        /// The currency, in lower case.
        currency: Option<String>,
        /// The user of the card.
        user: Option<String>,
    },
}

/// An order that a key stands for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bound {
    /// The order.
    pub order: OrderId,
    /// The request.
    pub wish: Wish,
    /// The instant at which the key was bound.
    pub at: Timestamp,
}

/// The project, the operation and the text of a key.
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
    /// The operation for which the key was used.
    pub endpoint: Endpoint,
    /// The text of the key.
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
