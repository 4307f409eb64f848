//! Digests that a signature header may stand for, once prefixes, quotes and encodings are taken
//! off.

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD},
};

use super::mistake::{Made, Mistake, mistake};

/// Largest number of wrappings that are taken off one after the other.
const DEPTH: usize = 3;
/// Fewer digits of a digest tell too little.
const SHORTEST: usize = 16;
/// Largest number of forms that are examined.
const MOST: usize = 64;

/// A digest, or the beginning of one.
pub(super) struct Target {
    pub(super) bytes: Vec<u8>,
    /// True when only the beginning of the digest was sent.
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

/// Every way to read the header, what is least dressed first.
pub(super) fn targets(signature: &str) -> Vec<Made<Target>> {
    let mut found: Vec<Made<Target>> = Vec::new();
    let mut seen = vec![signature.to_owned()];
    let mut layer = vec![Made::right(signature.to_owned())];
    for depth in 0..=DEPTH {
        let mut next = Vec::new();
        for text in &layer {
            found.extend(read(text));
            if depth == DEPTH {
                continue;
            }
            for (mistake, bare) in undressed(&text.value) {
                if seen.len() < MOST && !seen.contains(&bare) {
                    seen.push(bare.clone());
                    next.push(text.then(mistake, bare));
                }
            }
        }
        layer = next;
    }
    found.sort_by_key(|target| target.effort);
    found
}

/// The digest that a text spells.
fn read(text: &Made<String>) -> Vec<Made<Target>> {
    let mut found = Vec::new();
    let whole = |bytes| Target { bytes, cut: false };
    let spelled = &text.value;
    if let Ok(bytes) = hex::decode(spelled) {
        found.push(match spelled.bytes().any(|byte| byte.is_ascii_uppercase()) {
            true => text.then(mistake("pg-sig-uppercase", "in upper case"), whole(bytes)),
            false => {
                Made { mistakes: text.mistakes.clone(), effort: text.effort, value: whole(bytes) }
            }
        });
    }
    if let Some(bytes) = of_base64(spelled) {
        found.push(text.then(in_base64(spelled, "in base64"), whole(bytes)));
    }
    let even = spelled.len() / 2 * 2;
    if (SHORTEST..64).contains(&spelled.len())
        && let Some(Ok(bytes)) = spelled.get(..even).map(hex::decode)
    {
        let target = Target { bytes, cut: true };
        found.push(text.then(mistake("pg-sig-truncated", "cut short"), target));
    }
    found
}

/// The text without one thing that it is dressed in.
fn undressed(text: &str) -> Vec<(Mistake, String)> {
    const PREFIXED: &str = "pg-sig-prefixed";
    let mut found = Vec::new();
    let mut add = |mistake: Mistake, bare: &str| {
        if !bare.is_empty() && bare != text {
            found.push((mistake, bare.to_owned()));
        }
    };
    add(mistake("pg-sig-quoted", "in blanks"), text.trim());
    add(mistake("pg-sig-quoted", "in quotes"), text.trim_matches(['"', '\'', '`']));
    for (open, close) in [("b'", "'"), ("[", "]"), ("<", ">"), ("{", "}")] {
        let inside = text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
        add(mistake("pg-sig-quoted", "in brackets"), inside.unwrap_or(text));
    }
    for mark in ['=', ':', ' ', ','] {
        if let Some((_, bare)) = text.split_once(mark) {
            add(mistake(PREFIXED, "with a prefix"), bare);
        }
    }
    add(mistake(PREFIXED, "with a prefix"), text.strip_prefix("0x").unwrap_or(text));
    for part in text.split([',', ';']) {
        add(mistake(PREFIXED, "among other parts"), part);
    }
    let pairs = text.replace(['-', ':', ' '], "");
    let is_pairs =
        text.len() > pairs.len() && text.split(['-', ':', ' ']).all(|two| two.len() == 2);
    if is_pairs {
        add(mistake("pg-sig-separated", "with marks between its bytes"), &pairs);
    }
    if text.contains('%') {
        let bare = ["2B+", "2b+", "2F/", "2f/", "3D=", "3d="]
            .iter()
            .fold(text.to_owned(), |bare, one| bare.replace(&format!("%{}", &one[..2]), &one[2..]));
        add(mistake("pg-sig-percent-encoded", "percent-encoded"), &bare);
    }
    let inside = of_base64(text).and_then(|bytes| String::from_utf8(bytes).ok());
    if let Some(inside) = inside.filter(|inside| inside.is_ascii()) {
        add(in_base64(text, "written in base64 again"), &inside);
    }
    found
}

fn in_base64(text: &str, what: &'static str) -> Mistake {
    let is_url =
        text.contains(['-', '_']) || (!text.ends_with('=') && !text.len().is_multiple_of(4));
    mistake(if is_url { "pg-sig-base64url" } else { "pg-sig-base64" }, what)
}

/// The bytes that a text spells in any base64.
pub(super) fn of_base64(text: &str) -> Option<Vec<u8>> {
    let engines = [&STANDARD, &STANDARD_NO_PAD, &URL_SAFE, &URL_SAFE_NO_PAD];
    engines.iter().find_map(|engine| engine.decode(text).ok())
}
