//! The operations of a request, and their costs.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{
    Quote,
    amount::cents_of,
    costs::{self, Kind, Row},
};
use crate::{
    drivers::sent::Sent,
    surfaces,
    target::{Cost, Expense, Surface},
};

/// An operation that changes something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    /// `createCard`, `createCard physical`, `/cards/topup`, `make-card-user`.
    pub name: String,
    /// The kinds of cost.
    pub costs: BTreeSet<Cost>,
    /// The amount of each expense.
    pub uses: BTreeMap<Expense, u64>,
    /// The quote that it makes or executes.
    pub(super) quote: Option<Quote>,
}

impl Operation {
    /// The operation of a surface, or of a back office where there is none, without amounts of
    /// money. One that is not in the table of costs costs everything.
    pub fn of(surface: Option<Surface>, name: &str) -> Self {
        costs::of(surface, name).map_or_else(|| Self::unknown(name), Self::costing)
    }

    /// An operation of a scenario about `surface`, which may act on other surfaces as well. Of
    /// those that have the same name the surface's own is meant, then the back office's.
    pub fn rehearsed(surface: Option<Surface>, name: &str) -> Self {
        let others = Surface::ALL.iter().map(|other| Some(*other));
        let places = [surface, None].into_iter().chain(others);
        let row = places.into_iter().find_map(|place| costs::of(place, name));
        row.map_or_else(|| Self::unknown(name), Self::costing)
    }

    /// The operation of a row, without amounts of money.
    pub(crate) fn costing(row: &Row) -> Self {
        Self {
            name: row.name.to_owned(),
            costs: row.costs.iter().copied().collect(),
            uses: row.uses.iter().map(|one| (*one, 1)).collect(),
            quote: None,
        }
    }

    /// An operation that nobody has looked at: it costs everything.
    pub(crate) fn unknown(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            costs: Cost::ALL.iter().copied().collect(),
            uses: [Expense::Cards, Expense::Customers].map(|one| (one, 1)).into(),
            quote: None,
        }
    }

    /// With the money that it moves. An amount that nobody states is some: at least a cent.
    pub(crate) fn moving(mut self, cents: Option<u64>) -> Self {
        if self.costs.contains(&Cost::Money) {
            self.uses.insert(Expense::Money, cents.unwrap_or(1));
        }
        self
    }
}

/// The operation of an action of a hook or a back office.
pub(crate) fn of_action(action: &str, input: &Value) -> Operation {
    let amount = ["amount", "by"].into_iter().find_map(|name| cents_of(&input[name]));
    Operation::of(None, action).moving(amount)
}

/// The operations of a request; none for one that only reads. Each surface reads its own.
pub(crate) fn of_request(sent: &Sent) -> Vec<Operation> {
    if let Some(surface) = sent.surface {
        return surfaces::operations(surface, sent);
    }
    let path = sent.url.split(['?', '#']).next().unwrap_or_default();
    let action = path.split_once("/ops/").map(|(_, action)| action);
    let input = || serde_json::from_slice(&sent.body).unwrap_or(Value::Null);
    action.map(|action| of_action(action, &input())).into_iter().collect()
}

/// The operation of a call to an endpoint, by its method and the path below its surface; none for
/// one that only reads.
pub(crate) fn of_call(
    surface: Surface,
    method: &str,
    path: &str,
    cents: Option<u64>,
) -> Vec<Operation> {
    let reads = matches!(method, "GET" | "HEAD" | "OPTIONS")
        || surfaces::row(surface, path).is_some_and(|row| row.kind == Kind::Read);
    let call = || Operation::of(Some(surface), path).moving(cents);
    (!reads).then(call).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drivers::sent::SealedContent;

    #[test]
    fn amounts_are_read_in_cents() {
        let cents = |amount: Value| {
            of_action("deposit", &serde_json::json!({ "amount": amount }))
                .uses
                .get(&Expense::Money)
                .copied()
        };
        assert_eq!(cents("10".into()), Some(1000));
        assert_eq!(cents("10.5".into()), Some(1050));
        assert_eq!(cents(7.into()), Some(700));
        assert_eq!(cents("0.001".into()), Some(1));
        // Who moves money and does not say how much, moves some.
        assert_eq!(cents("much".into()), Some(1));
    }

    fn call(asked: Option<SealedContent>) -> Sent {
        Sent {
            surface: Some(Surface::ER),
            method: "POST".to_owned(),
            url: "https://host.example/v2/other-path".to_owned(),
            body: b"{}".to_vec(),
            asked,
            ..Sent::default()
        }
    }

    #[test]
    fn a_sealed_call_says_what_it_asks_for_wherever_the_surface_is() {
        let uses = |path: &str, cents| {
            let asked = SealedContent { path: path.to_owned(), cents, plain: Vec::new() };
            of_request(&call(Some(asked))).first().map(|one| one.uses.clone())
        };
        let topup = BTreeMap::from([(Expense::Money, 2000)]);
        assert_eq!(uses("/cards/topup", Some(2000)), Some(topup.clone()));
        assert_eq!(uses("/cards/topup/", Some(2000)), Some(topup));
        let issue = BTreeMap::from([(Expense::Cards, 1), (Expense::Money, 1)]);
        assert_eq!(uses("/cards/create", None), Some(issue));
        assert_eq!(uses("/cards/freeze", None), Some(BTreeMap::new()));
        assert_eq!(uses("/cards/balance", None), None);
    }

    #[test]
    fn a_call_that_does_not_say_what_it_asks_for_costs_everything() {
        let all = Cost::ALL.iter().copied().collect();
        assert_eq!(of_request(&call(None)).first().map(|one| one.costs.clone()), Some(all));
        let read = Sent { method: "GET".to_owned(), ..call(None) };
        assert_eq!(of_request(&read), []);
    }

    #[test]
    fn what_surfaces_call_alike_costs_what_it_costs_there() {
        let of = |surface, name| Operation::rehearsed(surface, name).name;
        assert_eq!(of(Some(Surface::AG), "createCard"), "createRainCard");
        assert_eq!(of(Some(Surface::PG), "createCard"), "createCard");
        assert_eq!(of(Some(Surface::AG), "make-user"), "make-user");
        assert_eq!(of(Some(Surface::ER), "freezeRainCard"), "freezeRainCard");
    }
}
