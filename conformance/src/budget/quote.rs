//! Quotes, whose execution names no amount: it moves the money that was asked for when the quote was
//! made.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{
    Operation,
    amount::{Amount, member},
    costs::QuotePart,
};

/// The member that an answer has the id of a quote in.
const ID: &str = "quoteId";

/// The member in which a quote says how much goes in, in the smallest unit of the token.
const GOES_IN: Amount = Amount::Millionths("fromAmount");

/// The quote that an operation makes or executes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Quote {
    /// A quote of this much is made, in cents; `None` where no amount is named.
    Made(Option<u64>),
    /// The quote with this id is executed; `None` where none is named.
    Executed(Option<String>),
}

impl Quote {
    /// The quote that an operation with these arguments makes or executes.
    pub(super) fn of(part: QuotePart, arguments: &Value) -> Self {
        match part {
            QuotePart::Makes(amount) => Self::Made(amount.read(arguments)),
            QuotePart::Executes(name) => Self::Executed(member(arguments, name).and_then(id)),
        }
    }
}

/// An id, which is a number or a text.
fn id(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// Whether an answer has the id of a quote anywhere.
fn has_quote(answer: &Value) -> bool {
    match answer {
        Value::Object(members) => members.contains_key(ID) || members.values().any(has_quote),
        Value::Array(items) => items.iter().any(has_quote),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

/// The quotes of a scenario: cents by id.
#[derive(Debug, Default, Clone)]
pub(super) struct Quotes(BTreeMap<String, u64>);

impl Quotes {
    /// Keeps the quotes of an answer to these operations, which are looked at only where there is
    /// one. Each counts as the largest amount that was asked for or is shown, for an answer does
    /// not tell which operation it belongs to.
    pub(super) fn remember(&mut self, operations: impl FnOnce() -> Vec<Operation>, answer: &Value) {
        if !has_quote(answer) {
            return;
        }
        let operations = operations();
        let asked = operations.iter().filter_map(|one| match one.quote {
            Some(Quote::Made(cents)) => cents,
            Some(Quote::Executed(_)) | None => None,
        });
        let Some(asked) = asked.max() else { return };
        self.find(answer, asked);
    }

    fn find(&mut self, within: &Value, asked: u64) {
        match within {
            Value::Object(members) => {
                if let Some(id) = members.get(ID).and_then(id) {
                    let shown = GOES_IN.read(within).unwrap_or_default();
                    self.0.insert(id, asked.max(shown));
                }
                members.values().for_each(|inner| self.find(inner, asked));
            }
            Value::Array(items) => items.iter().for_each(|inner| self.find(inner, asked)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    /// The operation with the money of the quote that it executes. One whose quote nobody has seen
    /// costs everything: nobody knows what it moves.
    pub(super) fn priced(&self, operation: Operation) -> Operation {
        let Some(Quote::Executed(id)) = &operation.quote else { return operation };
        match id.as_ref().and_then(|id| self.0.get(id)) {
            Some(cents) => {
                let cents = Some(*cents);
                operation.moving(cents)
            }
            None => Operation::unknown(&operation.name),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeMap, sync::Arc};

    use serde_json::json;

    use crate::{
        budget::{RunBudget, ScenarioBudget},
        drivers::{Answer, sent::Sent},
        mismatch::Class,
        target::{
            Cost::{Irreversible, Money},
            Environment, Expense, Surface, Target,
        },
    };

    fn sent(document: &str, variables: &serde_json::Value) -> Sent {
        Sent {
            surface: Some(Surface::AG),
            method: "POST".to_owned(),
            body: json!({ "query": document, "variables": variables }).to_string().into_bytes(),
            ..Sent::default()
        }
    }

    fn quoted(budget: &ScenarioBudget, quote: &serde_json::Value, amount: &str) {
        let document =
            "mutation($i: I!) { q: smartWalletSwapQuote(input: $i) { quote { quoteId } } }";
        let sent = sent(document, &json!({ "i": { "amount": amount } }));
        let json = json!({ "data": { "q": { "quote": quote } } });
        let json = json.into();
        let answer = Answer { status: 200, headers: Vec::new(), body: [].into(), json };
        budget.enter(&sent).unwrap();
        budget.leave(&sent, &answer, Default::default);
    }

    fn executed(id: &serde_json::Value) -> Sent {
        let document = "mutation($id: Int!) { smartWalletExecuteSwapQuote(input: {quoteId: $id}) { \
                        success } }";
        sent(document, &json!({ "id": id }))
    }

    fn money(budget: &ScenarioBudget) -> u64 {
        budget.close().spent.get(&Expense::Money).copied().unwrap_or_default()
    }

    #[test]
    fn an_execution_costs_what_was_quoted() {
        let budget = ScenarioBudget::default();
        quoted(&budget, &json!({ "quoteId": 7 }), "25000001");
        assert_eq!(money(&budget), 0);
        budget.enter(&executed(&json!(7))).unwrap();
        assert_eq!(money(&budget), 2501);
        // A target that says more than was asked for is believed.
        quoted(&budget, &json!({ "quoteId": "q8", "fromAmount": "90000000" }), "1");
        budget.enter(&executed(&json!("q8"))).unwrap();
        assert_eq!(money(&budget), 2501 + 9000);
    }

    #[test]
    fn an_execution_of_a_quote_that_nobody_has_seen_costs_everything() {
        let mut target = Target::sandbox("http://127.0.0.1:1", None);
        target.environment = Environment::Staging;
        target.safety.allow = [Irreversible, Money].into();
        let budget = ScenarioBudget::of(Arc::new(RunBudget::of(&target)));
        quoted(&budget, &json!({ "quoteId": 7 }), "1000000");
        assert!(budget.enter(&executed(&json!(7))).is_ok());
        for id in [json!(8), json!(null)] {
            assert_eq!(budget.enter(&executed(&id)).unwrap_err().class, Class::SafeMode, "{id}");
        }
        let free = ScenarioBudget::default();
        free.enter(&executed(&json!(8))).unwrap();
        let all =
            BTreeMap::from([(Expense::Requests, 1), (Expense::Cards, 1), (Expense::Customers, 1)]);
        assert_eq!(free.close().spent, all);
    }
}
