//! Forms of what a client signs: texts, secrets, digests. The right one of each comes first and has
//! no cause.

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD},
};
use serde_json::{Value, ser::PrettyFormatter};

/// Something that a client may have done, and the mistake that it would be.
pub(super) struct Form<T> {
    /// The mistake, unless it is none.
    pub(super) cause: Option<&'static str>,
    /// What it is, in words that continue a sentence.
    pub(super) what: String,
    /// What comes of it.
    pub(super) value: T,
}

impl<T> Form<T> {
    fn right(value: T) -> Self {
        Self { cause: None, what: String::new(), value }
    }

    fn wrong(cause: &'static str, what: impl Into<String>, value: T) -> Self {
        Self { cause: Some(cause), what: what.into(), value }
    }

    /// How many mistakes it is.
    pub(super) fn weight(&self) -> usize {
        usize::from(self.cause.is_some())
    }
}

/// What is signed, but for its timestamp.
pub(super) enum Text {
    /// Timestamp, separator, body.
    Joined(&'static str, Vec<u8>),
    /// Body, separator, timestamp.
    BodyFirst(&'static str),
    /// The body alone.
    BodyOnly,
}

impl Text {
    /// The text, of a request with this body.
    pub(super) fn bytes(&self, timestamp: &str, sent: &[u8]) -> Vec<u8> {
        match self {
            Self::Joined(separator, body) => {
                [timestamp.as_bytes(), separator.as_bytes(), body].concat()
            }
            Self::BodyFirst(separator) => {
                [sent, separator.as_bytes(), timestamp.as_bytes()].concat()
            }
            Self::BodyOnly => sent.to_vec(),
        }
    }
}

/// Texts that a client may sign.
pub(super) fn texts(body: &[u8]) -> Vec<Form<Text>> {
    let joined = |separator| Text::Joined(separator, body.to_vec());
    let mut all = vec![
        Form::right(joined(".")),
        Form::wrong("pg-sig-no-dot", "without a dot between timestamp and body", joined("")),
        Form::wrong("pg-sig-body-only", "over the body alone", Text::BodyOnly),
        Form::wrong("pg-sig-order", "with the body before the timestamp", Text::BodyFirst(".")),
        Form::wrong("pg-sig-order", "with the body before the timestamp", Text::BodyFirst("")),
    ];
    for separator in [":", ",", "\n", "|", "-", "_", " ", "&", "+", ";", "/", "\r\n", "\t", ".."] {
        let what = format!("with {separator:?} between timestamp and body");
        all.push(Form::wrong("pg-sig-other-separator", what, joined(separator)));
    }
    for (cause, what, other) in bodies(body) {
        if other != body {
            all.push(Form::wrong(cause, what, Text::Joined(".", other)));
        }
    }
    all
}

/// Bodies that a client may sign instead of the one that it sends.
fn bodies(body: &[u8]) -> Vec<(&'static str, &'static str, Vec<u8>)> {
    const BOM: &[u8] = b"\xef\xbb\xbf";
    let mut all = vec![
        ("pg-sig-newline", "over a body with a line feed at its end", [body, b"\n"].concat()),
        ("pg-sig-newline", "over a body with CR LF at its end", [body, b"\r\n"].concat()),
        ("pg-sig-newline", "over a body without the line end that was sent", trimmed(body)),
        ("pg-sig-bom", "over a body with a byte order mark", [BOM, body].concat()),
        (
            "pg-sig-bom",
            "over a body without the byte order mark that was sent",
            body.strip_prefix(BOM).unwrap_or(body).to_vec(),
        ),
        ("pg-sig-empty-body", "over an empty body", Vec::new()),
    ];
    if let Ok(text) = std::str::from_utf8(body) {
        let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        all.push(("pg-sig-charset", "over the body in UTF-16", utf16));
        let latin: Option<Vec<u8>> =
            text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
        all.extend(latin.map(|latin| ("pg-sig-charset", "over the body in Latin-1", latin)));
        let twice: String = body.iter().copied().map(char::from).collect();
        all.push(("pg-sig-charset", "over the body encoded twice", twice.into_bytes()));
    }
    if let Ok(value) = serde_json::from_slice::<Value>(body) {
        let again = "over a body that was written anew";
        all.extend(written(&value).into_iter().map(|body| ("pg-sig-reserialised", again, body)));
        if let Some(query) = value["query"].as_str() {
            let what = "over the member query alone";
            all.push(("pg-sig-query-only", what, query.as_bytes().to_vec()));
        }
    }
    all
}

fn trimmed(body: &[u8]) -> Vec<u8> {
    let end = body.iter().rposition(|byte| !matches!(byte, b'\n' | b'\r'));
    body[..end.map_or(0, |end| end + 1)].to_vec()
}

/// A value as the usual libraries write it.
fn written(value: &Value) -> Vec<Vec<u8>> {
    let sorted = sorted(value);
    let mut all = Vec::new();
    for value in [value, &sorted] {
        let compact = value.to_string();
        let spaced = spaced(value);
        all.push(compact.replace('/', "\\/"));
        all.push(escaped(&compact));
        all.push(escaped(&compact).replace('/', "\\/"));
        all.push(escaped(&spaced));
        all.extend([compact, spaced]);
        all.extend([&b"  "[..], b"    ", b"\t"].map(|indent| pretty(value, indent)));
    }
    all.into_iter().map(String::into_bytes).collect()
}

fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let mut all: Vec<_> = members.iter().collect();
            all.sort_by_key(|(name, _)| *name);
            all.into_iter().map(|(name, value)| (name.clone(), sorted(value))).collect()
        }
        Value::Array(items) => items.iter().map(sorted).collect(),
        other => other.clone(),
    }
}

