//! Addresses of the TRON network, to which TRC20 tokens are sent.

use sha2::{Digest, Sha256};

const DIGITS: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/// Bytes of an address: its version, 20 bytes of a hash, and 4 of a check sum.
const LENGTH: usize = 25;

/// The first byte of every address.
const VERSION: u8 = 0x41;

/// True for an address whose check sum is right (`Base58Check`, as the TRON network defines it).
pub fn is_address(text: &str) -> bool {
    let Some(bytes) = decoded(text) else { return false };
    let (content, sum) = bytes.split_at(LENGTH - 4);
    let twice = Sha256::digest(Sha256::digest(content));
    bytes[0] == VERSION && twice[..4] == *sum
}

/// The bytes that a text of base 58 stands for, if they are as many as an address has.
fn decoded(text: &str) -> Option<[u8; LENGTH]> {
    let mut bytes = [0; LENGTH];
    for digit in text.bytes() {
        let mut carry = u32::try_from(DIGITS.iter().position(|one| *one == digit)?).ok()?;
        for byte in bytes.iter_mut().rev() {
            carry += u32::from(*byte) * 58;
            *byte = u8::try_from(carry & 0xff).ok()?;
            carry >>= 8;
        }
        if carry > 0 {
            return None;
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_the_right_check_sum() {
        assert!(is_address("TPGQPnuRRWLn1iMizY9JMN7eLQHoaX37X6"));
        for wrong in ["", "T", "TPGQPnuRRWLn1iMizY9JMN7eLQHoaX37X7", "0PGQPnuRRWLn1iMizY9JMN7eLQH"]
        {
            assert!(!is_address(wrong), "{wrong}");
        }
    }
}
