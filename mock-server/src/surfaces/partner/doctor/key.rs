//! The API key: missing, unknown, or elsewhere.

use serde_json::json;

use super::{Case, auth};
use crate::{
    log::{Certainty, Diagnosis},
    register::Reason,
};

pub(super) fn causes(case: &Case<'_>) -> Vec<Diagnosis> {
    let one = match case.entry.reason() {
        Some(Reason::KeyMissing) => missing(case),
        Some(Reason::KeyRevoked) => {
            Diagnosis::proved("pg-key-revoked", format!("The token of {} is revoked.", by(case)))
        }
        Some(Reason::KeyExpired) => Diagnosis::proved(
            "pg-key-expired",
            format!("The token of {} is past its end.", by(case)),
        ),
        _ => unknown(case, case.token.unwrap_or_default()),
    };
    vec![one]
}

fn by(case: &Case<'_>) -> String {
    case.known.map_or_else(|| "nobody".to_owned(), |known| known.credential.label.clone())
}

fn missing(case: &Case<'_>) -> Diagnosis {
    for (name, value) in case.entry.request.head.headers() {
        let Ok(value) = std::str::from_utf8(value) else { continue };
        let value = value.trim_start_matches("Bearer ").trim();
        if name != auth::API_KEY && case.sight.credential("PG", value).is_some() {
            let name = case.sight.name(name);
            let says = format!("The header {name} holds a token that is known here.");
            return Diagnosis::proved("pg-key-other-header", says)
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
            Diagnosis::proved("pg-key-other-header", says)
                .only(Certainty::Likely)
                .shown_by(json!({ "header": name }))
        }
        None => Diagnosis::proved("pg-key-missing", "There is no header x-agio-api-key."),
    }
}

fn unknown(case: &Case<'_>, token: &str) -> Diagnosis {
    let bare = token.trim_matches(['"', '\'', ' ']).trim_start_matches("Bearer ");
    if bare != token && case.sight.credential("PG", bare).is_some() {
        let says = "Without what is around it, the token is known.";
        return Diagnosis::proved("pg-key-quoted", says);
    }
    let is_secret = |one: &&crate::log::Known| one.credential.client_secret.reveal() == token;
    if let Some(known) = case.sight.credentials().iter().find(is_secret) {
        let says = format!("It is the client_secret of {}.", known.credential.label);
        return Diagnosis::proved("pg-key-is-secret", says);
    }
    if let Some((world, why)) = case.sight.gone("PG", bare) {
        let says = format!("The token belonged to the world {world}, which is gone ({why}).");
        return Diagnosis::proved("pg-key-of-gone-world", says)
            .shown_by(json!({"world": world, "why": why}));
    }
    Diagnosis::proved("pg-key-unknown", "No world here has this token.")
}
