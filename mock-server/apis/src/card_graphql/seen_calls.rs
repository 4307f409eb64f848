//! Calls of a request as it stands in the log, with what came of each.

use async_graphql::parser::types::OperationType;
use serde_json::{Map, Value};

use super::body;
use crate::{
    crypto::digest::Sha256,
    graphql::{self, Documents, Root},
    log::{Entry, Reason},
};

/// Members of arguments that a client makes anew for every attempt.
const MADE_ANEW: [&str; 2] = ["sessionId", "encryptedPin"];

/// Bytes of variables that are looked at in one request; a document can use one variable often.
const MOST_BYTES: usize = 64 * 1024;

/// One root field of a request, with its arguments and its value in the answer. Nothing of it is
/// ever shown but the name, and that only where the schema has it.
pub(crate) struct SeenCall {
    /// Name of the field.
    pub(crate) name: String,
    /// True when it is a root field of a mutation.
    pub(crate) is_mutation: bool,
    /// Reason for its answer; none when the request came to no answer.
    pub(crate) reason: Option<Reason>,
    /// The arguments, with variables filled in.
    pub(crate) arguments: Map<String, Value>,
    /// Its value in the answer, null where there is none. Members have the names that the document
    /// gives them.
    pub(crate) value: Value,
    /// The names that the document gives to some members, each behind the member's own name.
    keys: Vec<(&'static str, String)>,
}

impl SeenCall {
    fn of(root: &Root<'_>, members: &[&'static str], entry: &Entry, room: &mut usize) -> Self {
        let named = entry.done.iter().find(|(name, _)| name == root.name());
        let key = |member: &&'static str| Some((*member, root.selected(member)?.to_owned()));
        Self {
            name: root.name().to_owned(),
            is_mutation: false,
            reason: named.map(|(_, reason)| *reason),
            arguments: root.arguments(room),
            value: Value::Null,
            keys: members.iter().filter_map(key).collect(),
        }
    }

    /// An argument, at the top or inside `input`.
    pub(crate) fn argument(&self, name: &str) -> Option<&Value> {
        let inside = || self.arguments.get("input")?.get(name);
        self.arguments.get(name).or_else(inside).filter(|value| !value.is_null())
    }

    /// A member of its value, whatever the document calls it.
    pub(crate) fn member(&self, name: &str) -> Option<&Value> {
        let (_, key) = self.keys.iter().find(|(member, _)| *member == name)?;
        self.value.get(key)
    }

    /// True when the operation itself was begun, rather than the request refused before it.
    pub(crate) fn has_run(&self) -> bool {
        matches!(
            self.reason,
            Some(
                Reason::Ok
                    | Reason::Repeated
                    | Reason::Business
                    | Reason::Forbidden
                    | Reason::ForeignSession
                    | Reason::IssuerError
                    | Reason::Internal
                    | Reason::Standard(_)
            )
        )
    }

    /// Digest of the name and the arguments, without what a client makes anew for every attempt:
    /// equal for one call that is sent twice.
    pub(crate) fn digest(&self) -> [u8; 32] {
        let mut digest = Sha256::default();
        digest.update(&self.name);
        absorb(&mut digest, &Value::Object(self.arguments.clone()));
        digest.finish()
    }

    /// Every plain value in the arguments, with the name of the member that it belongs to: the
    /// nearest one that is no operator such as `_eq`.
    pub(crate) fn each_argument<'a>(&'a self, look: &mut dyn FnMut(&'a str, &'a Value)) {
        for (name, value) in &self.arguments {
            each(name, value, look);
        }
    }
}

/// Shows every plain value at or below a member.
pub(crate) fn each<'a>(name: &'a str, value: &'a Value, look: &mut dyn FnMut(&'a str, &'a Value)) {
    match value {
        Value::Object(members) => {
            for (member, value) in members {
                each(if member.starts_with('_') { name } else { member }, value, look);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| each(name, item, look)),
        plain => look(name, plain),
    }
}

fn absorb(digest: &mut Sha256, value: &Value) {
    match value {
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_unstable_by_key(|(name, _)| *name);
            digest.update(b"{");
            for (name, value) in members {
                if !MADE_ANEW.contains(&name.as_str()) && !value.is_null() {
                    absorb(digest, &Value::from(name.as_str()));
                    absorb(digest, value);
                }
            }
            digest.update(b"}");
        }
        Value::Array(items) => {
            digest.update(b"[");
            items.iter().for_each(|item| absorb(digest, item));
            digest.update(b"]");
        }
        plain => {
            digest.update(plain.to_string());
            digest.update(b",");
        }
    }
}

/// The calls of an entry, in their order; none of a document that does not parse or asks only about
/// the schema. `members` are those of answers that [`SeenCall::member`] is asked for.
pub(crate) fn seen_calls(
    entry: &Entry,
    documents: &Documents,
    members: &[&'static str],
) -> Vec<SeenCall> {
    let read = || {
        let posted = body::read(entry.request.body.bytes()?).ok()?;
        let prepared = documents.read(&posted.query).ok()?;
        let operation = graphql::choose(&prepared.document, posted.operation.as_deref()).ok()?;
        let is_mutation = operation.ty == OperationType::Mutation;
        let answer = entry.answer.as_ref().and_then(|answer| answer.body.bytes());
        let mut answer: Value =
            answer.and_then(|bytes| serde_json::from_slice(bytes).ok()).unwrap_or_default();
        let roots = graphql::roots(&prepared.document, operation, &posted.variables);
        let mut room = MOST_BYTES;
        let own = roots.iter().filter(|root| !root.name().starts_with("__"));
        let calls = own.map(|root| {
            let mut call = SeenCall::of(root, members, entry, &mut room);
            call.is_mutation = is_mutation;
            let value = answer.get_mut("data").and_then(|data| data.get_mut(root.key()));
            call.value = value.map(Value::take).unwrap_or_default();
            call
        });
        Some(calls.collect())
    };
    read().unwrap_or_default()
}
