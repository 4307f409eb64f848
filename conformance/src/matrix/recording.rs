//! The traffic of a run against the sandbox: the members that each operation has answered, with
//! their forms, reasons and scenarios.

mod events;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

pub(super) use self::events::{DELIVERY, Telling};

use super::looks;
use crate::report::{Case, Observed, Outcome};

/// The most samples of a member's values.
const SAMPLES: usize = 24;

/// Reasons that stand before an operation: every operation is refused for them in the same way.
const AT_THE_DOOR: [&str; 38] = [
    "validation",
    "parse",
    "bad_request",
    "media_type",
    "method",
    "too_large",
    "token_missing",
    "token_scheme",
    "token_malformed",
    "token_algorithm",
    "token_signature",
    "token_expired",
    "token_not_yet",
    "token_world",
    "token_refresh",
    "token_user",
    "token_user_disabled",
    "rate_limited",
    "key_missing",
    "key_unknown",
    "key_revoked",
    "key_expired",
    "key_environment",
    "timestamp",
    "signature",
    "replay",
    "no_access",
    "envelope_missing",
    "envelope_format",
    "payload_format",
    "timestamp_missing",
    "timestamp_format",
    "timestamp_window",
    "nonce_store",
    "hasura_down",
    "hasura_error",
    "issuer_error",
    "blocked",
];

/// The answers of an operation for one reason.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Told {
    /// The code of the surface.
    pub(super) surface: String,
    /// The operation; `*` for a reason that stands before it.
    pub(super) operation: String,
    /// The word of the reason.
    pub(super) reason: String,
}

impl Told {
    /// The good answers of an operation.
    pub(super) fn well(surface: &str, operation: &str) -> Self {
        Self {
            surface: surface.to_owned(),
            operation: operation.to_owned(),
            reason: "ok".to_owned(),
        }
    }
}

/// The answers of an operation for one reason, as far as they were seen.
#[derive(Debug, Clone, Default)]
pub(super) struct Answers {
    /// The scenarios.
    pub(super) scenarios: BTreeSet<String>,
    /// True when one of them has changed something.
    pub(super) changes: bool,
    /// The scenarios in which a change was about a thing that others of its kind stand beside.
    pub(super) of_things: BTreeSet<String>,
    /// The statuses.
    pub(super) statuses: BTreeSet<u16>,
    /// One whole body.
    pub(super) body: Option<Value>,
    /// The members by their pointers.
    pub(super) members: BTreeMap<String, Member>,
}

/// The forms and values of a member, as far as they were seen.
#[derive(Debug, Clone, Default)]
pub(super) struct Member {
    /// Its forms, apart from null.
    pub(super) forms: BTreeSet<Form>,
    /// Samples of its values, as JSON.
    pub(super) values: BTreeSet<String>,
    /// The scenarios in which it was more than null.
    pub(super) scenarios: BTreeSet<String>,
    /// The scenarios in which it was a list of two or more.
    pub(super) plural: BTreeSet<String>,
    /// The columns of its rows, in order, where it is a list of objects; of itself where it is one.
    pub(super) columns: Vec<(String, Form)>,
}

/// The form of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Form {
    Bool,
    Number,
    Text,
    List,
    Object,
}

/// The answers of a target, as far as they were seen.
#[derive(Debug, Clone, Default)]
pub(super) struct Recording {
    pub(super) answers: BTreeMap<Told, Answers>,
    /// The duration of each scenario, in milliseconds.
    pub(super) millis: BTreeMap<String, u64>,
    /// The level of each scenario's requirements.
    pub(super) levels: BTreeMap<String, crate::register::Level>,
    /// The requirements of each scenario.
    pub(super) requirements: BTreeMap<String, Vec<String>>,
    /// The labels of all callers of a surface, and how often each has called.
    pub(super) callers: BTreeMap<String, BTreeMap<String, usize>>,
    /// The scenarios in which something was looked at after it may have changed, by surface, the
    /// operation that changed something and the one that only looked.
    pub(super) seen_after: BTreeMap<(String, String, String), BTreeSet<String>>,
    /// The scenarios that asked for an operation, by surface and operation.
    pub(super) asked: BTreeMap<(String, String), BTreeSet<String>>,
    /// The scenarios in which an event was told, by surface, type and the way of telling.
    pub(super) events: BTreeMap<(String, String, Telling), BTreeSet<String>>,
}

