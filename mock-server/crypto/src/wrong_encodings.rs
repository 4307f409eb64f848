//! Encodings that clients use by mistake instead of plain base64: hex, the url-safe alphabet,
//! quotes around it, one inside the other. They are read only for the diagnosis of a refused
//! request.

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, STANDARD_NO_PAD},
};

/// One mistake in encoding a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrap {
    /// Hex instead of base64.
    Hex,
    /// The url-safe alphabet instead of the standard one.
    UrlSafe,
    /// The padding is missing.
    Unpadded,
    /// White space inside the text.
    Spaces,
    /// Spaces where plus signs belong, as form decoding makes of them.
    PlusLost,
    /// Base64 of base64.
    Twice,
    /// Quotes around the text.
    Quoted,
    /// Percent-encoding.
    Percent,
    /// A prefix before a comma or colon, such as `data:`.
    Prefixed,
}

/// Most mistakes that are undone, one after the other.
const DEPTH: usize = 3;

/// Every reading of a text as bytes, with the mistakes that were undone for it, fewest first. A
/// reading without mistakes is plain base64.
pub fn readings(text: &str) -> Vec<(Vec<Wrap>, Vec<u8>)> {
    let mut found: Vec<(Vec<Wrap>, Vec<u8>)> = Vec::new();
    let mut layer: Vec<(Vec<Wrap>, String)> = vec![(Vec::new(), text.to_owned())];
    for _ in 0..=DEPTH {
        let mut next = Vec::new();
        for (wraps, text) in layer {
            // A mistake made twice is listed once.
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

/// Texts that come of undoing one mistake; a mistake that the text does not show is left out.
fn wrong_encodings(text: &str) -> Vec<(Wrap, String)> {
    let mut found = Vec::new();
    let mut add = |wrap, changed: String| {
        if changed != text {
            found.push((wrap, changed));
        }
    };
    add(Wrap::Spaces, text.chars().filter(|letter| !letter.is_whitespace()).collect());
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
        let escapes = [("%2b", "+"), ("%2f", "/"), ("%3d", "=")];
        let bare = escapes.iter().fold(text.to_owned(), |text, (escape, letter)| {
            text.replace(escape, letter).replace(&escape.to_ascii_uppercase(), letter)
        });
        add(Wrap::Percent, bare);
    }
    if let Some((_, rest)) = text.split_once([',', ':']) {
        add(Wrap::Prefixed, rest.to_owned());
    }
    found
}
