//! The budget of one scenario, and what it did: its operations, what they used up, and what stays
//! on the target.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use serde::{Deserialize, Serialize};

use super::{Operation, Quotes, RunBudget, add, of_request};
use crate::{
    Mismatch, StepResult,
    drivers::{Answer, sent::Sent},
    mismatch::Class,
    target::{Cost, Expense},
};

/// Something that a run made on a foreign target and that stays there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftBehind {
    /// The operation that made it.
    pub operation: String,
    /// The request, by which the thing can be found again; secrets blanked.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub asked: String,
    /// The target's answer, or the reason that there is none; secrets blanked.
    pub answer: String,
}

/// The usage of one scenario.
#[derive(Debug, Default)]
pub struct ScenarioBudget {
    budget: Option<Arc<RunBudget>>,
    usage: Mutex<Usage>,
}

/// The operations of a scenario, and what they used up.
#[derive(Debug, Default, Clone)]
pub(crate) struct Usage {
    /// Taken from the budget and not used yet.
    reserved: BTreeMap<Expense, u64>,
    pub(crate) spent: BTreeMap<Expense, u64>,
    pub(crate) operations: BTreeMap<String, u64>,
    /// Of these, what made the things that the scenario starts from.
    pub(crate) prepared: Prepared,
    pub(crate) left_behind: Vec<LeftBehind>,
    /// The number of things that are being made at the moment.
    preparing: usize,
    /// Whether the scenario acts on something that has to be there afterwards.
    spares: bool,
    /// The quotes that it has got, which it may execute.
    quotes: Quotes,
}

/// Expenses of making the things that a scenario starts from. A target that has such things
/// already is spared it.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prepared {
    /// The operations, and how often.
    pub operations: BTreeMap<String, u64>,
    /// Money moved, in cents.
    pub cents: u64,
}

impl Prepared {
    /// Whether it took nothing.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Something is being made that the scenario starts from, as long as this value lives.
#[derive(Debug)]
pub(crate) struct Preparing(Arc<ScenarioBudget>);

impl Drop for Preparing {
    fn drop(&mut self) {
        self.0.usage().preparing -= 1;
    }
}

impl ScenarioBudget {
    /// A usage of this budget.
    pub fn of(budget: Arc<RunBudget>) -> Self {
        Self { budget: Some(budget), usage: Mutex::default() }
    }

    /// From now on, as long as the answer lives, things are made that the scenario starts from.
    pub(crate) fn preparing(self: &Arc<Self>) -> Preparing {
        self.usage().preparing += 1;
        Preparing(self.clone())
    }

    /// From now on the scenario acts on something that has to be there afterwards: what cannot be
    /// undone is not sent.
    pub(crate) fn spare(&self) {
        self.usage().spares = true;
    }

    /// Counts money that an operation cost beyond what it was asked for.
    pub(crate) fn charge(&self, cents: u64) {
        if cents == 0 {
            return;
        }
        let mut usage = self.usage();
        let reserved = usage.reserved.entry(Expense::Money).or_default();
        let from_reserve = cents.min(*reserved);
        *reserved -= from_reserve;
        add(&mut usage.spent, Expense::Money, cents);
        if usage.preparing > 0 {
            usage.prepared.cents = usage.prepared.cents.saturating_add(cents);
        }
        if let Some(budget) = &self.budget {
            budget.pay(Expense::Money, cents - from_reserve);
        }
    }

    /// Sets aside what the scenario is known to use.
    pub(crate) fn reserve(&self, uses: &BTreeMap<Expense, u64>) -> StepResult {
        let Some(budget) = &self.budget else { return Ok(()) };
        budget.take(uses).map_err(|why| refused(Class::Budget, "what the scenario uses", why))?;
        self.usage().reserved.clone_from(uses);
        Ok(())
    }

    /// Gives back what was set aside and not used.
    pub(crate) fn close(&self) -> Usage {
        let mut usage = self.usage();
        if let Some(budget) = &self.budget {
            budget.give_back(&usage.reserved);
        }
        usage.reserved.clear();
        usage.clone()
    }

