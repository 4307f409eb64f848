//! Text forms of an envelope's bytes: base64 as the contract has it, or hex, other alphabets,
//! quotes, one inside the other.

use crate::crypto::wrong_encodings::{self, Wrap};

/// A mistake in writing: its cause, and how it shows.
pub(super) type Mistake = (&'static str, &'static str);

/// Bytes that a text may stand for.
pub(super) struct Read {
    /// Mistakes in the text form, the outermost first; empty when the text is as the contract says.
    pub(super) mistakes: Vec<Mistake>,
    pub(super) bytes: Vec<u8>,
}

/// Every way to read a text, the simplest first.
pub(super) fn readings(text: &str) -> Vec<Read> {
    let read = |(wraps, bytes): (Vec<Wrap>, Vec<u8>)| Read {
        mistakes: wraps.into_iter().map(mistake).collect(),
        bytes,
    };
    wrong_encodings::readings(text).into_iter().map(read).collect()
}

fn mistake(wrap: Wrap) -> Mistake {
    match wrap {
        Wrap::Hex => ("er-hex", "The envelope is written in hex."),
        Wrap::UrlSafe => ("er-base64-url", "The envelope is written in url-safe base64."),
        Wrap::Unpadded => ("er-base64-unpadded", "The padding of the base64 is missing."),
        Wrap::Spaces => ("er-base64-spaces", "There are blanks or line ends within the base64."),
        Wrap::PlusLost => ("er-base64-spaces", "There are blanks where the base64 has a plus."),
        Wrap::Twice => ("er-base64-twice", "The base64 is written in base64 again."),
        Wrap::Quoted => ("er-quoted", "There are quotes around the base64, inside the text."),
        Wrap::Percent => ("er-percent-encoded", "The base64 is percent-encoded."),
        Wrap::Prefixed => ("er-prefixed", "There is something in front of the base64."),
    }
}
