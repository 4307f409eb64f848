//! The operations of a request, read off its bytes, and their costs.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{
    costs::{self, Kind},
    document::mutations,
};
use crate::{
    drivers::http::Sent,
    target::{Cost, Expense},
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
}

impl Operation {
    /// The operation of that name, without amounts of money. One that is not in the table of costs
    /// costs everything.
    pub fn named(name: &str) -> Self {
        let (costs, uses) = match costs::of(name) {
            Some(row) => (row.costs, row.uses.as_slice()),
            None => (Cost::ALL, &[Expense::Cards, Expense::Customers][..]),
        };
        Self {
            name: name.to_owned(),
            costs: costs.iter().copied().collect(),
            uses: uses.iter().map(|one| (*one, 1)).collect(),
        }
    }

    /// With the money that it moves. An amount that nobody states is some: at least a cent.
    fn moving(mut self, cents: Option<u64>) -> Self {
        if self.costs.contains(&Cost::Money) {
            self.uses.insert(Expense::Money, cents.unwrap_or(1));
        }
        self
    }
}

/// The operation of an action of a hook or a back office.
pub(crate) fn of_action(action: &str, input: &Value) -> Operation {
    let amount = ["amount", "by"].into_iter().find_map(|name| cents_of(&input[name]));
    Operation::named(action).moving(amount)
}

/// The operations of a request; none for one that only reads.
pub(crate) fn of_request(sent: &Sent) -> Vec<Operation> {
    if let Some(asked) = &sent.asked {
        let reads =
            matches!(sent.method.as_str(), "GET" | "HEAD" | "OPTIONS") || is_read(&asked.path);
        let call = || Operation::named(&asked.path).moving(asked.cents);
        return if reads { Vec::new() } else { vec![call()] };
    }
    let path = sent.url.split(['?', '#']).next().unwrap_or_default();
    let body: Value = serde_json::from_slice(&sent.body).unwrap_or(Value::Null);
    if let Some((_, action)) = path.split_once("/ops/") {
        return vec![of_action(action, &body)];
    }
    if path.contains("/_sandbox") || matches!(sent.method.as_str(), "GET" | "HEAD" | "OPTIONS") {
        return Vec::new();
    }
    let document = body["query"]
        .as_str()
        .map_or_else(|| String::from_utf8_lossy(&sent.body).into_owned(), str::to_owned);
    let input = &body["variables"]["input"];
    mutations(&document)
        .into_iter()
        .map(|field| match field.as_str() {
            "createCard" | "createRainCard" if is_physical(input, &document) => {
                Operation::named(&format!("{field} physical"))
            }
            "chargeCard" => Operation::named("chargeCard").moving(fee(input, &document)),
            other => Operation::named(other).moving(None),
        })
        .collect()
}

/// Whether a call of the envelope surface changes nothing. A slash at the end is none of its name.
fn is_read(path: &str) -> bool {
    costs::of(path.trim_end_matches('/')).is_some_and(|row| row.kind == Kind::Read)
}

fn is_physical(input: &Value, document: &str) -> bool {
    input["cardType"].as_str().map_or(document.contains("physical"), |kind| kind == "physical")
}

fn fee(input: &Value, document: &str) -> Option<u64> {
    if let Some(cents) = input["feeCents"].as_u64() {
        return Some(cents);
    }
    let (_, after) = document.split_once("feeCents:")?;
    let digits: String = after.trim_start().chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// An amount as a text or number, in cents; what is below a cent counts as one.
pub(crate) fn cents_of(amount: &Value) -> Option<u64> {
    let text = match amount {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let cents: String = part.chars().chain("00".chars()).take(2).collect();
    let below = part.bytes().skip(2).any(|digit| digit != b'0');
    format!("{whole}{cents}")
        .parse::<u64>()
        .ok()
        .map(|cents| cents.saturating_add(u64::from(below)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drivers::http::SealedContent;

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

    #[test]
    fn a_sealed_call_says_what_it_asks_for_wherever_the_surface_is() {
        let call = |path: &str, cents| Sent {
            by: String::new(),
            method: "POST".to_owned(),
            url: "https://host.example/v2/other-path".to_owned(),
            headers: Vec::new(),
            body: b"{}".to_vec(),
            signed: false,
            asked: Some(SealedContent { path: path.to_owned(), cents, plain: Vec::new() }),
            again: Vec::new(),
        };
        let uses = |path, cents| of_request(&call(path, cents)).first().map(|one| one.uses.clone());
        let topup = BTreeMap::from([(Expense::Money, 2000)]);
        assert_eq!(uses("/cards/topup", Some(2000)), Some(topup));
        let issue = BTreeMap::from([(Expense::Cards, 1), (Expense::Money, 1)]);
        assert_eq!(uses("/cards/create", None), Some(issue));
        assert_eq!(uses("/cards/freeze", None), Some(BTreeMap::new()));
        assert_eq!(uses("/cards/balance", None), None);
    }
}
