//! The budget of a run: the costs that are allowed on its target, and the rest of each limit.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use super::{Operation, add};
use crate::target::{Budget, Cost, Environment, Expense, Safety, Target};

/// The budget of a run: what is left to spend.
#[derive(Debug)]
pub struct RunBudget {
    environment: Environment,
    safety: Safety,
    /// Whether the things that are made stay on the target.
    pub(super) keeps: bool,
    spent: Mutex<BTreeMap<Expense, u64>>,
}

impl RunBudget {
    /// A full budget for this target.
    pub fn of(target: &Target) -> Self {
        Self {
            environment: target.environment,
            safety: target.safety.clone(),
            keeps: !target.is_sandbox(),
            spent: Mutex::default(),
        }
    }

    /// Why an operation may not be sent, whatever is left; `None` if it may.
    pub fn forbids(&self, operation: &Operation) -> Option<String> {
        forbidden(self.environment, &self.safety, operation)
    }

    pub(super) fn take(&self, uses: &BTreeMap<Expense, u64>) -> Result<(), String> {
        let Budget(limits) = &self.safety.budget;
        let mut spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        for (kind, amount) in uses {
            let used = spent.get(kind).copied().unwrap_or_default();
            if let Some(limit) =
                limits.get(kind).filter(|limit| used.saturating_add(*amount) > **limit)
            {
                return Err(format!(
                    "{} {} more of {} allowed",
                    kind.shown(*amount),
                    kind.name(),
                    kind.shown(limit.saturating_sub(used))
                ));
            }
        }
        for (kind, amount) in uses {
            add(&mut spent, *kind, *amount);
        }
        Ok(())
    }

    /// Takes what was used already, even if it is more than was left.
    pub(super) fn pay(&self, kind: Expense, amount: u64) {
        let mut spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        add(&mut spent, kind, amount);
    }

    pub(super) fn give_back(&self, unused: &BTreeMap<Expense, u64>) {
        let mut spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        for (kind, amount) in unused {
            let used = spent.entry(*kind).or_default();
            *used = used.saturating_sub(*amount);
        }
    }
}

/// Why an operation may not be sent; `None` if it may. A change without a cost of its own still
/// happens to somebody's card, so production sees it only where everything else is allowed as well.
pub(crate) fn forbidden(
    environment: Environment,
    safety: &Safety,
    operation: &Operation,
) -> Option<String> {
    let allowed = |cost: &Cost| environment.permits(*cost) || safety.allow.contains(cost);
    if let Some(cost) = operation.costs.iter().find(|cost| !allowed(cost)) {
        return Some(format!("{cost} is not allowed on {} (--allow {cost})", environment.word()));
    }
    let careful = environment == Environment::Production && operation.costs.is_empty();
    (careful && !safety.allow.contains(&Cost::Irreversible))
        .then(|| format!("{} changes a production target (--allow irreversible)", operation.name))
}
