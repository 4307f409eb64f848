//! The members of a body (MC 4.1, 4.3): each is read by its form, and all that are wrong are told
//! together. Null counts as absent.

use std::{cell::RefCell, collections::BTreeMap};

use serde_json::{Map, Value, json};

use super::{
    error::ApiError,
    formats::{self, NoAmount},
    query::is_currency,
};
use crate::{
    money::Cents,
    rulebook::mc::{Mc, UnknownFields},
};

/// Something wrong with a member, by its name; members of objects have the name of the object and a
/// point before their own.
type Errors = RefCell<Map<String, Value>>;

/// A body that is being read.
pub(super) struct Body {
    members: Map<String, Value>,
    errors: Errors,
    forms: Forms,
}

/// Forms that the rules allow.
#[derive(Clone, Copy)]
struct Forms {
    /// Treatment of members that nobody has asked for.
    unknown: UnknownFields,
    /// Amounts may be JSON numbers.
    numbers: bool,
}

/// Members of the body, or of an object in it.
pub(super) struct Fields<'b> {
    members: Option<&'b Map<String, Value>>,
    prefix: &'static str,
    errors: &'b Errors,
    known: RefCell<Vec<&'static str>>,
    forms: Forms,
}

impl Body {
    /// A body with these members, to be read under these rules.
    pub(super) fn new(members: Map<String, Value>, rules: &Mc) -> Self {
        let forms =
            Forms { unknown: rules.error.unknown_fields, numbers: rules.money.accept_numbers };
        Self { members, errors: Errors::default(), forms }
    }

    /// Its members, to be read.
    pub(super) fn fields(&self) -> Fields<'_> {
        Fields {
            members: Some(&self.members),
            prefix: "",
            errors: &self.errors,
            known: RefCell::default(),
            forms: self.forms,
        }
    }

    /// An error with everything that is wrong; `Ok` when nothing is.
    pub(super) fn checked(&self) -> Result<(), ApiError> {
        let errors = self.errors.take();
        if errors.is_empty() { Ok(()) } else { Err(ApiError::invalid(errors)) }
    }
}

