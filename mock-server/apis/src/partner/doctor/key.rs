//! The API key: missing, unknown, or elsewhere.

use serde_json::json;

use super::{Case, auth};
use crate::{
    log::{Certainty, Diagnosis, Known, Proof, Reason},
    surface::Surface,
};

pub(super) fn causes(case: &Case<'_>) -> Vec<Diagnosis> {
    let one = match case.entry.reason() {
        Some(Reason::KeyMissing) => missing(case),
        Some(Reason::KeyRevoked) => known(case, "pg-key-revoked", "is revoked"),
        Some(Reason::KeyExpired) => known(case, "pg-key-expired", "is past its end"),
        Some(Reason::KeyEnvironment) => {
            known(case, "pg-key-environment", "belongs to another environment")
        }
        _ => unknown(case, case.token.unwrap_or_default()),
    };
    vec![one]
}

/// A token that is known and does not count.
fn known(case: &Case<'_>, cause: &'static str, why: &str) -> Diagnosis {
    let by = case.known.map_or("nobody", |known| known.credential.label.as_str());
    let says = format!("The token of {by} {why}.");
    Diagnosis::proved(cause, says, Proof::of(case.known.is_some()))
}

fn missing(case: &Case<'_>) -> Diagnosis {
    for (name, value) in case.entry.request.head.headers() {
        let Ok(value) = std::str::from_utf8(value) else { continue };
        let value = value.trim_start_matches("Bearer ").trim();
        if name != auth::API_KEY && case.redaction.credential(Surface::PG, value).is_some() {
            let name = case.redaction.name(name);
            let says = format!("The header {name} holds a token that is known here.");
            return Diagnosis::proved("pg-key-other-header", says, Proof::of(true))
                .shown_by(json!({ "header": name }));
        }
    }
    // The token itself may be wrong as well; what the header is called speaks for itself.
    let names =
        ["x-api-key", "api-key", "apikey", "x-agio-apikey", "x-agio-key", "x-agio-api-token"];
    let near = case.entry.request.head.headers().find(|(name, _)| names.contains(name));
    match near {
        Some((name, _)) => {
            let says = format!("The header {name} looks like a key under another name.");
            Diagnosis::guessed("pg-key-other-header", says, Certainty::Likely)
                .shown_by(json!({ "header": name }))
        }
        None => {
            let proof = Proof::of(case.token.is_none_or(str::is_empty));
            Diagnosis::proved("pg-key-missing", "There is no header x-agio-api-key.", proof)
        }
    }
}

fn unknown(case: &Case<'_>, token: &str) -> Diagnosis {
    let bare = token.trim_matches(['"', '\'', ' ']).trim_start_matches("Bearer ");
    if bare != token && case.redaction.credential(Surface::PG, bare).is_some() {
        let says = "Without what is around it, the token is known.";
        return Diagnosis::proved("pg-key-quoted", says, Proof::of(true));
    }
    let strangers = case.redaction.strangers();
    let mut all = case.redaction.credentials().iter().chain(&strangers);
    let is_secret = |one: &&Known| one.credential.client_secret.reveal() == token;
    if let Some(known) = all.clone().find(is_secret) {
        let says = format!("It is the secret of {}.", known.credential.label);
        return Diagnosis::proved("pg-key-is-secret", says, Proof::of(is_secret(&known)));
    }
    if let Some((world, why)) = case.redaction.gone(Surface::PG, bare) {
        let says = format!("The token belonged to the world {world}, which is gone ({why}).");
        return Diagnosis::proved("pg-key-of-gone-world", says, Proof::of(true))
            .shown_by(json!({"world": world, "why": why}));
    }
    let nobody = !all.any(|one| one.credential.api_token == token);
    Diagnosis::proved("pg-key-unknown", "No world here has this token.", Proof::of(nobody))
}
