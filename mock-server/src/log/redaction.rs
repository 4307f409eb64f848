//! Knowledge that a reader of the log has of its world, and the form in which values are shown.

use std::{
    borrow::Cow,
    fmt,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use base64::{
    Engine,
    engine::{
        DecodePaddingMode,
        general_purpose::{GeneralPurpose, GeneralPurposeConfig},
    },
};
use serde_json::{Map, Value};

use super::{
    Class, List, Log, echo,
    scrub::{self, Secrets},
};
use crate::{
    rulebook::Rulebook,
    surface::Surface,
    world::{Credential, World, WorldSecret, access::Session, outbox::address},
};

/// A credential and the world in which it counts.
#[derive(Clone)]
pub struct Known {
    /// The id of the world.
    pub world: Arc<str>,
    /// The credential.
    pub credential: Credential,
}

/// An encryption session, as the doctor asks for it.
#[derive(Clone)]
pub struct OpenSession {
    /// `sessionId`.
    pub id: String,
    /// The bytes of the key.
    pub key: Vec<u8>,
    /// The bytes of the iv.
    pub iv: Vec<u8>,
}

/// The other worlds, as the doctor asks for them.
pub trait Elsewhere: Send + Sync {
    /// The credentials of all worlds that live.
    fn credentials(&self) -> Vec<Known>;

    /// The world that is gone and had this token, and why it is gone.
    fn gone(&self, surface: Surface, token: &str) -> Option<(String, &'static str)>;
}

/// Context for rendering entries: credentials, to open sealed bodies and to name the caller;
/// secrets, to find them where they do not belong.
#[derive(Clone, Default)]
pub struct RedactionContext {
    credentials: Vec<Known>,
    sessions: Vec<OpenSession>,
    secrets: Secrets,
    mask_personal: bool,
    rules: Arc<Rulebook>,
    log: Option<Arc<Log>>,
    elsewhere: Option<Arc<dyn Elsewhere>>,
    /// Bytes that were looked at to explain requests, in this reading of a log.
    spent: Arc<AtomicUsize>,
}

/// Largest number of bytes that the doctor examines in one reading of a log; other entries are
/// explained in the next reading.
const MOST_SPENT: usize = 256 << 20;

impl RedactionContext {
    /// Of a world as it is now.
    pub fn of(world: &World) -> Self {
        let mut secrets = Secrets::default();
        let id: Arc<str> = world.definition.id.as_str().into();
        let known = |one: &Credential| Known { world: id.clone(), credential: one.clone() };
        let credentials: Vec<_> = world.access.credentials.iter().map(known).collect();
        for secret in world.secrets() {
            match secret {
                WorldSecret::Text(text) => secrets.add(text.as_bytes()),
                WorldSecret::Bytes(bytes) => secrets.add(&bytes),
                WorldSecret::Token(token) => secrets.add_token(token),
                WorldSecret::CardNumber(number) => secrets.add_pan(number),
            }
        }
        let opened = |session: &Session| OpenSession {
            id: session.id.clone(),
            key: session.key_bytes(),
            iv: session.iv_bytes(),
        };
        let sessions: Vec<_> = world.access.sessions.iter().map(opened).collect();
        let rules = world.rules.clone();
        Self { credentials, sessions, secrets, rules, ..Self::default() }
    }

    /// Adds the credentials and secrets of another world.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.credentials.extend(other.credentials);
        self.secrets.extend(other.secrets);
        self
    }

    /// Sets whether personal data is masked.
    #[must_use]
    pub fn masking_personal(mut self, mask: bool) -> Self {
        self.mask_personal = mask;
        self
    }

    /// Adds the log in which earlier requests are found.
    #[must_use]
    pub fn with_log(mut self, log: Arc<Log>) -> Self {
        self.log = Some(log);
        self
    }

    /// Adds a view of the other worlds.
    #[must_use]
    pub fn with_elsewhere(mut self, elsewhere: Arc<dyn Elsewhere>) -> Self {
        self.elsewhere = Some(elsewhere);
        self
    }

    /// The credential that counts on a surface and has this token.
    pub fn credential(&self, surface: Surface, token: &str) -> Option<&Known> {
        let token = surface.spelled(token);
        let is_it = |one: &&Known| {
            one.credential.holder.surface() == surface && one.credential.api_token == token
        };
        self.credentials.iter().find(is_it)
    }

    /// The credentials of the world.
    pub fn credentials(&self) -> &[Known] {
        &self.credentials
    }

    /// The encryption sessions that the world remembers.
    pub fn sessions(&self) -> &[OpenSession] {
        &self.sessions
    }

    /// Notes that so many bytes were looked at to explain a request.
    pub fn spend(&self, bytes: usize) {
        self.spent.fetch_add(bytes, Ordering::Relaxed);
    }

    /// Whether enough was explained for one reading of a log.
    pub fn is_tired(&self) -> bool {
        self.spent.load(Ordering::Relaxed) > MOST_SPENT
    }

    /// The credentials of other worlds.
    pub fn strangers(&self) -> Vec<Known> {
        let all = self.elsewhere.as_ref().map(|elsewhere| elsewhere.credentials());
        let ours = |one: &Known| self.credentials.iter().any(|own| own.world == one.world);
        all.unwrap_or_default().into_iter().filter(|one| !ours(one)).collect()
    }

    /// The world that is gone and had this token, and why it is gone.
    pub fn gone(&self, surface: Surface, token: &str) -> Option<(String, &'static str)> {
        self.elsewhere.as_ref()?.gone(surface, token)
    }

    /// The rules of the world as they are now.
    pub fn rules(&self) -> &Rulebook {
        &self.rules
    }

    /// The log in which earlier requests are found.
    pub fn log(&self) -> Option<&Log> {
        self.log.as_deref()
    }

    /// A text without the secrets in it.
    pub fn scrubbed<'a>(&self, text: &'a str) -> Cow<'a, str> {
        self.secrets.scrubbed(text)
    }

    /// A JSON value whose members are what the list says.
    pub fn value(&self, list: &List, class: Class, value: &Value) -> Value {
        match value {
            Value::Null => Value::Null,
            Value::Array(items) if class != Class::Unlisted => {
                items.iter().map(|item| self.value(list, class, item)).collect()
            }
            Value::Object(members) if class.opens() => {
                let member = |(name, value): (&String, &Value)| {
                    let value = self.value(list, list.class(name, class), value);
                    (self.name(name), value)
                };
                Value::Object(members.iter().map(member).collect::<Map<_, _>>())
            }
            Value::String(text) => Value::String(self.text(class, text)),
            Value::Bool(_) if matches!(class, Class::Plain | Class::Personal) => value.clone(),
            Value::Number(number)
                if matches!(class, Class::Plain | Class::Personal | Class::Stamp) =>
            {
                let text = number.to_string();
                match self.text(class, &text) {
                    shown if shown == text => value.clone(),
                    hidden => Value::String(hidden),
                }
            }
            Value::Number(number) if class != Class::Unlisted && class != Class::Within => {
                Value::String(self.text(class, &number.to_string()))
            }
            Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
                Value::String(measured(value))
            }
        }
    }

    /// A value of which nothing may be shown but its form and the names that the list has.
    pub fn outline(&self, list: &List, value: &Value) -> Value {
        match value {
            Value::Null => Value::Null,
            Value::Array(items) => items.iter().map(|item| self.outline(list, item)).collect(),
            Value::Object(members) => {
                let member = |(name, value): (&String, &Value)| {
                    let shown = match list.has(name) {
                        true => self.outline(list, value),
                        false => Value::String(measured(value)),
                    };
                    (self.name(name), shown)
                };
                Value::Object(members.iter().map(member).collect())
            }
            scalar => Value::String(measured(scalar)),
        }
    }

    /// Whether a text has a secret in it.
    pub fn betrays(&self, text: &str) -> bool {
        self.scrubbed(text) != text
    }

    /// A value of ours in which something that was sent may be repeated.
    pub fn clean(&self, value: Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.scrubbed(&text).into_owned()),
            Value::Number(number) if self.betrays(&number.to_string()) => {
                Value::String(self.scrubbed(&number.to_string()).into_owned())
            }
            Value::Array(items) => items.into_iter().map(|item| self.clean(item)).collect(),
            Value::Object(members) => {
                members.into_iter().map(|(name, value)| (name, self.clean(value))).collect()
            }
            other => other,
        }
    }

    /// A name that a client chose.
    pub fn name(&self, name: &str) -> String {
        const LONGEST: usize = 80;
        // What is cut off first is no secret any more that could be found.
        self.scrubbed(name).chars().take(LONGEST).collect()
    }

    /// A text of a class.
    pub fn text(&self, class: Class, text: &str) -> String {
        match class {
            Class::Personal if self.mask_personal => text_of(text),
            Class::Plain | Class::Personal => self.scrubbed(text).into_owned(),
            Class::Said => self.scrubbed(text).into_owned(),
            Class::Echoed => self.scrubbed(&echo::without_echo(text)).into_owned(),
            // What is no address may hide a password anywhere.
            Class::Address if address::problem(text).is_none() => {
                self.scrubbed(&address::masked(text)).into_owned()
            }
            Class::Stamp if is_stamp(text) => self.scrubbed(text).into_owned(),
            // Neither an end nor a beginning is shown of a secret that stands in their place.
            Class::Token | Class::Signature if self.betrays(text) => {
                self.scrubbed(text).into_owned()
            }
            Class::Token => scrub::token(text),
            Class::Signature => signature(text),
            Class::Secret => "[secret]".to_owned(),
            Class::Pin => "[pin]".to_owned(),
            Class::Pan => scrub::pan(text),
            Class::Sealed => sealed(text),
            Class::Address | Class::Stamp | Class::Within | Class::Unlisted => text_of(text),
        }
    }
}

