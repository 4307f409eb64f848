//! This surface's requests as a log shows them: envelopes by their length, and what is inside them
//! redacted (SB 9).

use serde_json::{Map, Value};

use super::{
    PATH, doctor,
    endpoints::{self, ENDPOINTS, Endpoint},
    key, numbers, payload,
    redaction_classes::{HEADERS, NAMES, PAYLOADS},
};
use crate::{
    crypto::sealed::Reader,
    gate::Door,
    log::{
        Cause, Class, Diagnosis, Entry, Head, List, LogRenderer, Outcome, Reading,
        RedactionContext, words,
    },
    surface::Surface,
};

/// Reads entries of this surface.
pub(super) struct EnvelopeLogRenderer;

/// Every version: whatever the rules were when a body came in, it is to be read.
const ANY_VERSION: [i64; 256] = {
    let mut all = [0; 256];
    let mut at = 0;
    while at < all.len() {
        all[at] = at as i64;
        at += 1;
    }
    all
};

impl LogRenderer for EnvelopeLogRenderer {
    fn surface(&self) -> Option<Surface> {
        Some(super::Envelope::SURFACE)
    }

    fn operations(&self) -> Vec<&'static str> {
        ENDPOINTS.iter().map(|endpoint| endpoint.path).collect()
    }

    fn entity_types(&self) -> Vec<&'static str> {
        payload::NAMED.map(|(kind, _)| kind).to_vec()
    }

    fn headers(&self) -> &'static List {
        &HEADERS
    }

    fn token<'a>(&self, head: &'a Head) -> Option<&'a str> {
        head.header(key::API_KEY)
    }

    fn doors(&self) -> Vec<String> {
        endpoints::doors()
    }

    /// Paths that lead somewhere are shown; of others the segments that look like words.
    fn path(&self, path: &str) -> String {
        if Endpoint::at(path).is_some() {
            return path.to_owned();
        }
        let below = path.strip_prefix(PATH).unwrap_or(path);
        format!("{PATH}{}", words(below))
    }

    fn opened(&self, head: &Head, body: &Value, redaction: &RedactionContext) -> Option<Vec<u8>> {
        let known = redaction.credential(Surface::ER, self.token(head)?)?;
        let reader = Reader { strict: false, versions: &ANY_VERSION };
        reader.open(known.credential.client_secret.reveal(), body["encrypted"].as_str()?).ok()
    }

    fn read(&self, entry: &Entry, redaction: &RedactionContext) -> Reading {
        let mut reading = Reading::default();
        let open = |body: &Value| self.opened(&entry.request.head, body, redaction);
        if let Some(body) = json(entry.request.body.bytes()) {
            reading.request = envelope(&body, redaction);
            let endpoint = Endpoint::at(entry.request.head.path());
            if let (Some(plain), Some(endpoint)) = (open(&body), endpoint) {
                let payload = &PAYLOADS[endpoint.path];
                reading.request_inside =
                    json(Some(&plain)).map(|sent| redaction.value(payload, Class::Within, &sent));
                reading.entities = named(&plain, endpoint, redaction);
            }
        }
        let answer = entry.answer.as_ref().and_then(|answer| json(answer.body.bytes()));
        if let Some(body) = answer {
            reading.answer = redaction.value(&NAMES, Class::Within, &body);
            let inside = open(&body).and_then(|plain| json(Some(&plain)));
            reading.answer_inside =
                inside.map(|value| redaction.value(&NAMES, Class::Within, &value));
            let said = reading.answer_inside.as_ref().unwrap_or(&reading.answer);
            let text = |name: &str| said[name].as_str().map(ToOwned::to_owned);
            reading.code = text("error_slug");
            reading.error = text("error").or_else(|| text("detail")).or_else(|| text("message"));
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
        Outcome::Refused
    }
}

fn json(bytes: Option<&[u8]>) -> Option<Value> {
    numbers::read(bytes?).ok()
}

/// A request's body in clear: of it only the envelope is in the contract.
fn envelope(body: &Value, redaction: &RedactionContext) -> Value {
    let Value::Object(members) = body else {
        return redaction.value(&NAMES, Class::Unlisted, body);
    };
    let member = |(name, value): (&String, &Value)| {
        let class = if name == "encrypted" { Class::Sealed } else { Class::Unlisted };
        (redaction.name(name), redaction.value(&NAMES, class, value))
    };
    Value::Object(members.iter().map(member).collect::<Map<_, _>>())
}

/// Entities that the fields of a request name, each `<type>:<id>`.
fn named(plain: &[u8], endpoint: &Endpoint, redaction: &RedactionContext) -> Vec<String> {
    let Some(Value::Object(mut members)) = json(Some(plain)) else { return Vec::new() };
    members.retain(|name, _| PAYLOADS[endpoint.path].has(name));
    let entities = payload::entities(&members);
    entities.iter().map(|entity| redaction.name(entity)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_unknown_paths_only_words_are_shown() {
        let shown = |path| EnvelopeLogRenderer.path(path);
        assert_eq!(shown("/api/v1/project/wallet/trc20"), "/api/v1/project/wallet/trc20");
        assert_eq!(shown("/api/v1/cards/create/"), "/api/v1/cards/create/");
        assert_eq!(shown("/api/v1/cards/4000001234567899"), "/api/v1/cards/[text 16]");
    }
}
