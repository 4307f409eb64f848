//! Journals for other eyes: without the secrets that were typed (SB 13).

use std::collections::HashMap;

use serde_json::{Value, json};

use super::{
    journal::{Kind, REQUEST, Record, SEALED_VALUE, START, Seal, SealError},
    replay,
};
use crate::{
    card_data::check_digit,
    crypto::{digest::sha256, secret::MARK},
};

/// The records with a sample of the same kind in the place of every sealed value, equal ones for
/// equal ones. Requests in which more than a secret alone is sealed are left out.
pub fn stripped(records: &[Record]) -> Result<Vec<Record>, replay::ReplayError> {
    stripped_with(records, &mut Samples::default())
}

/// The records like [`stripped`], with these samples, so that other places can have the same ones.
pub fn stripped_with(
    records: &[Record],
    samples: &mut Samples,
) -> Result<Vec<Record>, replay::ReplayError> {
    let Some(first) = records.first() else { return Ok(Vec::new()) };
    let (_, seal) = replay::definition(first)?;
    let mut strip = |record: &Record| {
        let mut record = record.clone();
        let n = record.n;
        seal.replace(n, "", &mut record.input, &mut |secret| samples.of(secret))?;
        let is_whole = record.request.as_ref().is_some_and(|request| request["text"].is_object());
        if is_whole || record.request.as_ref().is_some_and(|request| request["hex"].is_object()) {
            record.request = None;
        }
        // A sample within a longer text, such as a document, would make another request of it.
        if record.request.as_ref().is_some_and(holds_sealed_text) {
            record.request = None;
        }
        if let Some(request) = &mut record.request {
            seal.replace(n, REQUEST, request, &mut |secret| samples.of(secret))?;
        }
        if record.kind == Kind::World {
            record.input["stripped"] = json!(true);
        }
        Ok::<_, SealError>(record)
    };
    let records = records.iter().map(&mut strip).collect::<Result<Vec<_>, _>>()?;
    Ok(chained(records.into_iter()))
}

