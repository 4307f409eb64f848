//! One request and its answer as the report shows them: without secrets, repeatable by hand.

use std::sync::LazyLock;

use regex::bytes::Regex;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{outlet, shell_word::quoted};

/// One request with its answer, without secrets: they are blanked when the value is made, not when
/// it is printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exchange {
    /// The actor who asked: "the partner", "the back office".
    pub by: String,
    /// HTTP method.
    pub method: String,
    /// Full URL.
    pub url: String,
    /// Headers of the request, blanked.
    pub headers: Vec<(String, String)>,
    /// Body of the request, blanked.
    pub body: String,
    /// Whether the request was signed by the rules, so that a repetition has to sign anew.
    pub signed: bool,
    /// The variable of the environment from which a repetition takes the token in `authorization`;
    /// `None` where only its scenario has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// Status of the answer; `None` if none came.
    pub status: Option<u16>,
    /// Body of the answer, blanked, or why none came.
    pub answer: String,
    /// The plain text inside both envelopes, where the suite could read it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inside: Option<Inside>,
    /// The arguments of `conformance send` that make the same request anew, signed or sealed at
    /// the time that it is made; empty where nothing of ours signs or seals it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub again: Vec<String>,
}

/// The plain text of a sealed request and its answer, blanked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inside {
    /// In the request.
    pub request: String,
    /// In the answer; empty where it was not sealed, or did not open.
    pub answer: String,
}

impl Exchange {
    /// In place of a method: a message on a connection that is open.
    pub(crate) const MESSAGE: &'static str = "MESSAGE";

    /// Whether it is no request of HTTP: an action of a hook, or a message on an open connection.
    fn is_no_request(&self) -> bool {
        ["", Self::MESSAGE].contains(&self.method.as_str())
    }

    /// A shell command that asks the same again, with secrets taken from the environment; `None`
    /// where none can: what is sealed, signed in another way, or by somebody else than the partner,
    /// and what goes with a token that nobody else has.
    pub fn curl(&self) -> Option<String> {
        let with_token = self.headers.iter().any(|(name, _)| name == "authorization");
        let plain = self.token.is_some() || self.again.is_empty() && !with_token;
        let sealed_or_odd = !self.signed && !plain;
        if sealed_or_odd || (self.signed && self.by != "the partner") || self.is_no_request() {
            return None;
        }
        let mut lines = Vec::new();
        let body = quoted(&self.body);
        if self.signed {
            lines.push(format!("BODY={body}"));
            // Milliseconds, so that it works twice in a second. The `date` of macOS has none; there
            // they are made up.
            lines.push(
                "TS=$(date +%s%N | sed \"s/N*\\$/$((RANDOM % 900 + 100))/\" | cut -c1-13)"
                    .to_owned(),
            );
            lines.push(
                "SIG=$(printf '%s' \"$TS.$BODY\" | openssl dgst -sha256 -hmac \
                 \"$AGIO_PARTNER_CLIENT_SECRET\" -hex | awk '{print $NF}')"
                    .to_owned(),
            );
        }
        let mut curl = format!("curl -sS -X {} {}", self.method, quoted(&self.url));
        for (name, value) in &self.headers {
            let value = match (name.as_str(), self.signed) {
                ("authorization", _) if self.token.is_some() => {
                    let token = self.token.as_deref().unwrap_or_default();
                    format!("\"authorization: Bearer ${token}\"")
                }
                ("x-api-key", _) => "\"x-api-key: $AGIO_ORGANIZATION_KEY\"".to_owned(),
                ("x-agio-api-key", _) => "\"x-agio-api-key: $AGIO_PARTNER_API_TOKEN\"".to_owned(),
                ("x-agio-timestamp", true) => "\"x-agio-timestamp: $TS\"".to_owned(),
                ("x-agio-signature", true) => "\"x-agio-signature: $SIG\"".to_owned(),
                _ => quoted(&format!("{name}: {value}")),
            };
            curl.push_str(&format!(" -H {value}"));
        }
        if self.signed {
            curl.push_str(" --data-binary \"$BODY\"");
        } else if !self.body.is_empty() {
            curl.push_str(&format!(" --data-binary {body}"));
        }
        lines.push(curl);
        Some(lines.join("\n"))
    }
}