impl<'b> Fields<'b> {
    fn get(&self, name: &'static str) -> Option<&'b Value> {
        self.known.borrow_mut().push(name);
        self.members?.get(name).filter(|value| !value.is_null())
    }

    /// Notes that a member is wrong.
    pub(super) fn wrong(&self, name: &str, problem: &str) {
        let mut errors = self.errors.borrow_mut();
        let all = errors.entry(format!("{}{name}", self.prefix)).or_insert_with(|| json!([]));
        if let Value::Array(all) = all {
            all.push(problem.into());
        }
    }

    fn required<T>(&self, name: &'static str, read: Option<T>) -> Option<T> {
        let is_there = self.members.is_some_and(|all| all.get(name).is_some_and(|v| !v.is_null()));
        if !is_there {
            self.wrong(name, "This field is required.");
        }
        read
    }

    /// A text, if it is there.
    pub(super) fn text(&self, name: &'static str) -> Option<String> {
        let value = self.get(name)?;
        if let Value::String(text) = value {
            return Some(text.clone());
        }
        self.wrong(name, "Must be a text.");
        None
    }

    /// A text that must be there.
    pub(super) fn required_text(&self, name: &'static str) -> Option<String> {
        let read = self.text(name);
        self.required(name, read)
    }

    /// A text of so many characters, if it is there.
    pub(super) fn sized(&self, name: &'static str, least: usize, most: usize) -> Option<String> {
        let text = self.text(name)?;
        if (least..=most).contains(&text.chars().count()) {
            return Some(text);
        }
        self.wrong(
            name,
            &match least {
                0 => format!("Must have at most {most} characters."),
                _ => format!("Must have {least} to {most} characters."),
            },
        );
        None
    }

    /// A text of so many characters without control characters, if it is there.
    pub(super) fn text_of(&self, name: &'static str, least: usize, most: usize) -> Option<String> {
        let text = self.sized(name, least, most)?;
        if text.chars().any(char::is_control) {
            self.wrong(name, "Must have no control characters.");
            return None;
        }
        Some(text)
    }

    /// A text of a form, if it is there.
    pub(super) fn formed(
        &self,
        name: &'static str,
        is_formed: fn(&str) -> bool,
        form: &str,
    ) -> Option<String> {
        let text = self.text(name)?;
        if is_formed(&text) {
            return Some(text);
        }
        self.wrong(name, &format!("Must be {form}."));
        None
    }

    /// One of some words, if it is there.
    pub(super) fn word<T: serde::de::DeserializeOwned>(
        &self,
        name: &'static str,
        words: &[&str],
    ) -> Option<T> {
        let value = self.get(name)?;
        let is_word = value.as_str().is_some_and(|text| words.contains(&text));
        let read = serde_json::from_value(value.clone()).ok().filter(|_| is_word);
        if read.is_none() {
            self.wrong(name, &format!("Must be one of {}.", words.join(", ")));
        }
        read
    }

    /// One of some words, which must be there.
    pub(super) fn required_word<T: serde::de::DeserializeOwned>(
        &self,
        name: &'static str,
        words: &[&str],
    ) -> Option<T> {
        let read = self.word(name, words);
        self.required(name, read)
    }

    /// True or false, if it is there.
    pub(super) fn boolean(&self, name: &'static str) -> Option<bool> {
        let value = self.get(name)?;
        if value.as_bool().is_none() {
            self.wrong(name, "Must be true or false.");
        }
        value.as_bool()
    }

    /// An integer between two ends, if it is there.
    pub(super) fn integer(&self, name: &'static str, least: i64, most: i64) -> Option<i64> {
        let number = self.get(name)?.as_i64().filter(|number| (least..=most).contains(number));
        if number.is_none() {
            self.wrong(name, &format!("Must be an integer from {least} to {most}."));
        }
        number
    }

    /// An amount in a currency of so many decimals, in minor units, if it is there.
    pub(super) fn amount(&self, name: &'static str, decimals: usize) -> Option<Cents> {
        let value = self.get(name)?;
        let number = value.as_number().filter(|_| self.forms.numbers).map(ToString::to_string);
        let text = number.as_deref().or(value.as_str());
        match text.map_or(Err(NoAmount::Form), |text| formats::amount(text, decimals)) {
            Ok(amount) => Some(amount),
            Err(NoAmount::Zero) => {
                self.wrong(name, "Must be greater than zero.");
                None
            }
            Err(NoAmount::Form) => {
                let says = format!("Must be a decimal string with at most {decimals} decimals.");
                self.wrong(name, &says);
                None
            }
        }
    }

    /// An amount that must be there.
    pub(super) fn required_amount(&self, name: &'static str, decimals: usize) -> Option<Cents> {
        let read = self.amount(name, decimals);
        self.required(name, read)
    }

    /// `currency`, if it is there.
    pub(super) fn currency(&self) -> Option<String> {
        self.formed("currency", is_currency, "three capital letters")
    }

    /// `metadata`: texts by keys.
    pub(super) fn metadata(&self) -> BTreeMap<String, String> {
        const MOST: usize = 20;
        let Some(value) = self.get("metadata") else { return BTreeMap::new() };
        let is_key = |key: &str| (1..=40).contains(&key.chars().count());
        let entries = value.as_object().filter(|all| all.len() <= MOST).and_then(|all| {
            all.iter()
                .map(|(key, value)| {
                    let text = value.as_str().filter(|text| text.chars().count() <= 500)?;
                    is_key(key).then(|| (key.clone(), text.to_owned()))
                })
                .collect::<Option<BTreeMap<_, _>>>()
        });
        entries.unwrap_or_else(|| {
            let says = "Must be an object of at most 20 entries, with keys of 1 to 40 characters \
                        and texts of at most 500.";
            self.wrong("metadata", says);
            BTreeMap::new()
        })
    }

    /// The members of an object; none of them is there where the object is not.
    pub(super) fn object(&self, name: &'static str, prefix: &'static str) -> Self {
        let value = self.get(name);
        let members = value.and_then(Value::as_object);
        if value.is_some() && members.is_none() {
            self.wrong(name, "Must be an object.");
        }
        Self { members, prefix, errors: self.errors, known: RefCell::default(), forms: self.forms }
    }

    /// The objects of a list of at most so many; nothing where there is no such list.
    pub(super) fn list(&self, name: &'static str, most: usize, prefix: &'static str) -> Vec<Self> {
        let Some(value) = self.get(name) else { return Vec::new() };
        let objects = value
            .as_array()
            .filter(|all| all.len() <= most)
            .and_then(|all| all.iter().map(Value::as_object).collect::<Option<Vec<_>>>());
        let Some(objects) = objects else {
            self.wrong(name, &format!("Must be a list of at most {most} objects."));
            return Vec::new();
        };
        let one = |members| Self {
            members: Some(members),
            prefix,
            errors: self.errors,
            known: RefCell::default(),
            forms: self.forms,
        };
        objects.into_iter().map(one).collect()
    }

    /// Notes the members that nobody has asked for.
    pub(super) fn close(&self) {
        if self.forms.unknown == UnknownFields::Ignore {
            return;
        }
        let known = self.known.borrow();
        let all = self.members.into_iter().flatten();
        for (name, _) in all.filter(|(name, _)| !known.contains(&name.as_str())) {
            self.wrong(name, "Unknown field.");
        }
    }
}
