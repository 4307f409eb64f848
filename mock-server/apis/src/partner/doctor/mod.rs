//! Why was this request refused? Hypotheses about what its client did are tried until one gives
//! what was sent (SB 9.3). Nothing of it is ever seen on the wire, and no right signature and no
//! secret is told.

mod bodies;
mod bytes;
mod causes;
mod compressed;
mod gql;
mod json;
mod key;
mod members;
mod mistake;
mod pin;
mod query;
mod secrets;
mod signature;
mod targets;
mod texts;
mod time;
mod writing;

use axum::http::Method;
use serde_json::json;

use super::auth;
use crate::{
    log::{Certainty, Diagnosis, Entry, Known, Proof, Reason, RedactionContext, of_head},
    surface::Surface,
};
pub(super) use causes::CAUSES;

/// A refused request with everything that the doctor knows of it.
struct Case<'a> {
    entry: &'a Entry,
    redaction: &'a RedactionContext,
    token: Option<&'a str>,
    timestamp: Option<&'a str>,
    signature: Option<&'a str>,
    /// Whose the token is.
    known: Option<&'a Known>,
}

/// Diagnoses of a refused request, the surest first.
pub(super) fn diagnose(entry: &Entry, redaction: &RedactionContext) -> Vec<Diagnosis> {
    let deciding = [auth::API_KEY, auth::TIMESTAMP, auth::SIGNATURE, "content-type"];
    if let Some(found) = of_head(entry, &deciding) {
        return vec![found];
    }
    let header = |name| entry.request.head.header(name);
    let token = header(auth::API_KEY);
    let case = Case {
        entry,
        redaction,
        token,
        timestamp: header(auth::TIMESTAMP),
        signature: header(auth::SIGNATURE),
        known: token.and_then(|token| redaction.credential(Surface::PG, token)),
    };
    match entry.reason() {
        Some(
            Reason::KeyMissing
            | Reason::KeyUnknown
            | Reason::KeyRevoked
            | Reason::KeyExpired
            | Reason::KeyEnvironment,
        ) => key::causes(&case),
        // Whoever has both wrong wants to know both.
        Some(Reason::Timestamp) => {
            let mut found: Vec<_> = gql::no_introspection(&case).into_iter().collect();
            found.extend(time::causes(&case));
            found.extend(signature::causes(&case));
            found
        }
        Some(Reason::Signature) => signature::causes(&case),
        Some(Reason::Validation) => gql::causes(&case),
        Some(Reason::Blocked) => gql::blocked(&case),
        Some(Reason::Replay) => vec![replay(&case)],
        Some(Reason::Business) => pin::causes(&case),
        Some(Reason::Method) => {
            let says = "The path is right; it takes POST with a JSON body.";
            let proof = Proof::of(entry.request.method != Method::POST);
            vec![Diagnosis::proved("method-other", says, proof).shown_by(json!({"wanted": "POST"}))]
        }
        _ => Vec::new(),
    }
}

/// The first use of a request that came again.
fn replay(case: &Case<'_>) -> Diagnosis {
    const CAUSE: &str = "pg-nonce-replay";
    let same = |other: &Entry| {
        let header = |name| other.request.head.header(name);
        header(auth::API_KEY) == case.token
            && header(auth::TIMESTAMP) == case.timestamp
            && header(auth::SIGNATURE) == case.signature
            && !matches!(
                other.reason(),
                Some(Reason::Replay | Reason::Signature | Reason::Timestamp)
            )
    };
    match case.redaction.log().and_then(|log| log.last_before(case.entry.n, same)) {
        Some(first) => {
            let ago = case.entry.at.duration_since(first.at).as_secs_f64();
            let says = format!(
                "Request {} had the same key, timestamp and signature, and was let in {ago} s before.",
                first.n
            );
            let evidence = json!({"first": first.n, "seconds": ago});
            Diagnosis::proved(CAUSE, says, Proof::of(same(&first))).shown_by(evidence)
        }
        None => {
            let says = "Its first use is no more in the log, or had another form.";
            Diagnosis::guessed(CAUSE, says, Certainty::Likely)
        }
    }
}
