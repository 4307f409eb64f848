//! Names that a schema does not have, as the doctor explains them (SB 9.3).

use serde_json::json;

use super::body;
use crate::{
    graphql::{self, Checker, Documents, Unknown},
    log::{Certainty, Diagnosis, Entry, Proof, RedactionContext},
    spelling,
};

/// Diagnoses of a document that does not fit the schema. `renamed` gives the names that this API
/// may have for what another generation of it calls so.
pub(crate) fn unknown_names(
    entry: &Entry,
    redaction: &RedactionContext,
    (checker, documents): (&Checker, &Documents),
    renamed: fn(&str) -> Vec<String>,
) -> Vec<Diagnosis> {
    let posted = entry.request.body.bytes().and_then(|bytes| body::read(bytes).ok());
    let Some(posted) = posted else { return Vec::new() };
    let Ok(prepared) = documents.read(&posted.query) else { return Vec::new() };
    let name = posted.operation.as_deref();
    let mut unknown = prepared.unknown(checker);
    if let Ok(operation) = graphql::choose(&prepared.document, name) {
        unknown.extend(checker.unknown(operation, &posted.variables));
    }
    unknown.iter().filter_map(|one| named(redaction, one, renamed)).collect()
}

/// A name of a later or earlier generation of the interface, or one that was written wrongly.
fn named(
    redaction: &RedactionContext,
    unknown: &Unknown,
    renamed: fn(&str) -> Vec<String>,
) -> Option<Diagnosis> {
    let Unknown { what, of, known, .. } = unknown;
    let place = if of.is_empty() { String::new() } else { format!(" of {of}") };
    // A value of an enum is no name that may be repeated.
    let absent = match *what {
        "value" => format!("What was sent is no value{place}"),
        _ => format!("There is no {what} \"{}\"{place}", redaction.name(&unknown.name)),
    };
    if let Some(here) = renamed(&unknown.name).into_iter().find(|name| known.contains(name)) {
        let says = format!("{absent}: here the name is \"{here}\".");
        let proof = Proof::of(!known.contains(&unknown.name));
        let found = Diagnosis::proved("gql-other-generation", says, proof);
        return Some(found.shown_by(json!({"place": of, "name": here})));
    }
    let (distance, nearest) = spelling::closest(&unknown.name, known)?;
    let is_near = distance <= 2.max(unknown.name.len() / 3);
    let certainty = if is_near { Certainty::Likely } else { Certainty::Possible };
    let says = format!("{absent}; the nearest is \"{nearest}\".");
    let found = Diagnosis::guessed("gql-near", says, certainty);
    Some(found.shown_by(json!({"place": of, "nearest": nearest})))
}
