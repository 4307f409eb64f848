//! Sealing of secrets in a journal: hidden from readers and scanners, opened again by whoever has
//! the seed (SB 13.1).

use serde_json::{Value, json};

use super::{
    guard::Guard,
    seal_key::{SealKey, is_sealed},
};
use crate::crypto::secret::MARK;

/// Seals and opens secrets under a key derived from the seed; under the key of the process where
/// there is one (`--journal-key-env`), so that a journal alone does not open them.
#[derive(Clone)]
pub struct Seal(SealKey);

/// Error: a sealed value does not open.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a sealed value of record {0} does not open")]
pub struct SealError(u64);

impl SealError {
    /// Number of the record.
    pub fn record(&self) -> u64 {
        self.0
    }
}

impl Seal {
    /// Seal of a world with this seed.
    pub fn of_seed(seed: &str) -> Self {
        Self(SealKey::of_seed(seed))
    }

    /// Replaces every secret in a part of record `n` by its sealed form, and every other value
    /// in which the guard finds one. The nonce follows from record number and path, so equal
    /// sessions give equal journals.
    pub(super) fn close(&self, n: u64, place: &str, input: &mut Value, guard: &Guard) {
        if !needs_sealing(input, guard) {
            return;
        }
        self.walk(&mut place.to_owned(), input, &mut |seal, place, value| {
            if marked(value).is_none() && !shows(value, guard) {
                return Ok(Walk::Into);
            }
            *value = seal.sealed(n, place, value);
            Ok(Walk::Past)
        })
        .expect("sealing does not fail");
    }

    /// A text of record `n` as the journal writes it: sealed if the guard finds a secret in it.
    pub(super) fn text(&self, n: u64, place: &str, text: &str, guard: &Guard) -> String {
        match guard.finds(text) || is_sealed(text) {
            true => self.0.sealed(n, place, text),
            false => text.to_owned(),
        }
    }

    /// Opens a text of record `n` that the journal wrote.
    pub fn open_text(&self, n: u64, place: &str, written: &str) -> Result<String, SealError> {
        match is_sealed(written) {
            true => self.opened(n, place, written),
            false => Ok(written.to_owned()),
        }
    }

    /// Replaces every sealed value in a part of record `n`, its input at the empty place, by its
    /// plain value.
    pub fn open(&self, n: u64, place: &str, part: &mut Value) -> Result<(), SealError> {
        self.replace_sealed(n, place, part, &mut |_, _, plain| plain)
    }

    /// Opens every sealed value in a part of record `n`, changes it and seals it again.
    pub(in crate::world) fn reseal(
        &self,
        n: u64,
        place: &str,
        part: &mut Value,
        change: &mut impl FnMut(&Value) -> Value,
    ) -> Result<(), SealError> {
        self.replace_sealed(n, place, part, &mut |seal, place, plain| {
            seal.sealed(n, place, &change(&plain))
        })
    }

    /// Replaces every sealed value in a part of record `n` by what `new` makes of its place and its
    /// plain value.
    fn replace_sealed(
        &self,
        n: u64,
        place: &str,
        part: &mut Value,
        new: &mut impl FnMut(&Self, &str, Value) -> Value,
    ) -> Result<(), SealError> {
        self.walk(&mut place.to_owned(), part, &mut |seal, place, value| {
            let Some((name, Value::String(text))) = only(value) else { return Ok(Walk::Into) };
            let plain = match name {
                SECRET => json!({ MARK: seal.opened(n, place, text)? }),
                VALUE => {
                    let text = seal.opened(n, place, text)?;
                    serde_json::from_str(&text).map_err(|_| SealError(n))?
                }
                _ => return Ok(Walk::Into),
            };
            *value = new(seal, place, plain);
            Ok(Walk::Past)
        })
    }

    /// The sealed form of a value: of a secret its text, of anything else its JSON.
    fn sealed(&self, n: u64, place: &str, value: &Value) -> Value {
        match marked(value) {
            Some(secret) => json!({ SECRET: self.0.sealed(n, place, secret) }),
            None => json!({ VALUE: self.0.sealed(n, place, &value.to_string()) }),
        }
    }

    fn opened(&self, n: u64, place: &str, sealed: &str) -> Result<String, SealError> {
        self.0.opened(n, place, sealed).ok_or(SealError(n))
    }

    fn walk(
        &self,
        place: &mut String,
        value: &mut Value,
        context: &mut impl FnMut(&Self, &str, &mut Value) -> Result<Walk, SealError>,
    ) -> Result<(), SealError> {
        if let Walk::Past = context(self, place, value)? {
            return Ok(());
        }
        let depth = place.len();
        let mut descend = |name: &str, child: &mut Value| {
            place.push('/');
            place.push_str(name);
            let done = self.walk(place, child, context);
            place.truncate(depth);
            done
        };
        match value {
            Value::Object(members) => {
                members.iter_mut().try_for_each(|(name, child)| descend(name, child))
            }
            Value::Array(items) => items
                .iter_mut()
                .enumerate()
                .try_for_each(|(at, child)| descend(&at.to_string(), child)),
            _ => Ok(()),
        }
    }
}

