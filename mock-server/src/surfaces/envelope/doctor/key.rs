//! The api key: missing, unknown, elsewhere, without access.

use serde_json::json;

use super::{API_KEY, Case};
use crate::{
    log::{Certainty, Diagnosis},
    register::Reason,
};

pub(super) fn causes(case: &Case<'_>) -> Vec<Diagnosis> {
    let one = match case.entry.reason() {
        Some(Reason::NoAccess) => {
            let by = case.known.map_or("the project", |known| known.credential.label.as_str());
            Diagnosis::proved("er-no-access", format!("{by} has no access to this API."))
        }
        Some(Reason::KeyMissing) => missing(case),
        _ => match case.sight.gone("ER", case.key) {
            Some((world, why)) => {
                let says = format!("The key belonged to the world {world}, which is gone ({why}).");
                Diagnosis::proved("er-key-of-gone-world", says)
                    .shown_by(json!({"world": world, "why": why}))
            }
            None => Diagnosis::proved("er-key-unknown", "No world here has this key."),
        },
    };
    vec![one]
}

fn missing(case: &Case<'_>) -> Diagnosis {
    const NAMES: [&str; 5] = ["x-api-key", "apikey", "x-apikey", "api_key", "authorization"];
    let is_known = |value: &[u8]| {
        let value = std::str::from_utf8(value).unwrap_or_default();
        case.sight.credential("ER", value.trim_start_matches("Bearer ")).is_some()
    };
    let others = || case.entry.request.head.headers().filter(|(name, _)| *name != API_KEY);
    let known = others().find(|(_, value)| is_known(value));
    let near = others().find(|(name, _)| NAMES.contains(name));
    match known.or(near) {
        Some((name, value)) => {
            let sure = if is_known(value) { Certainty::Proved } else { Certainty::Likely };
            let name = case.sight.name(name);
            let says = format!("The key is in the header {name}.");
            Diagnosis::proved("er-key-other-header", says)
                .only(sure)
                .shown_by(json!({ "header": name }))
        }
        None => Diagnosis::proved("er-key-missing", "There is no header API-KEY."),
    }
}