/// An exchange with its secrets, as it is remembered while its scenario runs. Most are never shown,
/// and to blank them all is a tenth of what a run costs. It has no `Debug`: nothing prints it.
pub(crate) struct Kept(Exchange);

impl Kept {
    /// The request and its answer.
    pub(crate) fn of(exchange: Exchange) -> Self {
        Self(exchange)
    }

    /// The answer was sealed, and this is inside.
    pub(crate) fn opened(&mut self, payload: String) {
        if let Some(inside) = &mut self.0.inside {
            inside.answer = payload;
        }
    }

    /// The exchange, with its secrets blanked.
    pub(crate) fn shown(&self) -> Exchange {
        let mut exchange = self.0.clone();
        for (name, value) in &mut exchange.headers {
            *value = blanked_header(name, value);
        }
        exchange.body = shown(exchange.body.as_bytes());
        exchange.answer = shown(exchange.answer.as_bytes());
        if let Some(inside) = &mut exchange.inside {
            inside.request = shown(inside.request.as_bytes());
            inside.answer = shown(inside.answer.as_bytes());
        }
        exchange
    }
}

/// The longest text of an exchange, in bytes.
const LONGEST: usize = 1024 * 1024;

/// A body as it is remembered: one that is too long to be remembered whole is blanked before it is
/// cut.
pub(crate) fn kept(body: &[u8]) -> String {
    match body.len() {
        ..=LONGEST => String::from_utf8_lossy(body).into_owned(),
        _ => shown(body),
    }
}

/// A body as it is shown.
pub(crate) fn shown(body: &[u8]) -> String {
    capped(blanked_body(body))
}

/// A text as it is shown, if it has no secrets.
pub(crate) fn capped(text: String) -> String {
    outlet::capped(text, LONGEST)
}

/// A header value without what must not be shown: of a token its end, of a signature its start.
pub fn blanked_header(name: &str, value: &str) -> String {
    match name {
        "x-agio-api-key" | "api-key" | "x-api-key" => format!("…{}", last(value, 4)),
        "x-agio-signature" => format!("{}…", first(value, 8)),
        "authorization" | "cookie" => "…".to_owned(),
        _ => value.to_owned(),
    }
}

/// A body without secrets: JSON members that carry one lose their value, other text stays.
pub fn blanked_body(body: &[u8]) -> String {
    let plain = || String::from_utf8_lossy(body).into_owned();
    if !may_hold_secrets(body) {
        return plain();
    }
    match crate::drivers::body::json(body) {
        Value::Null => plain(),
        mut json => {
            blank(&mut json);
            json.to_string()
        }
    }
}

