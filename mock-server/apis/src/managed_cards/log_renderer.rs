//! Requests to the managed cards API as a log shows them (SB 9).

use serde_json::Value;

use super::{
    ManagedCards, doctor,
    endpoints::{self, ENDPOINTS},
    redaction_classes::{HEADERS, NAMES, PARAMETERS, PAYLOADS},
    requested_calls::{NAMED, entities},
    route, token_check,
};
use crate::{
    crypto::jwt::Token,
    gate::Door,
    log::{
        Cause, Class, Diagnosis, Entry, Head, List, LogRenderer, Outcome, Reading,
        RedactionContext, words,
    },
    surface::Surface,
    user_token,
};

/// Reads entries of this surface.
pub(super) struct ManagedCardsLogRenderer;

impl LogRenderer for ManagedCardsLogRenderer {
    fn surface(&self) -> Option<Surface> {
        Some(ManagedCards::SURFACE)
    }

    fn operations(&self) -> Vec<&'static str> {
        ENDPOINTS.iter().map(|endpoint| endpoint.name).collect()
    }

    fn entity_types(&self) -> Vec<&'static str> {
        NAMED.map(|(kind, _)| kind).to_vec()
    }

    fn headers(&self) -> &'static List {
        &HEADERS
    }

    fn parameters(&self) -> &'static List {
        &PARAMETERS
    }

    fn token<'a>(&self, head: &'a Head) -> Option<&'a str> {
        head.header(user_token::AUTHORIZATION)
    }

    fn by<'a>(&self, head: &Head, redaction: &'a RedactionContext) -> Option<&'a str> {
        let token = Token::read(user_token::bare(self.token(head)?))?;
        redaction.user(Surface::MC, token.text(token_check::FAMILY.user)?)
    }

    fn doors(&self) -> Vec<String> {
        endpoints::doors()
    }

    /// Paths that lead somewhere are shown where their reference has the form of one; of others the
    /// segments that look like words.
    fn path(&self, path: &str) -> String {
        let mut found = ENDPOINTS.iter().filter_map(|endpoint| endpoint.matches_any_spelling(path));
        match found.next() {
            Some(reference) if reference.is_empty() || is_reference(reference) => path.to_owned(),
            _ => words(path),
        }
    }

    fn read(&self, entry: &Entry, redaction: &RedactionContext) -> Reading {
        let mut reading = Reading::default();
        let target = route::named(entry.request.head.path(), &entry.request.method);
        let sent = json(entry.request.body.bytes());
        if let Some((endpoint, reference)) = target {
            let payload = &PAYLOADS[endpoint.name];
            let named = entities(reference, sent.as_ref().and_then(Value::as_object));
            reading.entities = named.iter().map(|entity| redaction.name(entity)).collect();
            if let Some(sent) = &sent {
                reading.request = redaction.value(payload, Class::Within, sent);
            }
        } else if let Some(sent) = &sent {
            reading.request = redaction.value(&NAMES, Class::Unlisted, sent);
        }
        let answer = entry.answer.as_ref().and_then(|answer| json(answer.body.bytes()));
        if let Some(body) = answer {
            reading.answer = redaction.value(&NAMES, Class::Within, &body);
            let text = |name: &str| reading.answer[name].as_str().map(ToOwned::to_owned);
            (reading.code, reading.error) = (text("code"), text("detail"));
        }
        reading
    }

    fn diagnose(&self, entry: &Entry, redaction: &RedactionContext) -> Vec<Diagnosis> {
        doctor::diagnose(entry, redaction)
    }

    fn causes(&self) -> &'static [Cause] {
        &doctor::CAUSES
    }

    fn unread(&self) -> Outcome {
        Outcome::BusinessFailure
    }
}

/// The form of a reference: a prefix of three letters, and digits and letters behind it.
fn is_reference(text: &str) -> bool {
    let Some((prefix, rest)) = text.split_once('_') else { return false };
    let is_hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    prefix.len() == 3
        && prefix.bytes().all(|byte| byte.is_ascii_lowercase())
        && rest.len() == 24
        && rest.bytes().all(is_hex)
}

fn json(bytes: Option<&[u8]>) -> Option<Value> {
    serde_json::from_slice(bytes?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_unknown_paths_only_words_are_shown() {
        let shown = |path| ManagedCardsLogRenderer.path(path);
        let known = "/cards/api/v1/managed-cards/crd_5f27c8a1e09b4d36a7420c9e/fund/";
        assert_eq!(shown(known), known);
        assert_eq!(shown("/cards/api/v1/programs/"), "/cards/api/v1/programs/");
        assert!(!shown("/cards/api/v1/managed-cards/4000001234567899/").contains("4567899"));
    }
}