    /// A request is about to be sent; an error means that it must not be.
    pub(crate) fn enter(&self, sent: &Sent) -> StepResult {
        let quotes = self.usage().quotes.clone();
        let operations: Vec<_> =
            of_request(sent).into_iter().map(|one| quotes.priced(one)).collect();
        let surface = !sent.url.contains("/_sandbox");
        self.admit(&operations, u64::from(surface))
    }

    /// The hook is about to be asked for this.
    pub(crate) fn enter_action(&self, operation: &Operation) -> StepResult {
        self.admit(std::slice::from_ref(operation), 0)
    }

    pub(super) fn admit(&self, operations: &[Operation], requests: u64) -> StepResult {
        let mut uses = BTreeMap::new();
        if requests > 0 {
            uses.insert(Expense::Requests, requests);
        }
        for operation in operations {
            for (kind, amount) in &operation.uses {
                add(&mut uses, *kind, *amount);
            }
        }
        let mut usage = self.usage();
        let lasting = operations.iter().find(|one| one.costs.contains(&Cost::Irreversible));
        if let Some(lasting) = lasting.filter(|_| usage.spares) {
            let what = format!("something of its own to {} on", lasting.name);
            return Err(Mismatch::missing(what, "what [known] names is not used up"));
        }
        if let Some(budget) = &self.budget {
            if let Some(why) = operations.iter().find_map(|operation| budget.forbids(operation)) {
                return Err(refused(Class::SafeMode, "an operation that is allowed", why));
            }
            let mut beyond = BTreeMap::new();
            for (kind, amount) in &uses {
                let reserved = usage.reserved.entry(*kind).or_default();
                let from_reserve = (*amount).min(*reserved);
                *reserved -= from_reserve;
                beyond.insert(*kind, amount - from_reserve);
            }
            budget.take(&beyond).map_err(|why| refused(Class::Budget, "the next request", why))?;
        }
        let preparing = usage.preparing > 0;
        for (kind, amount) in uses {
            add(&mut usage.spent, kind, amount);
            if preparing && kind == Expense::Money {
                usage.prepared.cents = usage.prepared.cents.saturating_add(amount);
            }
        }
        for operation in operations {
            *usage.operations.entry(operation.name.clone()).or_default() += 1;
            if preparing {
                *usage.prepared.operations.entry(operation.name.clone()).or_default() += 1;
            }
        }
        Ok(())
    }

    /// Counts a request that has been answered. The texts are what it was asked with and what it
    /// says, opened where it was sealed; they are shown, and so are blanked.
    pub(crate) fn leave(&self, sent: &Sent, answer: &Answer, texts: impl FnOnce() -> [String; 2]) {
        self.usage().quotes.remember(|| of_request(sent), &answer.json);
        if !self.keeps() || !(200..300).contains(&answer.status) {
            return;
        }
        let [asked, said] = texts();
        if !said.contains("\"success\":false") {
            self.stays(sent, &asked, &said);
        }
    }

    /// Nobody knows what came of something that was sent, so it may have been done.
    pub(crate) fn lose(&self, sent: &Sent, asked: &str, why: &str) {
        self.stays(sent, asked, &format!("no answer came, so it may be there: {why}"));
    }

    fn stays(&self, sent: &Sent, asked: &str, answer: &str) {
        if !self.keeps() {
            return;
        }
        let stays = |one: &Operation| !one.costs.is_empty();
        let made = of_request(sent).into_iter().filter(stays);
        let rows = made.map(|one| LeftBehind {
            operation: one.name,
            asked: asked.to_owned(),
            answer: answer.to_owned(),
        });
        self.usage().left_behind.extend(rows);
    }

    /// True when what stays on the target is listed.
    fn keeps(&self) -> bool {
        self.budget.as_ref().is_some_and(|budget| budget.keeps)
    }

    fn usage(&self) -> MutexGuard<'_, Usage> {
        self.usage.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn refused(class: Class, what: &str, why: String) -> Mismatch {
    Mismatch { class, expected: what.to_owned(), actual: why }
}
