//! An entry as people see it (SB 9.1).

use serde_json::{Map, Value, json};

use super::{
    Class, Diagnosis, Entry, Head, Kept, Outcome, Reading, Reason, RedactionContext, diagnosis,
    masks::measured,
};
use crate::world::clock::written;

/// State of the explanation of a request.
enum Explained {
    /// There is nothing to explain.
    Nothing,
    /// The explanation is left to the next reading of the log.
    Later,
    /// Diagnoses that were found.
    Done(Vec<Value>),
}

impl Entry {
    /// Everything that may be shown of it.
    pub fn shown(&self, redaction: &RedactionContext) -> Value {
        let reading = self.log_renderer.read(self, redaction);
        let operations = self.operations(redaction);
        let failed = Outcome::of(self) != Outcome::Ok;
        let diagnosis = self.diagnosis(redaction);
        json!({
            "n": self.n,
            "at": written(self.at),
            "real_at": written(self.real_at),
            "surface": self.log_renderer.surface(),
            "operation": operations.first(),
            "operations": operations,
            "reasons": self.reasons(redaction),
            "by": self.by(redaction),
            "method": self.method(),
            "path": redaction.scrubbed(&self.log_renderer.path(self.request.head.path())),
            "status": self.status(),
            "outcome": Outcome::of(self).word(),
            "code": reading.code.as_ref().filter(|_| failed),
            "error": reading.error.as_ref().filter(|_| failed),
            "duration_us": self.took_us,
            "request": self.request_shown(&reading, redaction),
            "answer": self.answer_shown(&reading),
            "entities": reading.entities,
            "effects": self.effects(),
            "events": self.events.clone().map(|at| format!("e-{}", at + 1)).collect::<Vec<_>>(),
            "fault": self.fault.map(|strike| format!("f-{}", strike.fault)),
            "journal": match self.records.is_empty() {
                true => Value::Null,
                false => self.records.clone().collect(),
            },
            "diagnosis_state": match diagnosis {
                Explained::Nothing => "none",
                Explained::Later => "pending",
                Explained::Done(_) => "done",
            },
            "diagnosis": match diagnosis {
                Explained::Done(found) => found,
                Explained::Nothing | Explained::Later => Vec::new(),
            },
        })
    }

    /// Diagnoses of a refused request. They are found when they are first asked for, so that the
    /// client does not wait for them. A reading of many entries that nothing explains leaves some
    /// of them to the next one.
    fn diagnosis(&self, redaction: &RedactionContext) -> Explained {
        if let Some(why) = self.unavailable {
            return Explained::Done(vec![diagnosis::world_full(why)]);
        }
        let outcome = Outcome::of(self);
        // A "no" of the surface's own is explained where it is about how something was written.
        let said_no = outcome == Outcome::BusinessFailure;
        if !matches!(outcome, Outcome::Refused | Outcome::Invalid) && !said_no {
            return Explained::Nothing;
        }
        let Some(found) = self.diagnoses(redaction) else { return Explained::Later };
        if said_no && found.is_empty() {
            return Explained::Nothing;
        }
        let causes = self.log_renderer.causes();
        Explained::Done(found.iter().map(|one| redaction.clean(one.shown(causes))).collect())
    }

    /// Diagnoses of a refused request, the surest first; none when this reading of the log has
    /// looked at so much that they are left to the next one.
    pub fn diagnoses(&self, redaction: &RedactionContext) -> Option<&[Diagnosis]> {
        if self.diagnosis.get().is_none() && redaction.is_tired() {
            return None;
        }
        Some(self.diagnosis.get_or_init(|| {
            let mut found = self.log_renderer.diagnose(self, redaction);
            found.sort_by_key(Diagnosis::certainty);
            found.truncate(diagnosis::MOST);
            found
        }))
    }