impl fmt::Debug for RedactionContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[sight]")
    }
}

/// Type and length of a value.
pub(super) fn measured(value: &Value) -> String {
    match value {
        Value::Null => "[null]".to_owned(),
        Value::Bool(_) => "[bool]".to_owned(),
        Value::Number(number) => format!("[number {}]", number.to_string().len()),
        Value::String(text) => text_of(text),
        Value::Array(items) => format!("[list {}]", items.len()),
        Value::Object(members) => format!("[object {}]", members.len()),
    }
}

fn text_of(text: &str) -> String {
    format!("[text {}]", text.chars().count())
}

/// Digits, and what dates and decimals have between them.
fn is_stamp(text: &str) -> bool {
    const LONGEST: usize = 40;
    let is_part = |webhook: char| webhook.is_ascii_digit() || "-+:.TZ ".contains(webhook);
    text.len() <= LONGEST && text.chars().all(is_part)
}

/// The beginning of what can be a digest.
fn signature(text: &str) -> String {
    const SHORTEST: usize = 24;
    let is_part = |webhook: char| webhook.is_ascii_alphanumeric() || "+/=_-".contains(webhook);
    if text.len() < SHORTEST || !text.chars().all(is_part) {
        return text_of(text);
    }
    format!("[{}…]", &text[..8])
}

