//! Do two targets answer the same? What has to differ (ids, times, keys) is replaced by the order
//! in
//! which it first appears; what is left is compared, requirement by requirement.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::{
    exchange::Exchange,
    register::register,
    report::{Case, Outcome, Report},
};

/// One requirement on both targets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The requirement.
    pub id: String,
    /// Whether the answers are the same.
    pub likeness: Likeness,
    /// The first difference, or the reason that there is no comparison.
    pub detail: String,
}

/// Whether answers are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "lowercase")]
pub enum Likeness {
    /// They are.
    Same,
    /// They are not.
    Differs,
    /// At least one target was not asked.
    #[strum(serialize = "not comparable")]
    NotComparable,
}

impl Likeness {
    /// The word for it.
    pub fn word(self) -> &'static str {
        self.into()
    }
}

/// Compares two runs of the same scenarios; exchanges have to be kept.
pub fn compare(left: &Report, right: &Report) -> Vec<Row> {
    let mut rows = Vec::new();
    for requirement in &register().requirements {
        let own = |report: &Report| -> Vec<Case> {
            let cases = report.cases.iter();
            cases.filter(|case| case.requirements.contains(&requirement.id)).cloned().collect()
        };
        let (left, right) = (own(left), own(right));
        if left.is_empty() && right.is_empty() {
            continue;
        }
        let mut found = (Likeness::Same, String::new());
        for one in &left {
            let other = right.iter().find(|other| other.id == one.id);
            let (likeness, detail) = match other {
                Some(other) => alike(one, other),
                None => (Likeness::NotComparable, format!("{} ran on one only", one.id)),
            };
            let worse = match likeness {
                Likeness::Differs => found.0 != Likeness::Differs,
                Likeness::NotComparable => found.0 == Likeness::Same,
                Likeness::Same => false,
            };
            if worse {
                found = (likeness, detail);
            }
        }
        rows.push(Row { id: requirement.id.clone(), likeness: found.0, detail: found.1 });
    }
    rows
}

fn alike(one: &Case, other: &Case) -> (Likeness, String) {
    for case in [one, other] {
        if matches!(case.outcome, Outcome::Skipped { .. } | Outcome::Blocked { .. }) {
            let why = format!("{} was {}: {}", case.id, case.outcome.word(), case.outcome.reason());
            return (Likeness::NotComparable, why);
        }
    }
    let (answers, others) = (normalised(one), normalised(other));
    let first = answers.iter().zip(&others).position(|(one, other)| one != other);
    match first {
        Some(at) => {
            let (here, there) = excerpts(&answers[at], &others[at]);
            let detail = format!("{}, answer {}: {here} | {there}", one.id, at + 1);
            (Likeness::Differs, detail)
        }
        None if answers.len() != others.len() => {
            let detail = format!("{}: {} answers | {}", one.id, answers.len(), others.len());
            (Likeness::Differs, detail)
        }
        None => (Likeness::Same, String::new()),
    }
}

/// Two texts from a little before the first character in which they differ.
fn excerpts(one: &str, other: &str) -> (String, String) {
    const BEFORE: usize = 80;
    const LONGEST: usize = 200;
    let (one, other) = (&crate::outlet::blanked(one), &crate::outlet::blanked(other));
    let same = one.chars().zip(other.chars()).take_while(|(one, other)| one == other).count();
    let begin = if same > BEFORE { same - BEFORE / 2 } else { 0 };
    let excerpt = |text: &str| {
        let left = if begin > 0 { "…" } else { "" };
        let shown: String = text.chars().skip(begin).take(LONGEST).collect();
        let right = if text.chars().count() > begin + LONGEST { "…" } else { "" };
        format!("{left}{shown}{right}")
    };
    (excerpt(one), excerpt(other))
}

/// The surface's answers without what has to differ.
fn normalised(case: &Case) -> Vec<String> {
    let mut names = Names::default();
    let surface =
        |exchange: &&Exchange| exchange.by != "the back office" && exchange.by != "the hook";
    let shown = |exchange: &Exchange| {
        let status = exchange.status.map_or("none".to_owned(), |status| status.to_string());
        match serde_json::from_str::<Value>(&exchange.answer) {
            Ok(mut json) => {
                names.replace(&mut json);
                format!("{status} {}", sorted(&json))
            }
            Err(_) => format!("{status} {}", exchange.answer),
        }
    };
    case.exchanges.iter().filter(surface).map(shown).collect()
}

/// Members in order of name: their order says nothing.
fn sorted(json: &Value) -> Value {
    match json {
        Value::Object(members) => {
            let ordered: BTreeMap<_, _> =
                members.iter().map(|(name, value)| (name.clone(), sorted(value))).collect();
            ordered.into_iter().collect()
        }
        Value::Array(items) => items.iter().map(sorted).collect(),
        other => other.clone(),
    }
}

#[derive(Default)]
struct Names {
    seen: BTreeMap<String, usize>,
}

impl Names {
    fn replace(&mut self, json: &mut Value) {
        match json {
            Value::Object(members) => {
                for (member, value) in members {
                    if is_own(member) && !value.is_null() && !value.is_object() && !value.is_array()
                    {
                        let count = self.seen.len();
                        let number = *self.seen.entry(value.to_string()).or_insert(count);
                        *value = Value::from(format!("#{number}"));
                    } else {
                        self.replace(value);
                    }
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.replace(item)),
            Value::String(text) if text.parse::<jiff::Timestamp>().is_ok() => {
                *json = Value::from("<time>");
            }
            _ => {}
        }
    }
}

/// Whether a member has another value on every target: ids, digits of cards, sessions.
fn is_own(member: &str) -> bool {
    let lower = member.to_ascii_lowercase();
    lower == "id"
        || member.ends_with("Id")
        || lower.ends_with("_id")
        || matches!(lower.as_str(), "last4" | "address" | "url" | "card" | "user")
        || lower.starts_with("encrypted")
        || lower.ends_with("_at")
        || member.ends_with("At")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn long_answers_are_shown_where_they_differ() {
        let long = |middle: &str| format!("{}{middle}{}", "a".repeat(500), "b".repeat(500));
        let (one, other) = excerpts(&long("x"), &long("y"));
        assert!(one.starts_with("…aaa") && one.contains("ax") && one.ends_with('…'), "{one}");
        assert_eq!(one.replace('x', "y"), other);
        assert_eq!(excerpts("200 {}", "404 {}"), ("200 {}".to_owned(), "404 {}".to_owned()));
    }

    #[test]
    fn ids_and_times_do_not_count_and_everything_else_does() {
        let plain = |mut json: Value| {
            Names::default().replace(&mut json);
            sorted(&json)
        };
        let one = json!({"id": 7, "cardId": "a", "status": "active", "at": "2030-01-01T00:00:00Z"});
        let other =
            json!({"at": "2031-01-01T00:00:00Z", "status": "active", "cardId": "b", "id": 9});
        assert_ne!(plain(one.clone()), plain(json!({"id": 7, "cardId": "a", "status": "locked"})));
        let [one, other] = [one, other].map(|json| plain(json).to_string().len());
        assert_eq!(one, other);
    }

    #[test]
    fn the_same_id_twice_is_not_two_ids() {
        let numbers = |mut json: Value| {
            Names::default().replace(&mut json);
            json
        };
        let one = numbers(json!([{"id": 7}, {"id": 7}]));
        assert_ne!(one, numbers(json!([{"id": 7}, {"id": 8}])));
        assert_eq!(one, numbers(json!([{"id": 1}, {"id": 1}])));
    }
}
