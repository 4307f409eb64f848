//! HMAC-SHA256 over `timestamp.body`, the signature of a partner request (PG 3.2).

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

/// HMAC-SHA256 over `parts`, one after the other.
pub fn digest(secret: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).expect("HMAC takes a key of any length");
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// True when two digests are equal; takes constant time.
pub fn same(left: &[u8; 32], right: &[u8; 32]) -> bool {
    left.ct_eq(right).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vectors_of_the_contract_hold() {
        for vector in crate::vectors("hmac") {
            let text = |name: &str| vector[name].as_str().unwrap();
            let signed = digest(
                text("client_secret").as_bytes(),
                &[text("timestamp").as_bytes(), b".", text("body").as_bytes()],
            );
            assert_eq!(hex::encode(signed), text("signature"), "{}", text("name"));
        }
    }
}