/// Next step of a walk: into the members of a value, or past it.
enum Walk {
    Into,
    Past,
}

/// Member whose value is a sealed secret.
pub(super) const SECRET: &str = "sealed";

/// Member whose value is any other sealed value, as JSON.
pub(in crate::world) const VALUE: &str = "sealed_value";

/// Name and value of an object's only member; none for any other value.
fn only(value: &Value) -> Option<(&str, &Value)> {
    let mut members = value.as_object()?.iter();
    let (name, value) = members.next()?;
    members.next().is_none().then_some((name.as_str(), value))
}

/// Text of a value that is marked as a secret.
fn marked(value: &Value) -> Option<&str> {
    only(value).filter(|(name, _)| *name == MARK)?.1.as_str()
}

/// True when a value contains a secret, in itself or in the name of a member, or looks like a
/// sealed value.
fn shows(value: &Value, guard: &Guard) -> bool {
    match value {
        Value::String(text) => guard.finds(text),
        Value::Number(number) => guard.finds(&number.to_string()),
        Value::Object(members) => {
            only(value).is_some_and(|(name, _)| [SECRET, VALUE].contains(&name))
                || members.keys().any(|name| guard.finds(name))
        }
        Value::Null | Value::Bool(_) | Value::Array(_) => false,
    }
}

/// True when a value has anything to seal. Most have not, and then need no walk that keeps track of
/// paths.
fn needs_sealing(value: &Value, guard: &Guard) -> bool {
    marked(value).is_some()
        || shows(value, guard)
        || match value {
            Value::Object(members) => members.values().any(|child| needs_sealing(child, guard)),
            Value::Array(items) => items.iter().any(|child| needs_sealing(child, guard)),
            _ => false,
        }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::journal::knowing;

    /// A guard that knows the secrets of the partner `acme` and of the project `main`.
    fn guard() -> Guard {
        knowing::journal().guard
    }

    #[test]
    fn what_is_sealed_opens_again_and_does_not_show() {
        let (seal, guard) = (Seal::of_seed("7"), guard());
        let plain = json!({
            "pin": {"$secret": "7193"},
            "list": [{"$secret": "a"}, 3],
            "name": "x sandbox-acme client-secret y",
            "amount": 4_000_001_234_567_899_i64,
            "labels": {"sealed": "v1:x"},
            "map": {"sandbox-main-secret": [1, 2.5, null]},
            "plain": "Acme",
        });
        let mut value = plain.clone();
        seal.close(4, "", &mut value, &guard);
        let text = value.to_string();
        for secret in ["7193", "acme", "4000001234567899", "main"] {
            assert!(!text.contains(secret), "{secret} in {text}");
        }
        assert_eq!(value["plain"], "Acme");
        let mut again = plain.clone();
        seal.close(4, "", &mut again, &guard);
        assert_eq!(value, again);
        seal.open(4, "", &mut value).unwrap();
        assert_eq!(value, plain);
        assert_eq!(seal.open(5, "", &mut again), Err(SealError(5)));
    }

    #[test]
    fn under_a_key_of_its_own_nothing_opens_without_it() {
        let key = SealKey::of_seed("7");
        let [seal, without, other_key] =
            [Some([9; 32]), None, Some([8; 32])].map(|own| Seal(key.clone().with_own(own)));
        let plain = json!({"pin": {"$secret": "7193"}, "other": {"$secret": "7194"}});
        let mut value = plain.clone();
        seal.close(4, "", &mut value, &guard());
        let first = value.to_string();
        assert!(first.contains("k1:") && !first.contains("v1:"), "{first}");
        // Another secret at the same place has another nonce.
        let mut other = json!({"pin": {"$secret": "7199"}, "other": {"$secret": "7194"}});
        seal.close(4, "", &mut other, &guard());
        let start = |value: &Value| value["pin"]["sealed"].as_str().unwrap()[..19].to_owned();
        assert_ne!(start(&value), start(&other));
        assert_eq!(value["other"], other["other"]);
        assert!(without.open(4, "", &mut value.clone()).is_err());
        assert!(other_key.open(4, "", &mut value.clone()).is_err());
        seal.open(4, "", &mut value).unwrap();
        assert_eq!(value, plain);
    }

    #[test]
    fn a_text_is_sealed_only_where_it_has_to_be() {
        let (seal, guard) = (Seal::of_seed("7"), guard());
        for text in ["acme/primary", "sandbox-acme-client-secret/primary", "v1:odd", ""] {
            let written = seal.text(4, "by", text, &guard);
            assert_eq!(written == text, !text.contains("secret") && !text.starts_with("v1:"));
            assert_eq!(seal.open_text(4, "by", &written).unwrap(), text);
        }
        assert_eq!(seal.open_text(4, "by", "v1:AAAA"), Err(SealError(4)));
    }
}