    /// The method, which a client may make up.
    fn method(&self) -> String {
        // The last is no method of HTTP: operations over WebSocket are shown with it.
        let known =
            ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "WS"];
        let method = self.request.method.as_str();
        match known.contains(&method) {
            true => method.to_owned(),
            false => measured(&Value::from(method)),
        }
    }

    /// The operations that it asks for, each once.
    pub fn operations(&self, redaction: &RedactionContext) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for (name, _) in self.done.iter().filter(|(name, _)| !name.is_empty()) {
            let name = redaction.name(name);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// The reasons for its answers, in the words by which deviations name them, with the operation
    /// of each.
    fn reasons(&self, redaction: &RedactionContext) -> Vec<Value> {
        let done = self.done.iter();
        done.map(|(operation, reason)| {
            json!({"operation": redaction.name(operation), "reason": reason.word()})
        })
        .collect()
    }

    /// Label of the caller that it names.
    pub fn by<'a>(&self, redaction: &'a RedactionContext) -> Option<&'a str> {
        self.log_renderer.by(&self.request.head, redaction)
    }

    /// HTTP status of the answer, if there was one.
    pub fn status(&self) -> Option<u16> {
        self.answer.as_ref().map(|answer| answer.status.as_u16())
    }

    /// The first reason that is not a good one.
    pub fn reason(&self) -> Option<Reason> {
        let reasons = self.done.iter().map(|(_, reason)| *reason);
        reasons.into_iter().find(|reason| !matches!(reason, Reason::Ok | Reason::Repeated))
    }

    fn request_shown(&self, reading: &Reading, redaction: &RedactionContext) -> Value {
        let mut shown = Map::new();
        let head = &self.request.head;
        shown.insert("headers".to_owned(), self.headers(head, redaction));
        if let Some(query) = head.query() {
            shown.insert("query".to_owned(), self.query(query, redaction));
        }
        measure(&mut shown, &self.request.body);
        shown.insert("body".to_owned(), reading.request.clone());
        if let Some(inside) = &reading.request_inside {
            shown.insert("decrypted".to_owned(), inside.clone());
        }
        Value::Object(shown)
    }

    fn answer_shown(&self, reading: &Reading) -> Value {
        let Some(answer) = &self.answer else { return Value::Null };
        let mut shown = Map::new();
        shown.insert("bytes".to_owned(), json!(answer.body.length()));
        shown.insert("body".to_owned(), reading.answer.clone());
        if let Some(inside) = &reading.answer_inside {
            shown.insert("decrypted".to_owned(), inside.clone());
        }
        Value::Object(shown)
    }

    /// The parameters of a query. What is escaped may be anything, so it is not shown.
    fn query(&self, query: &str, redaction: &RedactionContext) -> Value {
        let list = self.log_renderer.parameters();
        let parts = query.split('&').filter(|part| !part.is_empty());
        let one = |part: &str| {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            let shown = match list.class(name, Class::Unlisted) {
                Class::Unlisted => redaction.text(Class::Unlisted, value),
                _ if !value.chars().all(is_part) => measured(&Value::from(value)),
                class => redaction.text(class, value),
            };
            (parameter(name, redaction), Value::String(shown))
        };
        Value::Object(parts.map(one).collect())
    }

    /// The headers; what is there more than once is a list.
    fn headers(&self, head: &Head, redaction: &RedactionContext) -> Value {
        let list = self.log_renderer.headers();
        let mut shown: Map<String, Value> = Map::new();
        for (name, value) in head.headers() {
            let class = list.class(name, Class::Unlisted);
            let value = match std::str::from_utf8(value) {
                Ok(text) => Value::String(redaction.text(class, text)),
                Err(_) => Value::String(format!("[bytes {}]", value.len())),
            };
            match shown.get_mut(name) {
                None => {
                    shown.insert(redaction.name(name), value);
                }
                Some(Value::Array(all)) => all.push(value),
                Some(one) => *one = json!([one.take(), value]),
            }
        }
        Value::Object(shown)
    }

    fn effects(&self) -> Vec<Value> {
        let effect = |fired: &crate::world::Fired| {
            json!({"effect": fired.effect.name(), "entity": fired.effect.entity(),
                   "at": written(fired.at), "from": fired.from, "to": fired.to})
        };
        self.fired.iter().map(effect).collect()
    }
}

/// A letter of a name or a word, which needs no escape.
fn is_part(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || "_-.[]".contains(letter)
}

/// The name of a parameter where it is one; what is escaped or long may be anything.
fn parameter(name: &str, redaction: &RedactionContext) -> String {
    const LONGEST: usize = 40;
    match name.len() <= LONGEST && name.chars().all(is_part) {
        true => redaction.name(name),
        false => measured(&Value::from(name)),
    }
}

fn measure(shown: &mut Map<String, Value>, body: &Kept) {
    shown.insert("bytes".to_owned(), json!(body.length()));
    shown.insert("sha256".to_owned(), json!(body.sha256().map(hex::encode)));
}
