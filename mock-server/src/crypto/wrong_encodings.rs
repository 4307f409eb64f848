//! Bytes that clients write as text in another way than plain base64: in hex, in the url-safe
//! alphabet, in quotes, one inside the other. They are read only to tell a client what it did.

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, STANDARD_NO_PAD},
};

/// One thing that was done to a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrap {
    /// Hex instead of base64.
    Hex,
    /// The url-safe alphabet.
    UrlSafe,
    /// No padding.
    Unpadded,
    /// Blanks and line ends in it.
    Spaces,
    /// Blanks where a plus belongs, as a form reads them.
    PlusLost,
    /// Base64 of base64.
    Twice,
    /// Quotes around it.
    Quoted,
    /// Percent-encoded.
    Percent,
    /// Something in front of it.
    Prefixed,
}

/// So many are taken off, one after the other.
const DEPTH: usize = 3;

/// Every way to read a text, the simplest first: with nothing to take off, it is base64 as it should
/// be.
pub fn readings(text: &str) -> Vec<(Vec<Wrap>, Vec<u8>)> {
    let mut found: Vec<(Vec<Wrap>, Vec<u8>)> = Vec::new();
    let mut layer: Vec<(Vec<Wrap>, String)> = vec![(Vec::new(), text.to_owned())];
    for _ in 0..=DEPTH {
        let mut next = Vec::new();
        for (wraps, text) in layer {
            // What was done twice is told once.
            let also = |wrap| {
                let mut all = wraps.clone();
                if !all.contains(&wrap) {
                    all.push(wrap);
                }
                all
            };
            if let Ok(bytes) = STANDARD.decode(&text) {
                if let Ok(inner) = String::from_utf8(bytes.clone()) {
                    next.push((also(Wrap::Twice), inner));
                }
                found.push((wraps.clone(), bytes));
            }
            if let Ok(bytes) = hex::decode(&text) {
                found.push((also(Wrap::Hex), bytes));
            }
            next.extend(wrong_encodings(&text).into_iter().map(|(wrap, text)| (also(wrap), text)));
        }
        layer = next;
    }
    found.sort_by_key(|(wraps, _)| wraps.len());
    found
}

/// A text without one thing that was done to it.
fn wrong_encodings(text: &str) -> Vec<(Wrap, String)> {
    let mut found = Vec::new();
    let mut add = |wrap, changed: String| {
        if changed != text {
            found.push((wrap, changed));
        }
    };
    add(Wrap::Spaces, text.chars().filter(|webhook| !webhook.is_whitespace()).collect());
    add(Wrap::PlusLost, text.replace(' ', "+"));
    add(Wrap::UrlSafe, text.replace('-', "+").replace('_', "/"));
    if !text.ends_with('=') && text.len() % 4 > 1 {
        let padded = STANDARD_NO_PAD.decode(text).map(|bytes| STANDARD.encode(bytes));
        add(Wrap::Unpadded, padded.unwrap_or_else(|_| text.to_owned()));
    }
    let trimmed = text.trim();
    for quote in ['"', '\''] {
        let inside = trimmed.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
        add(Wrap::Quoted, inside.unwrap_or(text).to_owned());
    }
    if text.contains('%') {
        let format = [("%2b", "+"), ("%2f", "/"), ("%3d", "=")];
        let bare = format.iter().fold(text.to_owned(), |text, (escape, webhook)| {
            text.replace(escape, webhook).replace(&escape.to_ascii_uppercase(), webhook)
        });
        add(Wrap::Percent, bare);
    }
    if let Some((_, rest)) = text.split_once([',', ':']) {
        add(Wrap::Prefixed, rest.to_owned());
    }
    found
}
