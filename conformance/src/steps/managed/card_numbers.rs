//! Card numbers and security codes, which no answer and no webhook shows.

use std::collections::BTreeSet;

use serde_json::Value;

use super::deliveries::arrived;
use crate::{Mismatch, StepResult, World, checks::luhn::passes_luhn};

/// Names of members that would show a card number or a security code.
const MEMBERS: [&str; 5] = ["pan", "card_number", "number", "cvv", "cvc"];

then!("no answer so far shows a card number or a security code", in_answers);
fn in_answers(world: &mut World) -> StepResult {
    let answers = world.managed.answers.iter();
    none_shown(&answers.map(|answer| &*answer.body).collect::<Vec<_>>())
}

then!("no delivery at {string} shows a card number or a security code", in_deliveries);
fn in_deliveries(world: &mut World, name: String) -> StepResult {
    let deliveries = arrived(world, &name)?;
    none_shown(&deliveries.iter().map(|one| one.body.as_slice()).collect::<Vec<_>>())
}

/// Refuses bodies with a number that ends in the last four digits of a card that they show, or with
/// a member named like a card number or a security code.
///
/// # Errors
/// Bodies that show the last four digits of no card are refused, too: they would prove nothing.
fn none_shown(bodies: &[&[u8]]) -> StepResult {
    let read = |body: &&[u8]| serde_json::from_slice::<Value>(body).unwrap_or_default();
    let all: Value = bodies.iter().map(read).collect();
    let mut last = BTreeSet::new();
    collect(&all, &mut last)?;
    if last.is_empty() {
        return Err(Mismatch::behaviour("the last four digits of a card", "none are shown"));
    }
    for body in bodies {
        let text = String::from_utf8_lossy(body);
        let runs = text.split(|letter: char| !letter.is_ascii_digit());
        let number = |run: &&str| {
            let ends = last.iter().any(|four| run.ends_with(four));
            (13..=19).contains(&run.len()) && ends && passes_luhn(run)
        };
        if let Some(number) = runs.into_iter().find(number) {
            // The number itself belongs into no report.
            let ends = &number[number.len() - 4..];
            let found = format!("a number of {} digits that ends in {ends}", number.len());
            return Err(Mismatch::behaviour("no card number", found));
        }
    }
    Ok(())
}

/// Collects the last four digits of the cards of a value.
///
/// # Errors
/// A member that would show a number or a code.
fn collect(value: &Value, last: &mut BTreeSet<String>) -> StepResult {
    match value {
        Value::Array(items) => items.iter().try_for_each(|one| collect(one, last)),
        Value::Object(members) => members.iter().try_for_each(|(name, one)| {
            if MEMBERS.contains(&name.as_str()) {
                return Err(Mismatch::behaviour("no card number and no code", name.clone()));
            }
            if let ("last4", Some(four)) = (name.as_str(), one.as_str()) {
                last.insert(four.to_owned());
            }
            collect(one, last)
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_found_by_its_last_four_digits_and_its_check_digit() {
        let card = r#"{"last4":"1111","metadata":{"note":"#;
        let with = |note: &str| none_shown(&[format!("{card}\"{note}\"}}}}").as_bytes()]);
        assert!(with("4111111111111111").is_err());
        assert!(with("no 4111111111111111.").is_err());
        assert!(with("4111111111111112").is_ok());
        assert!(with("5500000000000004").is_ok());
        assert!(with("41111111").is_ok());
    }

    #[test]
    fn a_member_tells_by_its_name_and_cards_have_to_be_shown() {
        assert!(none_shown(&[br#"{"last4":"1111","cvc":"123"}"#]).is_err());
        assert!(none_shown(&[br#"{"last4":"1111","card":{"number":null}}"#]).is_err());
        assert!(none_shown(&[br#"{"last4":null}"#]).is_err());
    }
}
