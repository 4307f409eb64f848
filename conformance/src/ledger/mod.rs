//! What a run may do to a target, and what it did. Everything that is sent passes here first: a
//! request whose cost was not allowed, or does not fit into the budget, is not sent, whatever the
//! tags of its scenario say.

mod operation;

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use serde::{Deserialize, Serialize};

pub use self::operation::Operation;
pub(crate) use self::operation::{cents_of, of_action, of_request};
use crate::{
    Mismatch, StepResult,
    drivers::{Answer, http::Sent},
    mismatch::Class,
    target::{Budget, Cost, Environment, Expense, Safety, Target},
};

/// Something that a run made on a foreign target and that stays there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftBehind {
    /// The operation that made it.
    pub operation: String,
    /// What it was asked with, by which it can be found again; secrets blanked.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub asked: String,
    /// What the target answered, or why nobody knows; secrets blanked.
    pub answer: String,
}

/// The purse of a run: what is left to spend.
#[derive(Debug)]
pub struct Purse {
    environment: Environment,
    safety: Safety,
    keeps: bool,
    spent: Mutex<BTreeMap<Expense, u64>>,
}

impl Purse {
    /// A full purse for this target.
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

    fn take(&self, uses: &BTreeMap<Expense, u64>) -> Result<(), String> {
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
    fn pay(&self, kind: Expense, amount: u64) {
        let mut spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        add(&mut spent, kind, amount);
    }

    fn give_back(&self, unused: &BTreeMap<Expense, u64>) {
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

/// The page of one scenario.
#[derive(Debug, Default)]
pub struct Ledger {
    purse: Option<Arc<Purse>>,
    page: Mutex<Page>,
}

/// What a scenario did.
#[derive(Debug, Default, Clone)]
pub(crate) struct Page {
    /// Taken from the purse and not used yet.
    reserved: BTreeMap<Expense, u64>,
    pub(crate) spent: BTreeMap<Expense, u64>,
    pub(crate) operations: BTreeMap<String, u64>,
    /// Of these, what made the things that the scenario starts from.
    pub(crate) prepared: Prepared,
    pub(crate) left_behind: Vec<LeftBehind>,
    /// How many things are being made at the moment.
    preparing: usize,
    /// Whether the scenario acts on something that has to be there afterwards.
    spares: bool,
}

/// What it took to make the things that a scenario starts from. A target that has such things
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
pub(crate) struct Preparing(Arc<Ledger>);

impl Drop for Preparing {
    fn drop(&mut self) {
        self.0.page().preparing -= 1;
    }
}

impl Ledger {
    /// A page of this purse.
    pub fn of(purse: Arc<Purse>) -> Self {
        Self { purse: Some(purse), page: Mutex::default() }
    }

    /// From now on, as long as the answer lives, things are made that the scenario starts from.
    pub(crate) fn preparing(self: &Arc<Self>) -> Preparing {
        self.page().preparing += 1;
        Preparing(self.clone())
    }

    /// From now on the scenario acts on something that has to be there afterwards: what cannot be
    /// undone is not sent.
    pub(crate) fn spare(&self) {
        self.page().spares = true;
    }

    /// What was done cost more than was asked for.
    pub(crate) fn charge(&self, cents: u64) {
        if cents == 0 {
            return;
        }
        let mut page = self.page();
        let reserved = page.reserved.entry(Expense::Money).or_default();
        let from_reserve = cents.min(*reserved);
        *reserved -= from_reserve;
        add(&mut page.spent, Expense::Money, cents);
        if page.preparing > 0 {
            page.prepared.cents = page.prepared.cents.saturating_add(cents);
        }
        if let Some(purse) = &self.purse {
            purse.pay(Expense::Money, cents - from_reserve);
        }
    }

    /// Sets aside what the scenario is known to use.
    pub(crate) fn reserve(&self, uses: &BTreeMap<Expense, u64>) -> StepResult {
        let Some(purse) = &self.purse else { return Ok(()) };
        purse.take(uses).map_err(|why| refused(Class::Budget, "what the scenario uses", why))?;
        self.page().reserved.clone_from(uses);
        Ok(())
    }

    /// Gives back what was set aside and not used.
    pub(crate) fn close(&self) -> Page {
        let mut page = self.page();
        if let Some(purse) = &self.purse {
            purse.give_back(&page.reserved);
        }
        page.reserved.clear();
        page.clone()
    }

    /// A request is about to be sent; an error means that it must not be.
    pub(crate) fn enter(&self, sent: &Sent) -> StepResult {
        let operations = of_request(sent);
        let surface = !sent.url.contains("/_sandbox");
        self.admit(&operations, u64::from(surface))
    }

    /// The hook is about to be asked for this.
    pub(crate) fn enter_action(&self, operation: &Operation) -> StepResult {
        self.admit(std::slice::from_ref(operation), 0)
    }

    fn admit(&self, operations: &[Operation], requests: u64) -> StepResult {
        let mut uses = BTreeMap::new();
        if requests > 0 {
            uses.insert(Expense::Requests, requests);
        }
        for operation in operations {
            for (kind, amount) in &operation.uses {
                add(&mut uses, *kind, *amount);
            }
        }
        let mut page = self.page();
        let lasting = operations.iter().find(|one| one.costs.contains(&Cost::Irreversible));
        if let Some(lasting) = lasting.filter(|_| page.spares) {
            let what = format!("something of its own to {} on", lasting.name);
            return Err(Mismatch::missing(what, "what [known] names is not used up"));
        }
        if let Some(purse) = &self.purse {
            if let Some(why) = operations.iter().find_map(|operation| purse.forbids(operation)) {
                return Err(refused(Class::SafeMode, "an operation that is allowed", why));
            }
            let mut beyond = BTreeMap::new();
            for (kind, amount) in &uses {
                let reserved = page.reserved.entry(*kind).or_default();
                let from_reserve = (*amount).min(*reserved);
                *reserved -= from_reserve;
                beyond.insert(*kind, amount - from_reserve);
            }
            purse.take(&beyond).map_err(|why| refused(Class::Budget, "the next request", why))?;
        }
        let preparing = page.preparing > 0;
        for (kind, amount) in uses {
            add(&mut page.spent, kind, amount);
            if preparing && kind == Expense::Money {
                page.prepared.cents = page.prepared.cents.saturating_add(amount);
            }
        }
        for operation in operations {
            *page.operations.entry(operation.name.clone()).or_default() += 1;
            if preparing {
                *page.prepared.operations.entry(operation.name.clone()).or_default() += 1;
            }
        }
        Ok(())
    }

    /// What was sent has been answered: with `said`, opened where it was sealed. What it was `asked`
    /// with and what it says are shown, and so are blanked.
    pub(crate) fn leave(&self, sent: &Sent, answer: &Answer, [asked, said]: [&str; 2]) {
        if (200..300).contains(&answer.status) && !said.contains("\"success\":false") {
            self.stays(sent, asked, said);
        }
    }

    /// Nobody knows what came of something that was sent, so it may have been done.
    pub(crate) fn lose(&self, sent: &Sent, asked: &str, why: &str) {
        self.stays(sent, asked, &format!("no answer came, so it may be there: {why}"));
    }

    fn stays(&self, sent: &Sent, asked: &str, answer: &str) {
        if !self.purse.as_ref().is_some_and(|purse| purse.keeps) {
            return;
        }
        let stays = |one: &Operation| !one.costs.is_empty();
        let made = of_request(sent).into_iter().filter(stays);
        let rows = made.map(|one| LeftBehind {
            operation: one.name,
            asked: asked.to_owned(),
            answer: answer.to_owned(),
        });
        self.page().left_behind.extend(rows);
    }

    fn page(&self) -> MutexGuard<'_, Page> {
        self.page.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Adds to what was used. A target may name any amount as its fee, so sums stop at the largest.
fn add(uses: &mut BTreeMap<Expense, u64>, kind: Expense, amount: u64) {
    let used = uses.entry(kind).or_default();
    *used = used.saturating_add(amount);
}

fn refused(class: Class, what: &str, why: String) -> Mismatch {
    Mismatch { class, expected: what.to_owned(), actual: why }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn safety(allow: &[Cost], budget: &str) -> Safety {
        Safety { allow: allow.iter().copied().collect(), budget: Budget::parse(budget).unwrap() }
    }

    #[test]
    fn production_forbids_every_change_and_staging_what_stays() {
        let none = safety(&[], "");
        let name = |environment, operation: &str| {
            forbidden(environment, &none, &Operation::named(operation)).is_some()
        };
        let forbids = |environment| {
            ["createCard", "createCard physical", "cancelCard", "chargeCard", "freezeCard"]
                .map(|operation| name(environment, operation))
        };
        assert_eq!(forbids(Environment::Local), [false; 5]);
        assert_eq!(forbids(Environment::Staging), [false, true, true, false, false]);
        assert_eq!(forbids(Environment::Production), [true; 5]);
    }

    #[test]
    fn what_is_allowed_by_name_is_allowed() {
        let money = safety(&[Cost::Money], "");
        let forbids = |operation| {
            forbidden(Environment::Production, &money, &Operation::named(operation)).is_some()
        };
        assert_eq!(["chargeCard", "createCard"].map(forbids), [false, true]);
    }

    #[test]
    fn a_purse_never_gives_more_than_is_in_it() {
        let mut target = Target::sandbox("http://127.0.0.1:1", None);
        target.safety = safety(&[], "cards=3");
        let purse = Arc::new(Purse::of(&target));
        let cards = |count| BTreeMap::from([(Expense::Cards, count)]);
        let (one, other) = (Ledger::of(purse.clone()), Ledger::of(purse.clone()));
        assert!(one.reserve(&cards(2)).is_ok());
        assert_eq!(other.reserve(&cards(2)).unwrap_err().class, Class::Budget);
        let make = Operation::named("createCard");
        assert!(one.admit(std::slice::from_ref(&make), 1).is_ok());
        one.close();
        assert!(other.reserve(&cards(2)).is_ok());
        assert!(other.admit(&[make.clone(), make.clone()], 1).is_ok());
        assert_eq!(other.admit(&[make], 1).unwrap_err().class, Class::Budget);
    }
}
