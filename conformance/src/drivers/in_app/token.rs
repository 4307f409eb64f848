//! User tokens (JWT) as a client sees them: three parts, of which it can read two.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use serde_json::{Value, json};

/// A claim of a token; `None` for a token that is none, or has no such claim.
pub fn claim(token: &str, name: &str) -> Option<Value> {
    let payload = BASE64.decode(token.split('.').nth(1)?).ok()?;
    let claims: Value = serde_json::from_slice(&payload).ok()?;
    claims.get(name).filter(|value| !value.is_null()).cloned()
}

/// The token with one character in the middle of its signature changed.
pub fn altered(token: &str) -> String {
    let (head, signature) = token.rsplit_once('.').unwrap_or((token, ""));
    let middle = signature.len() / 2;
    let other = |at: usize, letter: char| match (at == middle, letter) {
        (true, 'A') => 'B',
        (true, _) => 'A',
        (false, letter) => letter,
    };
    let signature: String =
        signature.chars().enumerate().map(|(at, letter)| other(at, letter)).collect();
    format!("{head}.{signature}")
}

/// The token with a header that names no algorithm, and without signature.
pub fn unsigned(token: &str) -> String {
    let payload = token.split('.').nth(1).unwrap_or_default();
    let header = BASE64.encode(json!({ "alg": "none", "typ": "JWT" }).to_string());
    format!("{header}.{payload}.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_read_and_spoilt() {
        let payload = BASE64.encode(r#"{"sub":"auth0|1","org":null}"#);
        let token = format!("e30.{payload}.abcde");
        assert_eq!(claim(&token, "sub"), Some(json!("auth0|1")));
        assert_eq!((claim(&token, "org"), claim("opaque", "sub")), (None, None));
        assert_eq!(altered(&token), format!("e30.{payload}.abAde"));
        assert!(unsigned(&token).ends_with(&format!(".{payload}.")));
    }
}