impl Recording {
    /// The answers in scenarios that held.
    pub(super) fn of(cases: &[Case]) -> Self {
        let mut all = Self::default();
        for case in cases {
            if matches!(case.outcome, Outcome::Passed | Outcome::Reading { .. }) {
                all.millis.insert(case.id.clone(), case.millis);
                all.levels.insert(case.id.clone(), case.level);
                all.requirements.insert(case.id.clone(), case.requirements.clone());
                let Observed { requests, events } = &case.observed;
                requests.iter().for_each(|entry| all.add(&case.id, entry));
                for key in looks::after_changes(requests) {
                    all.seen_after.entry(key).or_default().insert(case.id.clone());
                }
                let is_streamed = requests.iter().any(looks::asks_for_events);
                events.iter().for_each(|event| all.add_event(&case.id, event, is_streamed));
            }
        }
        all
    }

    /// The scenarios in which an operation was answered well.
    pub(super) fn answered(&self, surface: &str, operation: &str) -> BTreeSet<String> {
        let told = |told: &Told| {
            told.surface == surface && told.operation == operation && told.reason == "ok"
        };
        let answers = self.answers.iter().filter(|(one, _)| told(one));
        answers.flat_map(|(_, answers)| answers.scenarios.iter().cloned()).collect()
    }

    /// The operations of a surface that were answered well.
    pub(super) fn operations<'r>(&'r self, surface: &str) -> impl Iterator<Item = &'r str> {
        let is_one = move |told: &&Told| {
            let is_event = told.operation == DELIVERY || told.operation == "*";
            told.surface == surface && told.reason == "ok" && !is_event
        };
        self.answers.keys().filter(is_one).map(|told| &*told.operation)
    }

    /// The scenarios that asked for an operation, whatever the answer.
    pub(super) fn asked(&self, surface: &str, operation: &str) -> BTreeSet<String> {
        let key = (surface.to_owned(), operation.to_owned());
        self.asked.get(&key).cloned().unwrap_or_default()
    }

    /// The scenarios that asked a surface for anything.
    pub(super) fn of_surface(&self, surface: &str) -> BTreeSet<String> {
        let answers = self.answers.iter().filter(|(told, _)| told.surface == surface);
        answers.flat_map(|(_, answers)| answers.scenarios.iter().cloned()).collect()
    }

    fn add(&mut self, scenario: &str, entry: &Value) {
        let surface = entry["surface"].as_str().unwrap_or_default();
        let answer = &entry["answer"];
        let body = answer.get("decrypted").unwrap_or(&answer["body"]);
        let by = entry["by"].as_str();
        if let Some(by) = by {
            let callers = self.callers.entry(surface.to_owned()).or_default();
            *callers.entry(by.to_owned()).or_default() += 1;
        }
        for one in entry["reasons"].as_array().into_iter().flatten() {
            let reason = one["reason"].as_str().unwrap_or_default();
            let name = one["operation"].as_str().unwrap_or_default();
            let asked = self.asked.entry((surface.to_owned(), name.to_owned())).or_default();
            asked.insert(scenario.to_owned());
            let operation =
                if AT_THE_DOOR.contains(&reason) || name.is_empty() { "*" } else { name };
            let told = Told {
                surface: surface.to_owned(),
                operation: operation.to_owned(),
                reason: reason.to_owned(),
            };
            let seen = self.answers.entry(told).or_default();
            seen.scenarios.insert(scenario.to_owned());
            seen.changes |= looks::changes(entry, name);
            if looks::changes_one_of_several(entry, name) {
                seen.of_things.insert(scenario.to_owned());
            }
            seen.statuses.extend(entry["status"].as_u64().and_then(|one| u16::try_from(one).ok()));
            if body.is_object() && seen.body.is_none() {
                seen.body = Some(body.clone());
            }
            let document = entry["request"]["body"]["query"].as_str().unwrap_or_default();
            seen.walk(scenario, result(body, name, document), "");
        }
    }
}

