//! Bodies that were compressed on their way out.

use std::io::Read;

use flate2::read::{GzDecoder, ZlibDecoder};

/// No more than this is taken out of a body.
const MOST: u64 = 1 << 20;

/// Whether bytes begin as compressed ones do: gzip, zlib, Zstandard.
pub(super) fn is(body: &[u8]) -> bool {
    matches!(
        body,
        [0x1f, 0x8b, ..] | [0x78, 0x01 | 0x5e | 0x9c | 0xda, ..] | [0x28, 0xb5, 0x2f, 0xfd, ..]
    )
}

/// Plain body behind a compressed one, where it can be read.
pub(super) fn plain(body: &[u8]) -> Option<Vec<u8>> {
    let read = |reader: &mut dyn Read| {
        let mut plain = Vec::new();
        let length = reader.take(MOST).read_to_end(&mut plain).ok()?;
        (length > 0 && (length as u64) < MOST).then_some(plain)
    };
    match body {
        [0x1f, 0x8b, ..] => read(&mut GzDecoder::new(body)),
        [0x78, ..] => read(&mut ZlibDecoder::new(body)),
        _ => None,
    }
}
