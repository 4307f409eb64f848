//! How the bytes of an envelope were written as text: base64 as it should be, or in other ways, one
//! inside the other.

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, STANDARD_NO_PAD},
};

/// A mistake in writing: its cause, and how it shows.
pub(super) type Slip = (&'static str, &'static str);

/// So many wrappings are taken off.
const DEPTH: usize = 3;

/// Bytes that a text may stand for.
pub(super) struct Read {
    /// What was done to them, the outermost first; nothing, where they are written as they should.
    pub(super) slips: Vec<Slip>,
    pub(super) bytes: Vec<u8>,
}

const HEX: Slip = ("er-hex", "The envelope is written in hex.");
const URL: Slip = ("er-base64-url", "The envelope is written in url-safe base64.");
const BARE: Slip = ("er-base64-unpadded", "The padding of the base64 is missing.");
const SPACES: Slip = ("er-base64-spaces", "There are blanks or line ends within the base64.");
const PLUS: Slip = ("er-base64-spaces", "There are blanks where the base64 has a plus.");
const TWICE: Slip = ("er-base64-twice", "The base64 is written in base64 again.");
const QUOTED: Slip = ("er-quoted", "There are quotes around the base64, inside the text.");
const PERCENT: Slip = ("er-percent-encoded", "The base64 is percent-encoded.");
const PREFIX: Slip = ("er-prefixed", "There is something in front of the base64.");

/// Every way to read a text, the simplest first.
pub(super) fn readings(text: &str) -> Vec<Read> {
    let mut found: Vec<Read> = Vec::new();
    let mut layer: Vec<(Vec<Slip>, String)> = vec![(Vec::new(), text.to_owned())];
    for _ in 0..=DEPTH {
        let mut next = Vec::new();
        for (slips, text) in layer {
            let also = |slip: Slip| slips.iter().copied().chain([slip]).collect::<Vec<_>>();
            if let Ok(bytes) = STANDARD.decode(&text) {
                if let Ok(inner) = String::from_utf8(bytes.clone()) {
                    next.push((also(TWICE), inner));
                }
                found.push(Read { slips: slips.clone(), bytes });
            }
            if let Ok(bytes) = hex::decode(&text) {
                found.push(Read { slips: also(HEX), bytes });
            }
            next.extend(unwrapped(&text).into_iter().map(|(slip, text)| (also(slip), text)));
        }
        layer = next;
    }
    found.sort_by_key(|read| read.slips.len());
    found
}

/// A text without one thing that was done to it.
fn unwrapped(text: &str) -> Vec<(Slip, String)> {
    let mut found = Vec::new();
    let mut add = |slip: Slip, changed: String| {
        if changed != text {
            found.push((slip, changed));
        }
    };
    let trimmed = text.trim();
    add(SPACES, text.chars().filter(|letter| !letter.is_whitespace()).collect());
    add(PLUS, text.replace(' ', "+"));
    add(URL, text.replace('-', "+").replace('_', "/"));
    let bare = text.trim_end_matches('=');
    if bare == text && text.len() % 4 > 1 {
        let padded = STANDARD_NO_PAD.decode(text).map(|bytes| STANDARD.encode(bytes));
        add(BARE, padded.unwrap_or_else(|_| text.to_owned()));
    }
    for quote in ['"', '\''] {
        let inside = trimmed.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
        add(QUOTED, inside.unwrap_or(text).to_owned());
    }
    if text.contains('%') {
        add(
            PERCENT,
            text.replace("%2B", "+")
                .replace("%2F", "/")
                .replace("%3D", "=")
                .replace("%2b", "+")
                .replace("%2f", "/")
                .replace("%3d", "="),
        );
    }
    if let Some((_, rest)) = text.split_once([',', ':']) {
        add(PREFIX, rest.to_owned());
    }
    found
}
