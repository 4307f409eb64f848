//! A text as it is when what it is wrapped in is taken off: percent and other escapes, base64, hex,
//! one inside the other. Every byte knows which bytes of the text it stands for.

use std::ops::Range;

use base64::{
    Engine, alphabet,
    engine::{
        DecodePaddingMode,
        general_purpose::{GeneralPurpose, GeneralPurposeConfig},
    },
};

/// Largest number of wrappings that are taken off one after the other.
const DEPTH: usize = 2;
/// Length below which a text hides no secret: eight bytes in base64.
const SHORTEST: usize = 11;

/// Base64 with or without padding, whatever its unused bits are.
pub(super) const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Bytes that a text stands for, and where each of them comes from.
pub(super) struct View {
    pub(super) bytes: Vec<u8>,
    /// Of each byte, where it begins and ends in the text.
    places: Vec<(usize, usize)>,
}

impl View {
    /// Where a piece of it is in the text.
    pub(super) fn source(&self, piece: &Range<usize>) -> Range<usize> {
        let start = self.places.get(piece.start).map_or(0, |(start, _)| *start);
        let last = piece.end.checked_sub(1).and_then(|last| self.places.get(last));
        start..last.map_or(start, |(_, end)| *end)
    }

    /// A view of this view, of the text itself.
    fn under(mut self, above: Option<&Self>) -> Self {
        if let Some(above) = above {
            for place in &mut self.places {
                let source = above.source(&(place.0..place.1));
                *place = (source.start, source.end);
            }
        }
        self
    }
}

/// Shows every view of a text.
pub(super) fn each(text: &[u8], context: &mut dyn FnMut(&View)) {
    visit_all(text, None, DEPTH, context);
}

fn visit_all(bytes: &[u8], above: Option<&View>, depth: usize, context: &mut dyn FnMut(&View)) {
    if depth == 0 {
        return;
    }
    let mut views = Vec::new();
    views.extend(unescaped(bytes));
    for run in runs(bytes, |byte| byte.is_ascii_alphanumeric() || b"+/-_".contains(&byte)) {
        views.extend((0..4).filter_map(|shift| of_base64(bytes, run.start + shift..run.end)));
    }
    for run in runs(bytes, |byte| byte.is_ascii_hexdigit()) {
        views.extend((0..2).filter_map(|shift| of_hex(bytes, run.start + shift..run.end)));
    }
    for view in views {
        let view = view.under(above);
        context(&view);
        if is_text(&view.bytes) {
            visit_all(&view.bytes, Some(&view), depth - 1, context);
        }
    }
}

/// Whether something may be wrapped inside: every wrapping is made of letters and marks. Base64
/// that was read from the wrong place is hardly ever.
fn is_text(bytes: &[u8]) -> bool {
    let mut run = 0;
    bytes.iter().any(|byte| {
        run = if (b' '..=b'~').contains(byte) { run + 1 } else { 0 };
        run >= SHORTEST
    })
}

/// Pieces of letters of a kind that are long enough to hide something.
fn runs(bytes: &[u8], is_part: impl Fn(u8) -> bool) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for at in 0..=bytes.len() {
        if bytes.get(at).is_some_and(|byte| is_part(*byte)) {
            continue;
        }
        if at - start >= SHORTEST {
            found.push(start..at);
        }
        start = at + 1;
    }
    found
}

fn of_base64(bytes: &[u8], run: Range<usize>) -> Option<View> {
    let mut text: Vec<u8> = bytes.get(run.clone())?.to_vec();
    for byte in &mut text {
        *byte = match *byte {
            b'-' => b'+',
            b'_' => b'/',
            other => other,
        };
    }
    // One letter more than whole bytes is no part of them.
    text.truncate(text.len() - usize::from(text.len() % 4 == 1));
    let bytes = LENIENT.decode(text).ok()?;
    // Three bytes are four letters; a byte lies in two of them.
    let place = |at: usize| {
        let (group, rest) = (at / 3 * 4, at % 3);
        (run.start + group + rest, (run.start + group + rest + 2).min(run.end))
    };
    Some(View { places: (0..bytes.len()).map(place).collect(), bytes })
}

fn of_hex(bytes: &[u8], run: Range<usize>) -> Option<View> {
    let text = bytes.get(run.clone())?;
    let bytes = hex::decode(&text[..text.len() / 2 * 2]).ok()?;
    let places = (0..bytes.len()).map(|at| (run.start + at * 2, run.start + at * 2 + 2)).collect();
    Some(View { bytes, places })
}

/// Without escapes: `%41`, `\u0041`, `\x41`, `&#65;`, `&#x41;`.
fn unescaped(bytes: &[u8]) -> Option<View> {
    let has_any = bytes.iter().any(|byte| b"%\\&".contains(byte));
    if !has_any {
        return None;
    }
    let mut view = View { bytes: Vec::with_capacity(bytes.len()), places: Vec::new() };
    let mut at = 0;
    while at < bytes.len() {
        let (letter, length) = escape(&bytes[at..]).unwrap_or((u32::from(bytes[at]), 1));
        let mut buffer = [0; 4];
        let meant: &[u8] = match char::from_u32(letter).filter(|_| length > 1 && letter > 0xff) {
            Some(letter) => letter.encode_utf8(&mut buffer).as_bytes(),
            None => {
                buffer[0] = letter as u8;
                &buffer[..1]
            }
        };
        view.bytes.extend(meant);
        view.places.extend(meant.iter().map(|_| (at, at + length)));
        at += length;
    }
    Some(view)
}

/// Character that an escape at the beginning stands for, and the length of the escape.
fn escape(bytes: &[u8]) -> Option<(u32, usize)> {
    let digits = |from: usize, length: usize, radix: u32| {
        let text = std::str::from_utf8(bytes.get(from..from + length)?).ok()?;
        u32::from_str_radix(text, radix).ok()
    };
    match bytes {
        [b'%', ..] => Some((digits(1, 2, 16)?, 3)),
        [b'\\', b'u', ..] => Some((digits(2, 4, 16)?, 6)),
        [b'\\', b'x', ..] => Some((digits(2, 2, 16)?, 4)),
        // Of a JSON text inside a JSON text.
        [b'\\', letter, ..] if b"\"\\/".contains(letter) => Some((u32::from(*letter), 2)),
        [b'&', b'#', rest @ ..] => {
            const LONGEST: usize = 8;
            let end = rest.iter().take(LONGEST).position(|byte| *byte == b';')?;
            let (from, radix) = if rest.first() == Some(&b'x') { (3, 16) } else { (2, 10) };
            Some((digits(from, (end + 2).checked_sub(from)?, radix)?, end + 3))
        }
        _ => None,
    }
}