/// The result of an operation within a body: where the sandbox applies a patch.
fn result<'a>(body: &'a Value, operation: &str, document: &str) -> &'a Value {
    let data = body["data"].as_object();
    let named = data
        .and_then(|data| data.get(operation).or_else(|| data.get(alias_of(operation, document)?)));
    // Where there is one result it is this one.
    let only = data.filter(|data| data.len() == 1).and_then(|data| data.values().next());
    match named.or(only) {
        Some(value) if !value.is_null() => value,
        _ if data.is_some() && body["errors"].is_null() && operation == "introspection" => {
            &body["data"]
        }
        None if data.is_some_and(|data| data.len() > 1) => &Value::Null,
        _ => body,
    }
}

/// The other name under which a document asks for an operation.
fn alias_of<'d>(operation: &str, document: &'d str) -> Option<&'d str> {
    let is_letter = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    document.match_indices(operation).find_map(|(at, _)| {
        let behind = &document[at + operation.len()..];
        let ahead = document[..at].trim_end().strip_suffix(':')?.trim_end();
        let begin = ahead.rfind(|letter| !is_letter(letter)).map_or(0, |at| at + 1);
        let alias = &ahead[begin..];
        (!behind.starts_with(is_letter) && !alias.is_empty()).then_some(alias)
    })
}

impl Answers {
    fn walk(&mut self, scenario: &str, value: &Value, pointer: &str) {
        let form = match value {
            Value::Null => {
                self.members.entry(pointer.to_owned()).or_default();
                return;
            }
            Value::Bool(_) => Form::Bool,
            Value::Number(_) => Form::Number,
            Value::String(_) => Form::Text,
            Value::Array(_) => Form::List,
            Value::Object(_) => Form::Object,
        };
        let member = self.members.entry(pointer.to_owned()).or_default();
        member.forms.insert(form);
        member.scenarios.insert(scenario.to_owned());
        if !matches!(form, Form::List | Form::Object) && member.values.len() < SAMPLES {
            member.values.insert(value.to_string());
        }
        match value {
            Value::Array(items) => {
                if items.len() > 1 {
                    member.plural.insert(scenario.to_owned());
                }
                for item in items {
                    self.walk(scenario, item, &format!("{pointer}/*"));
                }
            }
            Value::Object(members) => {
                for (name, value) in members {
                    let form = match value {
                        Value::String(_) => Some(Form::Text),
                        Value::Number(_) => Some(Form::Number),
                        _ => None,
                    };
                    if let Some(form) = form
                        && !member.columns.iter().any(|(known, _)| known == name)
                    {
                        member.columns.push((name.clone(), form));
                    }
                }
                for (name, value) in members {
                    let name = name.replace('~', "~0").replace('/', "~1");
                    self.walk(scenario, value, &format!("{pointer}/{name}"));
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_result_is_found_under_its_other_name() {
        let document = "query { all: rows_aggregate { count } some : rows(limit: 1) { id } }";
        let body = json!({ "data": { "some": [{ "id": 1 }], "all": { "count": 2 } } });
        assert_eq!(*result(&body, "rows", document), json!([{ "id": 1 }]));
        assert_eq!(*result(&body, "rows_aggregate", document), json!({ "count": 2 }));
        assert_eq!(*result(&body, "others", document), Value::Null);
    }
}
