//! Tokens of users in a text: JSON Web Tokens, which are known by their form. Most are computed and
//! stored nowhere, so they cannot be looked for by their values.

use std::ops::Range;

/// Beginning of every token: an object of JSON in base64.
const START: &[u8] = b"eyJ";

/// Bytes of a header at least: `{"alg":"HS256"}` in base64.
const HEADER: usize = 20;

/// Places of tokens in a text. Each run of letters is looked at once as a header: a later beginning
/// within it has the same claims behind it, and less in front.
pub fn tokens_in(text: &[u8]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    let beginning = |at: usize| text[at..].windows(START.len()).position(|three| three == START);
    while let Some(start) = beginning(at).map(|more| at + more) {
        let header = part(text, start);
        at = header;
        let Some(claims) = dot(text, header).map(|at| part(text, at)) else { continue };
        // A signature that is missing or cut off leaves the claims, which are a person's.
        let end = dot(text, claims).map_or(claims, |at| part(text, at));
        if header - start >= HEADER && claims > header + 1 {
            found.push(start..end);
            at = end;
        }
    }
    found
}

/// True when a token stands in a text.
pub fn is_in(text: &str) -> bool {
    text.contains("eyJ") && !tokens_in(text.as_bytes()).is_empty()
}

/// End of the letters of base64 that begin at a place.
fn part(text: &[u8], start: usize) -> usize {
    let is_letter = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'=');
    start + text[start..].iter().take_while(|byte| is_letter(byte)).count()
}

/// Place behind a dot.
fn dot(text: &[u8], at: usize) -> Option<usize> {
    (text.get(at) == Some(&b'.')).then_some(at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_found_and_other_texts_are_not() {
        let token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJqYW5lIn0.c2lnbmF0dXJl";
        let text = format!("{{ where: {{nickname: {{_eq: \"{token}\"}}}} }}");
        let [place] = tokens_in(text.as_bytes()).try_into().unwrap();
        assert_eq!(&text[place], token);
        assert!(is_in(&text) && !is_in("hey Joe"));
        let twice = format!("{token} {token}");
        assert_eq!(tokens_in(twice.as_bytes()).len(), 2);
        let text = format!("eyJ.eyJ eyJ.{token}");
        let [place] = tokens_in(text.as_bytes()).try_into().unwrap();
        assert_eq!(&text[place], token);
        for none in ["", "eyJ", "eyJhbGciOiJIUzI1NiJ9", "eyJ.eyJ.eyJ", "hey Joe. No. Yes"] {
            assert!(tokens_in(none.as_bytes()).is_empty(), "{none}");
        }
    }
}