/// With a blank after commas and colons, as Python writes it.
fn spaced(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let member = |(name, value): (&String, &Value)| {
                format!("{}: {}", Value::from(name.as_str()), spaced(value))
            };
            format!("{{{}}}", members.iter().map(member).collect::<Vec<_>>().join(", "))
        }
        Value::Array(items) => {
            format!("[{}]", items.iter().map(spaced).collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    }
}

fn pretty(value: &Value, indent: &[u8]) -> String {
    let mut out = Vec::new();
    let formatter = PrettyFormatter::with_indent(indent);
    let mut writer = serde_json::Serializer::with_formatter(&mut out, formatter);
    let written = serde::Serialize::serialize(value, &mut writer);
    written.map_or_else(|_| String::new(), |()| String::from_utf8(out).unwrap_or_default())
}

/// With everything beyond ASCII escaped, as Python and PHP write it.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter.is_ascii() {
            true => out.push(letter),
            false => {
                let mut units = [0; 2];
                for unit in letter.encode_utf16(&mut units) {
                    out.push_str(&format!("\\u{unit:04x}"));
                }
            }
        }
    }
    out
}

/// Secrets under which a client may sign.
pub(super) fn secrets(secret: &str, token: &str) -> Vec<Form<Vec<u8>>> {
    let text = |text: String| text.into_bytes();
    let mut all = vec![
        Form::right(text(secret.to_owned())),
        Form::wrong(
            "pg-secret-newline",
            "under the secret and a line feed",
            text(format!("{secret}\n")),
        ),
        Form::wrong(
            "pg-secret-newline",
            "under the secret and CR LF",
            text(format!("{secret}\r\n")),
        ),
        Form::wrong(
            "pg-secret-newline",
            "under the secret and a blank",
            text(format!("{secret} ")),
        ),
        Form::wrong(
            "pg-secret-quoted",
            "under the secret in quotes",
            text(format!("\"{secret}\"")),
        ),
        Form::wrong("pg-secret-quoted", "under the secret in quotes", text(format!("'{secret}'"))),
        Form::wrong("pg-secret-is-token", "under the api_token", text(token.to_owned())),
    ];
    if let Ok(bytes) = hex::decode(secret) {
        all.push(Form::wrong(
            "pg-secret-hex-decoded",
            "under the bytes that the secret spells in hex",
            bytes,
        ));
    }
    if let Some(bytes) = of_base64(secret) {
        all.push(Form::wrong(
            "pg-secret-base64-decoded",
            "under the bytes that the secret spells in base64",
            bytes,
        ));
    }
    all
}

/// What a signature says that the digest is.
pub(super) struct Target {
    pub(super) bytes: Vec<u8>,
    /// It is only the beginning.
    pub(super) cut: bool,
}

impl Target {
    pub(super) fn fits(&self, digest: &[u8]) -> bool {
        match self.cut {
            true => digest.len() > self.bytes.len() && digest.starts_with(&self.bytes),
            false => digest == self.bytes,
        }
    }
}

/// How a client may have written the digest.
pub(super) fn targets(signature: &str) -> Vec<Form<Target>> {
    const SHORTEST: usize = 8;
    let whole = |bytes| Target { bytes, cut: false };
    let mut all = Vec::new();
    if let Ok(bytes) = hex::decode(signature) {
        match signature.bytes().any(|byte| byte.is_ascii_uppercase()) {
            true => all.push(Form::wrong("pg-sig-uppercase", "in upper case", whole(bytes))),
            false => all.push(Form::right(whole(bytes))),
        }
    }
    if let Some((_, bare)) =
        signature.split_once(['=', ':', ' ']).filter(|(_, bare)| !bare.is_empty())
    {
        let bytes = hex::decode(bare).ok().or_else(|| of_base64(bare));
        all.extend(
            bytes.map(|bytes| Form::wrong("pg-sig-prefixed", "with a prefix", whole(bytes))),
        );
    }
    if let Some(bytes) = of_base64(signature) {
        let is_url = signature.contains(['-', '_'])
            || (!signature.ends_with('=') && !signature.len().is_multiple_of(4));
        let cause = if is_url { "pg-sig-base64url" } else { "pg-sig-base64" };
        if let Ok(inside) = hex::decode(&bytes) {
            all.push(Form::wrong(cause, "in hex and then in base64", whole(inside)));
        }
        all.push(Form::wrong(cause, "in base64", whole(bytes)));
    }
    let even = signature.len() / 2 * 2;
    if (SHORTEST..64).contains(&signature.len())
        && let Some(Ok(bytes)) = signature.get(..even).map(hex::decode)
    {
        let what = format!("cut to {} digits", signature.len());
        all.push(Form::wrong("pg-sig-truncated", what, Target { bytes, cut: true }));
    }
    all
}

fn of_base64(text: &str) -> Option<Vec<u8>> {
    let engines = [&STANDARD, &STANDARD_NO_PAD, &URL_SAFE, &URL_SAFE_NO_PAD];
    engines.iter().find_map(|engine| engine.decode(text).ok())
}
