//! A session as a feature with one scenario, in the words of the suite (`conformance steps`).

use std::fmt::Write as _;

use serde_json::Value;

use super::{
    asked::{Asked, Body, document_body},
    not_repeated,
    references::unmarked,
    session::{Ask, Session, Step},
};
use crate::{control::duration, world::ENGINE};

/// The feature.
pub(super) fn written(session: &Session) -> String {
    let mut out = String::new();
    let numbers: Vec<u64> = session.steps.iter().filter_map(Step::number).collect();
    let title = match (numbers.first(), numbers.last()) {
        (Some(first), Some(last)) if first != last => format!("requests {first} to {last}"),
        (Some(only), _) => format!("request {only}"),
        (None, _) => "no request".to_owned(),
    };
    let _ = writeln!(
        out,
        "# Exported by mock-server {}, engine {ENGINE}. Run it with",
        env!("CARGO_PKG_VERSION")
    );
    let _ = writeln!(out, "# conformance run --features FILE --target sandbox=URL");
    let _ = writeln!(out, "@SB-EXP-01");
    let _ = writeln!(out, "Feature: A session of the world {}", session.world);
    let _ = writeln!(out, "\n  Scenario: {}{}", title[..1].to_uppercase(), &title[1..]);
    let _ = writeln!(out, "    Given the world begins as");
    text(&mut out, &pretty(&session.definition));
    let mut keyword = "When";
    for step in &session.steps {
        match step {
            Step::Wait(micros) => {
                let _ = writeln!(
                    out,
                    "    {keyword} world time moves on by \"{}\"",
                    duration::written(*micros)
                );
                keyword = "And";
            }
            Step::Office(call) => {
                let does = if call.status < 400 { "sends" } else { "tries" };
                let place = format!("{} {}", call.method, session.in_words(&call.path));
                let _ = writeln!(out, "    {keyword} the back office {does} \"{place}\"");
                if !call.body.is_null() {
                    text(&mut out, &session.in_words(&pretty(&call.body)));
                }
                keyword = "And";
            }
            Step::Ask(ask) => {
                session.ask(&mut out, ask);
                keyword = "When";
            }
            Step::Left { n, why } => {
                let _ = writeln!(out, "    # {}", not_repeated(*n, why));
            }
        }
    }
    out
}

impl Step {
    fn number(&self) -> Option<u64> {
        match self {
            Self::Ask(ask) if ask.is_judged => Some(ask.n),
            Self::Ask(_) | Self::Wait(_) | Self::Office(_) | Self::Left { .. } => None,
        }
    }
}

impl Session {
    /// A text with the names of references.
    fn in_words(&self, text: &str) -> String {
        unmarked(text, str::to_owned, |number| format!("<{}>", self.reference(number).name))
    }

    fn ask(&self, out: &mut String, ask: &Ask) {
        let Ask { surface, by, asked: Asked { method, place, key, token, body, .. }, .. } = ask;
        let by = if by.is_empty() { "nobody" } else { by };
        let mut under = String::new();
        if let Some(key) = key {
            let _ = write!(under, " under the key \"{key}\"");
        }
        if let Some(token) = token {
            let _ = write!(under, " with the token <{}>", self.reference(*token).name);
        }
        let place = self.in_words(place);
        match body {
            Body::Document { text: document, variables } if is_kept(document) => {
                let with = match variables {
                    Value::Null => String::new(),
                    variables => format!(" with {}", self.in_words(&variables.to_string())),
                };
                let _ = writeln!(out, "    When \"{by}\" asks {surface}{with}");
                text(out, &self.in_words(document));
            }
            Body::Document { text: document, variables } => {
                let _ = writeln!(out, "    When \"{by}\" sends {surface} \"{method} {place}\"");
                text(out, &self.in_words(&pretty(&document_body(document, variables))));
            }
            Body::Json(value) => {
                let _ =
                    writeln!(out, "    When \"{by}\" sends {surface} \"{method} {place}\"{under}");
                text(out, &self.in_words(&pretty(value)));
            }
            Body::Empty => {
                let _ =
                    writeln!(out, "    When \"{by}\" sends {surface} \"{method} {place}\"{under}");
            }
        }
        let expected = ask.answer.as_ref().and_then(|answer| self.expected(answer));
        match (ask.is_judged, ask.status, &expected) {
            (true, Some(status), Some(expected)) => {
                let _ = writeln!(out, "    Then the answer is HTTP {status} and holds");
                text(out, &self.in_words(&pretty(expected)));
            }
            (true, Some(status), None) => {
                let _ = writeln!(out, "    Then the answer is HTTP {status}");
            }
            (true, None, _) => {
                let _ = writeln!(out, "    Then no whole answer comes");
            }
            (false, ..) => {
                for (reference, pointer) in self.told_by(ask.n) {
                    let _ =
                        writeln!(out, "    And its \"{pointer}\" is called \"{}\"", reference.name);
                }
            }
        }
    }
}

/// True for a document that is the same when it stands below a step.
fn is_kept(document: &str) -> bool {
    document.trim() == document
        && !document.contains(['\r', '\t', '\\'])
        && !document.contains("\"\"\"")
        && document.lines().all(|line| line.trim_end() == line)
}

/// A text below a step. Its fence does not stand in it: JSON has no three quotes in a row, and of a
/// document only those without block strings come here.
fn text(out: &mut String, text: &str) {
    let _ = writeln!(out, "      \"\"\"");
    for line in text.lines() {
        let _ = writeln!(out, "      {line}");
    }
    let _ = writeln!(out, "      \"\"\"");
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).expect("a value is JSON")
}
