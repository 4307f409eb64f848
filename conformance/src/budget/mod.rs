//! Limits of what a run may do to a target, and the count of what it did. Everything that is sent
//! passes here first: a request whose cost was not allowed, or does not fit into the budget, is not
//! sent, whatever the tags of its scenario say.
//!
//! [`costs`] says what operations cost; each surface has the rows of its own, and reads its
//! requests. A [`RunBudget`] is shared by all scenarios of a run, each of which draws on it through
//! a [`ScenarioBudget`].

mod amount;
pub mod costs;
pub(crate) mod graphql;
mod operation;
mod quote;
mod run;
mod scenario;

use std::collections::BTreeMap;

use self::quote::{Quote, Quotes};
pub(crate) use self::{
    amount::cents_of,
    operation::{of_action, of_call, of_request},
    run::forbidden,
    scenario::{Preparing, Usage},
};
pub use self::{
    operation::Operation,
    run::RunBudget,
    scenario::{LeftBehind, Prepared, ScenarioBudget},
};
use crate::target::Expense;

/// Adds to what was used. A target may name any amount as its fee, so sums stop at the largest.
fn add(uses: &mut BTreeMap<Expense, u64>, kind: Expense, amount: u64) {
    let used = uses.entry(kind).or_default();
    *used = used.saturating_add(amount);
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{
        mismatch::Class,
        target::{Budget, Cost, Environment, Safety, Surface, Target},
    };

    fn safety(allow: &[Cost], budget: &str) -> Safety {
        Safety { allow: allow.iter().copied().collect(), budget: Budget::parse(budget).unwrap() }
    }

    #[test]
    fn production_forbids_every_change_and_staging_what_stays() {
        let none = safety(&[], "");
        let name = |environment, operation: &str| {
            forbidden(environment, &none, &Operation::of(Some(Surface::PG), operation)).is_some()
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
    fn staging_is_asked_for_no_blocked_mutation_that_would_cost_money_for_ever() {
        let staging = |operation: &str| {
            forbidden(
                Environment::Staging,
                &safety(&[], ""),
                &Operation::of(Some(Surface::PG), operation),
            )
        };
        for operation in ["cardWithdraw", "payInvoiceWithCardBalance", "nobodyKnowsThis", "/new"] {
            assert!(staging(operation).is_some(), "{operation}");
        }
    }

    #[test]
    fn what_is_allowed_by_name_is_allowed() {
        let money = safety(&[Cost::Money], "");
        let forbids = |operation| {
            forbidden(Environment::Production, &money, &Operation::of(Some(Surface::PG), operation))
                .is_some()
        };
        assert_eq!(["chargeCard", "createCard"].map(forbids), [false, true]);
    }

    #[test]
    fn a_budget_is_never_exceeded() {
        let mut target = Target::sandbox("http://127.0.0.1:1", None);
        target.safety = safety(&[], "cards=3");
        let budget = Arc::new(RunBudget::of(&target));
        let cards = |count| BTreeMap::from([(Expense::Cards, count)]);
        let (one, other) = (ScenarioBudget::of(budget.clone()), ScenarioBudget::of(budget.clone()));
        assert!(one.reserve(&cards(2)).is_ok());
        assert_eq!(other.reserve(&cards(2)).unwrap_err().class, Class::Budget);
        let make = Operation::of(Some(Surface::PG), "createCard");
        assert!(one.admit(std::slice::from_ref(&make), 1).is_ok());
        one.close();
        assert!(other.reserve(&cards(2)).is_ok());
        assert!(other.admit(&[make.clone(), make.clone()], 1).is_ok());
        assert_eq!(other.admit(&[make], 1).unwrap_err().class, Class::Budget);
    }
}