/// Whether a body needs to be read for what [`blank`] would take out: hardly any does, and reading
/// all of them is a tenth of what a run costs. A letter that is escaped may be any letter of a
/// name.
fn may_hold_secrets(body: &[u8]) -> bool {
    static SIGNS: LazyLock<Regex> = LazyLock::new(|| {
        let names = SECRETS.join("|");
        let signs = format!(r#"\\u|"eyJ|"encrypted|"(?:{names}|api_token)""#);
        Regex::new(&signs).expect("names of letters and underscores")
    });
    SIGNS.is_match(body)
}

fn blank(json: &mut Value) {
    match json {
        Value::Object(members) => {
            for (name, value) in members {
                if is_secret(name) && !value.is_null() {
                    *value = Value::from("…");
                } else if name == "api_token" {
                    let shown = format!("…{}", last(value.as_str().unwrap_or_default(), 4));
                    *value = Value::from(shown);
                } else {
                    blank(value);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(blank),
        Value::String(text) if is_token(text) => *text = format!("…{}", last(text, 4)),
        _ => {}
    }
}

/// Names of members that carry a secret, besides those that begin with `encrypted`.
const SECRETS: [&str; 13] = [
    "client_secret",
    "secret",
    "api_secret",
    "api_key",
    "password",
    "token",
    "key",
    "iv",
    "pin",
    "token_secret",
    "organization_key",
    "webhook_secret",
    "staff_session",
];

fn is_secret(member: &str) -> bool {
    member.starts_with("encrypted") || SECRETS.contains(&member)
}

/// True when a text is a token (JWT), whatever the member is called that has it.
fn is_token(text: &str) -> bool {
    text.starts_with("eyJ") && text.split('.').count() == 3
}

fn first(text: &str, count: usize) -> String {
    text.chars().take(count).collect()
}

fn last(text: &str, count: usize) -> String {
    let skipped = text.chars().count().saturating_sub(count);
    text.chars().skip(skipped).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_lose_their_secrets_and_nothing_else() {
        let body = br#"{"data":{"generateEncryptionKeys":{"sessionId":"s","key":"k","iv":"i"}},"api_token":"12345678"}"#;
        assert_eq!(
            blanked_body(body),
            r#"{"data":{"generateEncryptionKeys":{"sessionId":"s","key":"…","iv":"…"}},"api_token":"…5678"}"#
        );
    }

    #[test]
    fn a_secret_under_a_name_that_is_escaped_is_blanked_too() {
        assert_eq!(blanked_body(br#"{"p\u0069n": "7193"}"#), r#"{"pin":"…"}"#);
        assert_eq!(blanked_body(br#"["\u0065yJh.x.y"]"#), r#"["….x.y"]"#);
        let odd = br#"{"amount": 10.50, "pins": [1]}"#;
        assert_eq!(blanked_body(odd).as_bytes(), odd);
    }

    #[test]
    fn a_signed_request_is_signed_anew() {
        let exchange = Exchange {
            by: "the partner".into(),
            method: "POST".into(),
            url: "http://h/partner/cards/graphql".into(),
            headers: vec![("x-agio-api-key".into(), "…0001".into())],
            body: "{\"query\":\"{ it's }\"}".into(),
            signed: true,
            token: None,
            status: Some(200),
            answer: String::new(),
            inside: None,
            again: Vec::new(),
        };
        assert!(exchange.curl().unwrap().contains("$AGIO_PARTNER_API_TOKEN"));
        assert!(exchange.curl().unwrap().contains(r"it'\''s"));
    }

    #[test]
    fn a_token_is_taken_from_where_it_belongs() {
        let by = |by: &str, token: Option<&str>, again: &[&str]| Exchange {
            by: by.into(),
            method: "POST".into(),
            url: "http://h/graphql".into(),
            headers: vec![("authorization".into(), "…".into())],
            body: "{}".into(),
            signed: false,
            token: token.map(str::to_owned),
            status: Some(200),
            answer: String::new(),
            inside: None,
            again: again.iter().map(|one| (*one).to_owned()).collect(),
        };
        let bearer = |exchange: &Exchange| {
            let line = exchange.curl()?;
            let (_, after) = line.split_once("Bearer $")?;
            Some(after.split('"').next()?.to_owned())
        };
        let user = by("the user", Some("AGIO_USER_TOKEN"), &["ag", "{ a }"]);
        assert_eq!(bearer(&user).as_deref(), Some("AGIO_USER_TOKEN"));
        let office = by("the back office", Some("SANDBOX_CONTROL_TOKEN"), &[]);
        assert_eq!(bearer(&office).as_deref(), Some("SANDBOX_CONTROL_TOKEN"));
        assert_eq!(by("the new user", None, &[]).curl(), None);
        assert_eq!(by("the user", None, &["ag", "--token=altered", "{ a }"]).curl(), None);
    }
}
