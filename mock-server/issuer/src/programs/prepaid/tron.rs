//! TRC-20 addresses: `Base58Check` over a version byte and twenty bytes.

use super::ApplyContext;
use crate::crypto::digest::sha256;

/// The byte with which every address of this chain begins.
const VERSION: u8 = 0x41;
const ALPHABET: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/// A new address.
pub fn draw(context: &mut ApplyContext<'_>, purpose: &'static str) -> String {
    let mut body = [0; 20];
    context.dice.draw(purpose, &mut body);
    address(&body)
}

fn address(body: &[u8; 20]) -> String {
    let mut bytes = vec![VERSION];
    bytes.extend_from_slice(body);
    let check = sha256(sha256(&bytes));
    bytes.extend_from_slice(&check[..4]);
    base58(&bytes)
}

/// The first byte is not zero, so there are no leading ones.
fn base58(bytes: &[u8]) -> String {
    let mut digits: Vec<u8> = Vec::new();
    for byte in bytes {
        let mut carry = u32::from(*byte);
        for digit in &mut digits {
            carry += u32::from(*digit) << 8;
            *digit = (carry % 58) as u8;
            carry /= 58;
        }
        while carry > 0 {
            digits.push((carry % 58) as u8);
            carry /= 58;
        }
    }
    digits.iter().rev().map(|digit| char::from(ALPHABET[usize::from(*digit)])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_the_published_one() {
        // The contract address of USDT on Tron, in both of its published forms.
        let body = hex::decode("a614f803b6fd780986a42c78ec9c7f77e6ded13c").unwrap();
        let address = address(&body.try_into().unwrap());
        assert_eq!(address, "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t");
    }
}
