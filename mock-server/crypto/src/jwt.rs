//! User tokens: JSON Web Tokens in compact form, signed with HMAC-SHA256 and nothing else
//! (AG 2.1, MC 5, RFC 7515, RFC 7519).
//!
//! # Rationale
//! The token libraries bring signature algorithms that no token here has, and a second set of
//! digests with them; HS256 is HMAC over two parts in base64url, and both are here already.

use std::fmt;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Map, Value};

use super::signature::{digest, same};

/// A key of tokens; `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct Key(Vec<u8>);

impl Key {
    /// The key of these bytes.
    pub fn new(bytes: impl Into<Vec<u8>>) -> Self {
        Self(bytes.into())
    }
}

impl AsRef<[u8]> for Key {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[key]")
    }
}

/// A token taken apart, before anything of it is verified.
#[derive(Clone, Debug)]
pub struct Token<'a> {
    /// Members of the header.
    pub header: Map<String, Value>,
    /// Members of the payload: the claims.
    pub claims: Map<String, Value>,
    /// The bytes of the signature; of any length.
    signature: Vec<u8>,
    /// The text that is signed: header and payload as they were sent.
    signed: &'a str,
}

impl<'a> Token<'a> {
    /// Takes a token apart; none when it is not three parts of base64url, of which the first two are
    /// JSON objects.
    pub fn read(text: &'a str) -> Option<Self> {
        let (signed, signature) = text.rsplit_once('.')?;
        let (header, claims) = signed.split_once('.')?;
        let object = |part: &str| match serde_json::from_slice(&decoded(part)?).ok()? {
            Value::Object(members) => Some(members),
            _ => None,
        };
        let (header, claims) = (object(header)?, object(claims)?);
        Some(Self { header, claims, signature: decoded(signature)?, signed })
    }

    /// The algorithm that the header names.
    pub fn algorithm(&self) -> Option<&str> {
        self.header.get("alg")?.as_str()
    }

    /// Whether the signature is HMAC-SHA256 under this key, whatever the header says.
    pub fn is_signed_with(&self, key: impl AsRef<[u8]>) -> bool {
        let wanted = digest(key.as_ref(), &[self.signed.as_bytes()]);
        <&[u8; 32]>::try_from(self.signature.as_slice()).is_ok_and(|given| same(given, &wanted))
    }

    /// A claim that is a text.
    pub fn text(&self, claim: &str) -> Option<&str> {
        self.claims.get(claim)?.as_str()
    }
}

/// Signs a payload.
pub fn signed(payload: &str, key: impl AsRef<[u8]>) -> String {
    let signed = unsigned(r#"{"alg":"HS256","typ":"JWT"}"#, payload);
    let signature = digest(key.as_ref(), &[signed.as_bytes()]);
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
}

/// A token without a signature, whose header says so (`alg` is `none`).
pub fn with_no_algorithm(payload: &str) -> String {
    unsigned(r#"{"alg":"none","typ":"JWT"}"#, payload) + "."
}

fn unsigned(header: &str, payload: &str) -> String {
    format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(payload))
}

fn decoded(part: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(part).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "sandbox-user-token-secret-0123456789";
    /// The check value of AG 2.1.
    const PAYLOAD: &str = r#"{"sub":"auth0|6a616e65000000000000a001","org":"0a9d2f5e-3c41-4b7a-9d54-1f0c7be4a001","world":"default","iat":1893456000,"exp":1893459600}"#;
    const TOKEN: &str = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJhdXRoMHw2YTYxNmU2NTAwMDAwMDAwMDAwMGEwMDEiLCJvcmciOiIwYTlkMmY1ZS0zYzQxLTRiN2EtOWQ1NC0xZjBjN2JlNGEwMDEiLCJ3b3JsZCI6ImRlZmF1bHQiLCJpYXQiOjE4OTM0NTYwMDAsImV4cCI6MTg5MzQ1OTYwMH0.kyxvy7HIiq2NBGw1H9UQXxg326UAfymuRsKUeOP0gsE";

    #[test]
    fn a_token_follows_the_published_check_value() {
        assert_eq!(signed(PAYLOAD, SECRET), TOKEN);
        let token = Token::read(TOKEN).unwrap();
        assert_eq!(token.algorithm(), Some("HS256"));
        assert_eq!(token.text("world"), Some("default"));
        assert!(token.is_signed_with(SECRET));
        assert!(!token.is_signed_with("another"));
    }

    /// The check value of MC 5.
    #[test]
    fn a_token_of_managed_cards_follows_the_published_check_value() {
        let payload = r#"{"token_type":"access","exp":1767603900,"iat":1767603600,"jti":"0123456789abcdef0123456789abcdef","user_id":"usr_000000000000000000000041","world":"default"}"#;
        let key = Key::new(*b"mc-jwt-secret-of-the-test-vector-0001");
        let signed = signed(payload, &key);
        assert_eq!(
            signed,
            "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJ0b2tlbl90eXBlIjoiYWNjZXNzIiwiZXhwIjoxNzY3NjAzOTAwLCJpYXQiOjE3Njc2MDM2MDAsImp0aSI6IjAxMjM0NTY3ODlhYmNkZWYwMTIzNDU2Nzg5YWJjZGVmIiwidXNlcl9pZCI6InVzcl8wMDAwMDAwMDAwMDAwMDAwMDAwMDAwNDEiLCJ3b3JsZCI6ImRlZmF1bHQifQ.OSap9EMfGhzHx3PMHcmNTs-25aD_VhlrckAVp01yTyQ"
        );
        assert!(Token::read(&signed).unwrap().is_signed_with(&key));
        assert_eq!(format!("{key:?}"), "[key]");
    }

    #[test]
    fn a_changed_or_cut_token_is_not_signed() {
        let other = signed(&PAYLOAD.replace("default", "other"), SECRET);
        let (head, signature) = TOKEN.rsplit_once('.').unwrap();
        let (moved, _) = other.rsplit_once('.').unwrap();
        for text in [format!("{moved}.{signature}"), format!("{head}.{}", &signature[..40])] {
            assert!(!Token::read(&text).unwrap().is_signed_with(SECRET), "{text}");
        }
        assert!(!Token::read(&with_no_algorithm(PAYLOAD)).unwrap().is_signed_with(SECRET));
    }

    #[test]
    fn what_is_no_token_is_not_read() {
        for text in
            ["", "a.b", "a.b.c", "e30.e30", "e30.e30.!", "e30.W10.", "e30=.e30.", "e30.e30.e30.e30"]
        {
            assert!(Token::read(text).is_none(), "{text:?}");
        }
        assert!(Token::read("e30.e30.").is_some());
    }
}
