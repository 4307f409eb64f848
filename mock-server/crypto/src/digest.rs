//! Digests of bytes.

use sha2::Digest;

/// SHA-256 of a message.
pub fn sha256(message: impl AsRef<[u8]>) -> [u8; 32] {
    sha256_of(message.as_ref())
}

fn sha256_of(message: &[u8]) -> [u8; 32] {
    sha2::Sha256::digest(message).into()
}

/// MD5 of a message, which some clients sign by mistake.
pub fn md5(message: &[u8]) -> [u8; 16] {
    md5::Md5::digest(message).into()
}

/// SHA-256 of a message that comes in parts.
#[derive(Default)]
pub struct Sha256(sha2::Sha256);

impl Sha256 {
    /// Adds a part.
    pub fn update(&mut self, part: impl AsRef<[u8]>) {
        self.absorb(part.as_ref());
    }

    fn absorb(&mut self, part: &[u8]) {
        self.0.update(part);
    }

    /// Digest of all parts, one after the other.
    pub fn finish(self) -> [u8; 32] {
        self.0.finalize().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// FIPS 180-2, B.1, and RFC 1321, A.5.
    #[test]
    fn the_published_vectors_hold() {
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(hex::encode(sha256("abc")), expected);
        let mut parts = Sha256::default();
        parts.update("a");
        parts.update("bc");
        assert_eq!(hex::encode(parts.finish()), expected);
        assert_eq!(hex::encode(md5(b"abc")), "900150983cd24fb0d6963f7d28e17f72");
    }
}
