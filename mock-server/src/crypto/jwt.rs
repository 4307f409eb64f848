//! User tokens: JSON Web Tokens in compact form, signed with HMAC-SHA256 and nothing else
//! (AG 2.1, RFC 7515, RFC 7519).
//!
//! # Rationale
//! The token libraries bring signature algorithms that no token here has, and a second set of
//! digests with them; HS256 is HMAC over two parts in base64url, and both are here already.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Map, Value};

use super::signature::{digest, same};

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

    /// Whether the signature is HMAC-SHA256 under this secret, whatever the header says.
    pub fn is_signed_with(&self, secret: &str) -> bool {
        let wanted = digest(secret.as_bytes(), &[self.signed.as_bytes()]);
        <&[u8; 32]>::try_from(self.signature.as_slice()).is_ok_and(|given| same(given, &wanted))
    }

    /// A claim that is a text.
    pub fn text(&self, claim: &str) -> Option<&str> {
        self.claims.get(claim)?.as_str()
    }
}

/// Signs a payload.
pub fn signed(payload: &str, secret: &str) -> String {
    let signed = unsigned(r#"{"alg":"HS256","typ":"JWT"}"#, payload);
    let signature = digest(secret.as_bytes(), &[signed.as_bytes()]);
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
