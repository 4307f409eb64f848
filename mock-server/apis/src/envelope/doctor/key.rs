//! The api key: missing, unknown, elsewhere, without access.

use serde_json::json;

use super::{API_KEY, Case};
use crate::{
    log::{Certainty, Diagnosis, Proof, Reason},
    surface::Surface,
};

pub(super) fn causes(case: &Case<'_>) -> Vec<Diagnosis> {
    let one = match case.entry.reason() {
        Some(Reason::NoAccess) => {
            let by = case.known.map_or("the project", |known| known.credential.label.as_str());
            let says = format!("{by} has no access to this API.");
            Diagnosis::proved("er-no-access", says, Proof::of(case.known.is_some()))
        }
        Some(Reason::KeyMissing) => missing(case),
        _ if case.known.is_some() => {
            let by = case.known.map_or("nobody", |known| known.credential.label.as_str());
            let says = format!("The key of {by} is revoked, or past its end.");
            Diagnosis::proved("er-key-revoked", says, Proof::of(case.known.is_some()))
        }
        _ => match case.redaction.gone(Surface::ER, case.key) {
            Some((world, why)) => {
                let says = format!("The key belonged to the world {world}, which is gone ({why}).");
                Diagnosis::proved("er-key-of-gone-world", says, Proof::of(true))
                    .shown_by(json!({"world": world, "why": why}))
            }
            None => {
                let says = "No world here has this key.";
                Diagnosis::proved("er-key-unknown", says, Proof::of(nobody_has(case)))
            }
        },
    };
    vec![one]
}

/// Whether the key is nobody's, here and in other worlds.
fn nobody_has(case: &Case<'_>) -> bool {
    let is_it = |known: &crate::log::Known| known.credential.api_token == case.key;
    case.known.is_none() && !case.redaction.strangers().iter().any(is_it)
}

fn missing(case: &Case<'_>) -> Diagnosis {
    const NAMES: [&str; 5] = ["x-api-key", "apikey", "x-apikey", "api_key", "authorization"];
    let is_known = |value: &[u8]| {
        let value = std::str::from_utf8(value).unwrap_or_default();
        case.redaction.credential(Surface::ER, value.trim_start_matches("Bearer ")).is_some()
    };
    let others = || case.entry.request.head.headers().filter(|(name, _)| *name != API_KEY);
    let known = others().find(|(_, value)| is_known(value));
    let near = others().find(|(name, _)| NAMES.contains(name));
    match known.or(near) {
        Some((name, value)) => {
            let name = case.redaction.name(name);
            let says = format!("The key is in the header {name}.");
            let found = match is_known(value) {
                true => Diagnosis::proved("er-key-other-header", says, Proof::of(true)),
                false => Diagnosis::guessed("er-key-other-header", says, Certainty::Likely),
            };
            found.shown_by(json!({ "header": name }))
        }
        None => {
            let proof = Proof::of(case.key.is_empty());
            Diagnosis::proved("er-key-missing", "There is no header API-KEY.", proof)
        }
    }
}
