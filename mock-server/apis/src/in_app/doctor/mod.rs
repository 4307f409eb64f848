//! Why was this request refused (SB 9.3)? The reason of a refused token is known already; what its
//! client did is found by looking at the token again. Nothing of it is ever seen on the wire.

mod causes;
mod names;

use serde_json::json;

use super::{auth, schema};
use crate::{
    card_graphql::unknown_names,
    log::{Diagnosis, Entry, Proof, Reason, RedactionContext, of_head},
};
pub(super) use causes::CAUSES;

/// Diagnoses of a refused request, the surest first.
pub(super) fn diagnose(entry: &Entry, redaction: &RedactionContext) -> Vec<Diagnosis> {
    if let Some(found) = of_head(entry, &[auth::AUTHORIZATION, "content-type"]) {
        return vec![found];
    }
    match entry.reason() {
        Some(reason) if reason.is_of_token() => vec![auth::FAMILY.cause(entry, redaction, reason)],
        Some(Reason::Validation) => {
            // The names of the schema are those that the world's rules give it (AMB-AG-01).
            let judge = schema::EXECUTOR.judge(redaction.rules());
            let with = (&judge.checker, &judge.documents);
            let mut found = unknown_names(entry, redaction, with, names::renamed);
            found.extend(names::blocked(entry));
            found
        }
        Some(Reason::Method) => {
            let says = "The path is right; it takes POST with a JSON body.";
            let proof = Proof::of(entry.request.method != axum::http::Method::POST);
            vec![Diagnosis::proved("method-other", says, proof).shown_by(json!({"wanted": "POST"}))]
        }
        _ => Vec::new(),
    }
}
