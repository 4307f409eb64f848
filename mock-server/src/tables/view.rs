//! One look at the issuer on somebody's behalf.

use std::{
    cell::OnceCell,
    sync::atomic::{AtomicUsize, Ordering},
};

use super::catalogue::monthly_spend::{Spend, spend};
use crate::{
    issuer::{Caller, Issuer},
    rulebook::Rulebook,
};

/// How much one request may still read through relations. Lists nested in lists multiply; their
/// own rows cost nothing.
pub struct Budget(AtomicUsize);

/// What a request may spend: a nested row costs ten, a related row that a filter looks at one.
const BUDGET: usize = 500_000;

impl Default for Budget {
    fn default() -> Self {
        Self(AtomicUsize::new(BUDGET))
    }
}

impl Budget {
    /// Spends some; `false` when there is not enough, and from then on.
    pub(super) fn spend(&self, cost: usize) -> bool {
        let left = self.0.load(Ordering::Relaxed);
        self.0.store(left.saturating_sub(cost), Ordering::Relaxed);
        left > cost
    }

    /// Whether it was not enough.
    pub(super) fn is_spent(&self) -> bool {
        self.0.load(Ordering::Relaxed) == 0
    }
}

/// What a table reads.
pub struct View<'a> {
    /// The issuer.
    pub issuer: &'a Issuer,
    /// The rules in force.
    pub rules: &'a Rulebook,
    /// Whose rows are visible.
    pub caller: Caller,
    /// How much may be read through relations.
    pub(super) budget: &'a Budget,
    spend: OnceCell<Vec<Spend>>,
}

impl<'a> View<'a> {
    /// A look on behalf of `caller`.
    pub fn new(
        issuer: &'a Issuer,
        rules: &'a Rulebook,
        caller: Caller,
        budget: &'a Budget,
    ) -> Self {
        Self { issuer, rules, caller, budget, spend: OnceCell::new() }
    }

    /// The months in which card users of the caller spent something, added up once per look.
    pub(super) fn spend(&self) -> &[Spend] {
        self.spend.get_or_init(|| spend(self))
    }
}

/// Where tables get the issuer from.
pub trait Source: Send + Sync {
    /// Looks at the issuer as the root field's principal.
    fn read(&self, field: &str, look: &mut dyn FnMut(&View<'_>));

    /// Hears that the root field was answered, under which key.
    fn answered(&self, field: &str, key: &str);
}