/// True when a text is sealed in a value because a secret stands in it somewhere.
fn holds_sealed_text(value: &Value) -> bool {
    match value {
        Value::Object(members) => {
            members.contains_key(SEALED_VALUE) || members.values().any(holds_sealed_text)
        }
        Value::Array(items) => items.iter().any(holds_sealed_text),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

/// The records with chain values that fit.
fn chained(records: impl Iterator<Item = Record>) -> Vec<Record> {
    let mut chain = START.to_owned();
    records
        .map(|mut record| {
            chain = record.link(&chain);
            record.chain.clone_from(&chain);
            record
        })
        .collect()
}

/// Samples by the values that they stand for.
#[derive(Default)]
pub struct Samples(HashMap<String, String>);

impl Samples {
    /// The sample of a value: of the same form, and a PIN of the same kind.
    pub fn of(&mut self, secret: &str) -> String {
        let number = self.0.len();
        self.0.entry(secret.to_owned()).or_insert_with(|| sample(secret, number)).clone()
    }
}

/// A text of the same form: digits for digits, letters for letters, and all else as it is. A text
/// of digits is a PIN of the same kind (valid, too short or long, repeated, ascending, descending),
/// and its check digit is right where that of the original is.
fn sample(secret: &str, number: usize) -> String {
    let is_number = secret.len() > 1 && secret.bytes().all(|byte| byte.is_ascii_digit());
    if is_number && is_plain_pin(secret) {
        return plain_pin(secret.as_bytes(), number);
    }
    let mut stream = (0_u64..).flat_map(|block| {
        let seed = format!("sample/{number}/{block}");
        sha256(seed)
    });
    let mut other = |from: u8, among: &[u8]| {
        let byte = usize::from(stream.next().unwrap_or_default());
        let found = among[byte % among.len()];
        if found == from { among[(byte + 1) % among.len()] } else { found }
    };
    let is_hex = secret.bytes().all(|byte| byte.is_ascii_hexdigit());
    let upper: &[u8] = if is_hex { b"ABCDEF" } else { b"ABCDEFGHIJKLMNOPQRSTUVWXYZ" };
    let lower: &[u8] = if is_hex { b"abcdef" } else { b"abcdefghijklmnopqrstuvwxyz" };
    let sampled = secret.chars().map(|letter| match u8::try_from(letter) {
        Ok(byte @ b'0'..=b'9') => char::from(other(byte, b"0123456789")),
        Ok(byte @ b'A'..=b'Z') => char::from(other(byte, upper)),
        Ok(byte @ b'a'..=b'z') => char::from(other(byte, lower)),
        _ => letter,
    });
    let mut sampled: String = sampled.collect();
    if is_number && is_plain_pin(&sampled) {
        sampled.replace_range(..1, "9");
        sampled.replace_range(1..2, "0");
    }
    let head = secret.len().saturating_sub(1);
    if is_number && secret.len() > 12 && secret.ends_with(check_digit(&secret[..head])) {
        let digit = check_digit(&sampled[..head]);
        sampled.truncate(head);
        sampled.push(digit);
    }
    sampled
}

/// Digits that go on like these from another beginning, where there is one.
fn plain_pin(digits: &[u8], number: usize) -> String {
    let step = i16::from(digits[1]) - i16::from(digits[0]);
    let last = |first: u8| i16::from(first) + step * (digits.len() as i16 - 1);
    let firsts: Vec<u8> = (b'0'..=b'9')
        .filter(|first| (i16::from(b'0')..=i16::from(b'9')).contains(&last(*first)))
        .filter(|first| *first != digits[0])
        .collect();
    let first = firsts.get(number % firsts.len().max(1)).copied().unwrap_or(digits[0]);
    let digit = |at: usize| u8::try_from(i16::from(first) + step * at as i16).map(char::from);
    (0..digits.len()).filter_map(|at| digit(at).ok()).collect()
}

/// True for digits that are all alike, or follow each other up or down.
fn is_plain_pin(digits: &str) -> bool {
    let steps = |step: i16| {
        digits.as_bytes().windows(2).all(|two| i16::from(two[1]) - i16::from(two[0]) == step)
    };
    steps(0) || steps(1) || steps(-1)
}

impl Seal {
    /// Seals a sample in the place of every sealed value of a part of record `n`.
    fn replace(
        &self,
        n: u64,
        place: &str,
        part: &mut Value,
        sample: &mut impl FnMut(&str) -> String,
    ) -> Result<(), SealError> {
        self.reseal(n, place, part, &mut |value| match value {
            Value::Object(members) => match members.get(MARK).and_then(Value::as_str) {
                Some(secret) => json!({ MARK: sample(secret) }),
                None => json!({}),
            },
            Value::String(text) => Value::String(sample(text)),
            other => other.clone(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_has_the_form_of_what_it_stands_for() {
        let mut samples = Samples::default();
        let pin = samples.of("1357");
        assert!(pin.len() == 4 && pin != "1357" && pin.bytes().all(|byte| byte.is_ascii_digit()));
        assert_eq!(samples.of("1357"), pin);
        let pan = samples.of("4000001234567899");
        assert!(
            pan.len() == 16 && pan.ends_with(check_digit(&pan[..15])) && pan != "4000001234567899"
        );
        let key = samples.of("AbZ9+/==");
        assert!(key.ends_with("+/==") && key != "AbZ9+/==", "{key}");
        for (plain, step) in [("1234", 1), ("7777", 0), ("987", -1)] {
            let sampled = samples.of(plain);
            let steps =
                sampled.as_bytes().windows(2).map(|two| i16::from(two[1]) - i16::from(two[0]));
            assert!(steps.clone().all(|one| one == step), "{plain}: {sampled}");
            assert!(sampled != plain && sampled.len() == plain.len(), "{plain}: {sampled}");
        }
        assert_eq!(samples.of("0123456789"), "0123456789");
        assert!(is_plain_pin("1234") && is_plain_pin("9999") && !is_plain_pin("9034"));
    }
}
