//! A request without anything secret: ids are references, PINs are samples, and signatures, tokens
//! and timestamps are left to whoever sends it.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Map, Value, json};

use super::{
    clear::{self, Clear},
    literals,
    origin::Origin,
    references::{References, bare_mark, mark, names_an_id},
    scratch::Call,
};
use crate::{
    crypto::session_key,
    log::{Class, Entry, RedactionContext},
    surface::Surface,
    world::{World, strip::Samples},
};

/// Header with the idempotency key of a request.
const IDEMPOTENCY_KEY: &str = "idempotency-key";

/// A request as it is sent again. Its texts have marks of references.
pub(super) struct Asked {
    /// The method.
    pub(super) method: String,
    /// Path and query.
    pub(super) place: String,
    /// The idempotency key, if it had one.
    pub(super) key: Option<String>,
    /// Reference of the token under which it was sent, where an answer told that.
    pub(super) token: Option<usize>,
    /// The body.
    pub(super) body: Body,
    /// True when the body is a sample as a whole, so that words of its answer may be others.
    pub(super) is_sample: bool,
}

/// The body of a request.
pub(super) enum Body {
    /// Nothing.
    Empty,
    /// A document of GraphQL, with its variables; null for none.
    Document {
        /// The document.
        text: String,
        /// The variables.
        variables: Value,
    },
    /// JSON; of ER what is sealed, without its timestamp.
    Json(Value),
}

/// The body that posts a document of GraphQL, with its variables unless they are null.
pub(super) fn document_body(text: &str, variables: &Value) -> Value {
    let mut body = json!({ "query": text });
    if !variables.is_null() {
        body["variables"] = variables.clone();
    }
    body
}

/// Reads the requests of a session.
pub(super) struct Asking<'a> {
    pub(super) redaction: &'a RedactionContext,
    pub(super) references: References,
    pub(super) samples: Samples,
}