/// Text that stands for a sealed value: the number of bytes that were encrypted.
fn sealed(text: &str) -> String {
    const ANY: GeneralPurpose = GeneralPurpose::new(
        &base64::alphabet::STANDARD,
        GeneralPurposeConfig::new()
            .with_decode_allow_trailing_bits(true)
            .with_decode_padding_mode(DecodePaddingMode::Indifferent),
    );
    let length = ANY.decode(text).map_or(text.len(), |bytes| bytes.len());
    format!("[sealed {length} bytes]")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    static LIST: List = List::new(&[
        (Class::Plain, &["id", "status"]),
        (Class::Personal, &["name"]),
        (Class::Pin, &["pin"]),
        (Class::Pan, &["number"]),
        (Class::Sealed, &["box"]),
        (Class::Token, &["token"]),
        (Class::Within, &["where", "input", "_eq", "_in"]),
    ]);

    #[test]
    fn a_value_is_shown_as_its_name_says_and_otherwise_by_its_length() {
        let redaction = RedactionContext::default();
        let sent = json!({
            "id": 7, "status": true, "name": "Ada", "pin": 1234, "number": "4000 0012 3456 7899",
            "box": "AAAA", "token": "ac3e0000-0000-0001", "memo": "secret", "more": {"id": 1},
            "some": [1, 2], "yes": true, "no": null, "what": -12.5,
            "where": {"name": {"_eq": "Ada"}, "memo": {"_eq": "x"}, "id": {"_in": [1, 2]}, "_eq": 5},
            "input": {"pin": ["1", "2"], "id": {"deep": "secret"}},
        });
        let shown = json!({
            "id": 7, "status": true, "name": "Ada", "pin": "[pin]", "number": "[pan ****7899]",
            "box": "[sealed 3 bytes]", "token": "[token ****0001]", "memo": "[text 6]",
            "more": "[object 1]", "some": "[list 2]", "yes": "[bool]", "no": null,
            "what": "[number 5]",
            "where": {"name": {"_eq": "Ada"}, "memo": "[object 1]", "id": {"_in": [1, 2]},
                      "_eq": "[number 1]"},
            "input": {"pin": ["[pin]", "[pin]"], "id": {"deep": "[text 6]"}},
        });
        assert_eq!(redaction.value(&LIST, Class::Within, &sent), shown);
        let masked = redaction.masking_personal(true).value(&LIST, Class::Within, &sent);
        assert_eq!(masked["name"], "[text 3]");
        assert_eq!(masked["where"]["name"]["_eq"], "[text 3]");
    }

    #[test]
    fn tokens_signatures_and_instants_keep_an_end_a_beginning_and_their_digits() {
        let redaction = RedactionContext::default();
        let digest = "0bad3898601979ad7c6181f63fbfccbb";
        assert_eq!(redaction.text(Class::Signature, digest), "[0bad3898…]");
        assert_eq!(redaction.text(Class::Signature, "short"), "[text 5]");
        assert_eq!(redaction.text(Class::Signature, &"é".repeat(30)), "[text 30]");
        assert_eq!(redaction.text(Class::Token, "short"), "[token 5]");
        assert_eq!(
            redaction.text(Class::Stamp, "2030-01-01T00:00:00.5Z"),
            "2030-01-01T00:00:00.5Z"
        );
        assert_eq!(redaction.text(Class::Stamp, "hunter2"), "[text 7]");
    }
}
