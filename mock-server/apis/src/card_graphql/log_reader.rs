//! Requests of a GraphQL API as a log shows them (SB 9).

use serde_json::{Map, Value, json};

use super::{
    body::{self, Posted},
    calls,
};
use crate::{
    crypto::digest::sha256,
    graphql::{self, Checker, Documents},
    log::{Class, Entry, List, Reading, Reason, RedactionContext},
    redacted_document::RedactedDocument,
};

/// Members of GraphQL errors, whose words may repeat what was sent.
static ERRORS: List = List::new(&[
    (Class::Plain, &["code"]),
    (Class::Echoed, &["message"]),
    (Class::Within, &["extensions"]),
]);

/// Reader of the entries of one API.
#[derive(Clone, Copy)]
pub(crate) struct LogReader<'a> {
    /// Classes of arguments, columns and fields.
    pub(crate) names: &'a List,
    /// The judge of documents under the default readings.
    pub(crate) judge: &'a (Checker, Documents),
}

impl LogReader<'_> {
    /// Reads an entry.
    pub(crate) fn read(self, entry: &Entry, redaction: &RedactionContext) -> Reading {
        let asked = Asked::read(self, entry, redaction);
        let mut reading = Reading { request: asked.shown(redaction), ..Reading::default() };
        reading.entities = asked.entities(redaction);
        let answer = entry.answer.as_ref().and_then(|answer| answer.body.bytes());
        let answer: Option<Value> = answer.and_then(|bytes| serde_json::from_slice(bytes).ok());
        if let Some(answer) = answer {
            reading.answer = asked.answered(&answer, redaction);
            reading.code = found(&reading.answer, "/errors/0/extensions/code");
            let failed =
                || reading.answer["data"].as_object()?.values().find_map(|one| text(&one["error"]));
            reading.error = found(&reading.answer, "/errors/0/message")
                .or_else(|| found(&reading.answer, "/description"))
                .or_else(failed);
        }
        reading
    }

    /// Whether document and variables fit the schema. Of those that were executed it is known.
    fn fits(self, posted: &Posted, entry: &Entry) -> bool {
        use Reason as R;
        match entry.reason() {
            None if !entry.done.is_empty() => true,
            Some(R::Business | R::Forbidden | R::Blocked | R::ForeignSession) => true,
            Some(R::Validation | R::Parse) => false,
            _ => {
                let (checker, documents) = self.judge;
                let Ok(prepared) = documents.read(&posted.query) else { return false };
                let name = posted.operation.as_deref();
                graphql::choose(&prepared.document, name).is_ok_and(|operation| {
                    prepared.errors(checker).is_empty()
                        && checker.misfits(operation, &posted.variables).is_empty()
                })
            }
        }
    }
}

fn found(answer: &Value, pointer: &str) -> Option<String> {
    answer.pointer(pointer).and_then(text)
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(ToOwned::to_owned)
}

/// Members of a request, as far as it can be read.
struct Asked<'a> {
    names: &'a List,
    body: Value,
    posted: Option<Posted>,
    document: Option<RedactedDocument>,
}

impl<'a> Asked<'a> {
    fn read(reader: LogReader<'a>, entry: &Entry, redaction: &RedactionContext) -> Self {
        let names = reader.names;
        let read = || serde_json::from_slice::<Value>(entry.request.body.bytes()?).ok();
        let bytes = entry.request.body.bytes().unwrap_or_default();
        let Some(body) = read() else {
            return Self { names, body: Value::Null, posted: None, document: None };
        };
        let posted = body::read(bytes).ok();
        let fits = posted.as_ref().is_some_and(|posted| reader.fits(posted, entry));
        let document = body["query"].as_str();
        let document =
            document.and_then(|text| RedactedDocument::read(text, fits, names, redaction));
        Self { names, body, posted, document }
    }

    fn operation(&self) -> Option<&str> {
        self.body["operationName"].as_str()
    }

    fn shown(&self, redaction: &RedactionContext) -> Value {
        let Value::Object(members) = &self.body else {
            return redaction.value(self.names, Class::Unlisted, &self.body);
        };
        let member = |(name, value): (&String, &Value)| {
            let shown = match (name.as_str(), value, &self.document) {
                ("query", Value::String(_), Some(document)) => json!(document.text),
                ("query", Value::String(text), None) => unread(text),
                ("variables", value, Some(document)) => {
                    document.variables(self.operation(), value, self.names, redaction)
                }
                ("operationName", Value::String(name), _) => self.operation_shown(name, redaction),
                (_, value, _) => redaction.value(self.names, Class::Unlisted, value),
            };
            (redaction.name(name), shown)
        };
        Value::Object(members.iter().map(member).collect::<Map<_, _>>())
    }

    /// A name that the document has.
    fn operation_shown(&self, name: &str, redaction: &RedactionContext) -> Value {
        let parsed = self.document.as_ref().and_then(|document| document.parsed.as_ref());
        let known = parsed.is_some_and(|parsed| graphql::choose(parsed, Some(name)).is_ok());
        let class = if known { Class::Plain } else { Class::Unlisted };
        Value::String(redaction.text(class, name))
    }

    fn entities(&self, redaction: &RedactionContext) -> Vec<String> {
        let document = self.document.as_ref().filter(|document| document.fits);
        let parsed = document.and_then(|document| document.parsed.as_ref());
        let (Some(parsed), Some(posted)) = (parsed, &self.posted) else { return Vec::new() };
        let Ok(operation) = graphql::choose(parsed, self.operation()) else { return Vec::new() };
        let roots = graphql::roots(parsed, operation, &posted.variables);
        let all = roots.iter().flat_map(|root| calls::call(root).entities);
        let mut entities: Vec<String> = Vec::new();
        for entity in all.map(|entity| redaction.name(&entity)) {
            if !entities.contains(&entity) {
                entities.push(entity);
            }
        }
        entities
    }

    fn answered(&self, answer: &Value, redaction: &RedactionContext) -> Value {
        let Value::Object(members) = answer else {
            return redaction.value(self.names, Class::Unlisted, answer);
        };
        let member = |(name, value): (&String, &Value)| {
            let shown = match (name.as_str(), &self.document) {
                ("data", Some(document)) => {
                    document.data(self.operation(), value, self.names, redaction)
                }
                ("errors", _) => redaction.value(&ERRORS, Class::Within, value),
                // The two members of a refusal: texts of ours.
                ("error" | "description", _) => redaction.value(self.names, Class::Said, value),
                _ => redaction.value(self.names, Class::Unlisted, value),
            };
            (name.clone(), shown)
        };
        Value::Object(members.iter().map(member).collect::<Map<_, _>>())
    }
}

/// Log form of a document that does not parse: length and digest.
fn unread(text: &str) -> Value {
    json!({"bytes": text.len(), "sha256": hex::encode(sha256(text))})
}