impl Asking<'_> {
    /// A request without anything secret, or the reason why it is left out.
    pub(super) fn of(&mut self, call: &Call) -> Result<Asked, &'static str> {
        let entry = &call.entry;
        let surface = entry.log_renderer.surface().ok_or("it belongs to no surface")?;
        let head = &entry.request.head;
        if call.by.is_none() && !is_login(call) {
            return Err("it names no caller");
        }
        let path = head.path();
        if entry.log_renderer.path(path) != path {
            return Err("its path may be anything");
        }
        let mut place = literals::with_references(path, &mut self.references);
        if let Some(query) = head.query() {
            if !is_plain_query(entry, query) {
                return Err("its query may be anything");
            }
            place = format!("{place}?{}", literals::with_references(query, &mut self.references));
        }
        let clear = clear::request(entry, self.redaction).ok_or("its body cannot be read")?;
        if literals::has_marks(&clear.value.to_string()) {
            return Err("its body may be anything");
        }
        let is_document = matches!(surface, Surface::PG | Surface::AG);
        let is_sample =
            is_document && clear.value["query"] != Value::Null && !clear.shown["query"].is_string();
        let body = match surface {
            Surface::PG | Surface::AG if is_sample => {
                let query = clear.value["query"].as_str().unwrap_or_default();
                Body::Json(json!({"query": self.samples.of(query)}))
            }
            Surface::PG | Surface::AG => self.graphql(clear, call)?,
            Surface::ER | Surface::MC | Surface::SB => self.rest(clear, call)?,
        };
        let token = match surface {
            Surface::MC => head.header("authorization"),
            Surface::PG | Surface::AG | Surface::ER | Surface::SB => None,
        };
        let token = token.and_then(|header| header.strip_prefix("Bearer "));
        let token = token.and_then(|token| self.references.text(token));
        let key = head.header(IDEMPOTENCY_KEY).map(|key| self.key(entry, key));
        let method = entry.request.method.as_str().to_owned();
        Ok(Asked { method, place, key, token, body, is_sample })
    }

    /// The idempotency key; a sample where a log does not show it.
    fn key(&mut self, entry: &Entry, key: &str) -> String {
        let class = entry.log_renderer.headers().class(IDEMPOTENCY_KEY, Class::Unlisted);
        match self.redaction.text(class, key) == key {
            true => key.to_owned(),
            false => self.samples.of(key),
        }
    }

    fn graphql(&mut self, clear: Clear, call: &Call) -> Result<Body, &'static str> {
        const UNCLEAR: &str = "what is secret in it is not clear";
        let Clear { value: Value::Object(members), shown } = clear else { return Err(UNCLEAR) };
        let query = members.get("query").and_then(Value::as_str);
        let (Some(query), Some(shown_query)) = (query, shown["query"].as_str()) else {
            return Err("its document cannot be read");
        };
        let before = &call.before;
        let Self { references, samples, .. } = self;
        let mut secret =
            |text: &str, references: &mut References| secret(text, before, references, samples);
        let text = literals::document(query, shown_query, references, &mut secret);
        let text = text.ok_or(UNCLEAR)?;
        let variables = members.get("variables").cloned().unwrap_or(Value::Null);
        let variables = self.value("", &variables, &shown["variables"], before).ok_or(UNCLEAR)?;
        let known = ["query", "variables"];
        if members.keys().all(|name| known.contains(&name.as_str())) {
            return Ok(Body::Document { text, variables });
        }
        let mut all = Map::new();
        if members.keys().any(|name| shown.get(name).is_none()) {
            return Err(UNCLEAR);
        }
        for (name, value) in &members {
            let value = match name.as_str() {
                "query" => json!(text),
                "variables" => variables.clone(),
                name => self.value(name, value, &shown[name], before).ok_or(UNCLEAR)?,
            };
            all.insert(name.clone(), value);
        }
        Ok(Body::Json(Value::Object(all)))
    }

    fn rest(&mut self, clear: Clear, call: &Call) -> Result<Body, &'static str> {
        let Clear { mut value, mut shown } = clear;
        if value.is_null() {
            return Ok(Body::Empty);
        }
        for body in [&mut value, &mut shown] {
            if let Some(members) = body.as_object_mut() {
                members.shift_remove("request_timestamp");
            }
        }
        let value = self.value("", &value, &shown, &call.before);
        value.map(Body::Json).ok_or("what is secret in it is not clear")
    }

    /// A value without anything secret; none when a log does not show which part is which.
    fn value(&mut self, name: &str, value: &Value, shown: &Value, before: &World) -> Option<Value> {
        match (value, shown) {
            (Value::Object(members), Value::Object(shown)) => {
                let pairs = members.iter().zip(shown);
                let one = |((name, value), (shown_name, shown)): (_, (&String, &Value))| {
                    let name: &String = name;
                    if name != shown_name {
                        return None;
                    }
                    Some((name.clone(), self.value(name, value, shown, before)?))
                };
                (members.len() == shown.len())
                    .then(|| pairs.map(one).collect::<Option<Map<_, _>>>())?
                    .map(Value::Object)
            }
            (Value::Array(items), Value::Array(shown)) if items.len() == shown.len() => {
                let pairs = items.iter().zip(shown);
                let all = pairs.map(|(item, shown)| self.value(name, item, shown, before));
                all.collect::<Option<Vec<_>>>().map(Value::Array)
            }
            (Value::String(text), shown) if *shown == *text => {
                Some(json!(literals::with_references(text, &mut self.references)))
            }
            (Value::String(text), _) => {
                Some(json!(secret(text, before, &mut self.references, &mut self.samples)))
            }
            (Value::Number(number), shown) if *shown == *value => {
                let number = number.as_i64().filter(|_| names_an_id(name));
                let reference = number.and_then(|id| self.references.number(name, id));
                Some(reference.map_or_else(|| value.clone(), |one| json!(bare_mark(one))))
            }
            (Value::Number(number), _) => {
                let sampled = self.samples.of(&number.to_string());
                serde_json::from_str(&sampled).ok().or_else(|| Some(json!(0)))
            }
            (Value::Null | Value::Bool(_), _) => Some(value.clone()),
            (Value::Object(_) | Value::Array(_), _) => None,
        }
    }
}

/// True for a login, which names its caller in its body.
fn is_login(call: &Call) -> bool {
    call.entry.log_renderer.surface() == Some(Surface::MC)
        && call.entry.request.head.path().contains("/token/")
}

/// True when a log shows all of a query.
fn is_plain_query(entry: &Entry, query: &str) -> bool {
    let list = entry.log_renderer.parameters();
    query.split('&').filter(|part| !part.is_empty()).all(|part| {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        let is_part = |letter: char| letter.is_ascii_alphanumeric() || "_-.[]".contains(letter);
        list.class(name, Class::Unlisted) == Class::Plain && value.chars().all(is_part)
    })
}

/// The stand-in for a text that a log does not show: a reference where the text was told before or is
/// a credential, an encryption of a sample where it is an encrypted PIN, and else a sample.
fn secret(
    text: &str,
    before: &World,
    references: &mut References,
    samples: &mut Samples,
) -> String {
    if let Some(reference) = references.text(text) {
        return mark(reference);
    }
    for user in before.issuer.managed.users.iter() {
        let label = user.label.clone();
        if before.managed_password(user).reveal() == text {
            return mark(references.add(Origin::Password { label }));
        }
    }
    for session in before.access.sessions.iter().rev() {
        let (key, iv) = (session.key_bytes(), session.iv_bytes());
        let Some(pin) = session_key::decrypt(&key, &iv, text) else { continue };
        let told = [STANDARD.encode(key), STANDARD.encode(iv)].map(|text| references.text(&text));
        let [Some(key), Some(iv)] = told else { break };
        let pin = samples.of(&pin);
        return mark(references.add(Origin::Pin { pin, key, iv }));
    }
    samples.of(text)
}
