//! Derivation of everything random in a world from its seed, with HKDF-SHA256 (SB 3.4, 3.9).

use hkdf::Hkdf;
use sha2::Sha256;

/// Salt for the values of credentials.
pub const CREDENTIAL: &[u8] = b"mock-server/credential/1";
/// Salt for ids, card numbers, keys and nonces.
pub const RANDOM: &[u8] = b"mock-server/random/1";
/// Salt for the key that seals secrets in a journal.
pub const JOURNAL: &[u8] = b"mock-server/journal/1";

/// Fills `out` with `HKDF-SHA256(salt, ikm = seed, info)`; 8,160 bytes at most.
pub fn fill(salt: &[u8], seed: &str, info: &str, out: &mut [u8]) {
    Hkdf::<Sha256>::new(Some(salt), seed.as_bytes())
        .expand(info.as_bytes(), out)
        .expect("no value is longer than 255 digests");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_follow_the_published_vector() {
        let mut token = [0; 16];
        fill(CREDENTIAL, "7", "checkout-42/PG/acme/primary/api_token", &mut token);
        let token = uuid::Builder::from_random_bytes(token).into_uuid().to_string();
        assert_eq!(token, "7b6ff1cf-b3b2-4b38-8dcf-4c3ed2d2b9fc");
        let mut secret = [0; 32];
        fill(CREDENTIAL, "7", "checkout-42/PG/acme/primary/client_secret", &mut secret);
        assert_eq!(
            hex::encode(secret),
            "5d95333eb93b3af82db10f92d53952e1d2378a4934c47c0d33fe27d7bf9b47e5"
        );
    }
}
