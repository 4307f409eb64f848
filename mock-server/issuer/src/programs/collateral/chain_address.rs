//! Addresses on chains, by their form alone (AG 5.1, 5.12).

/// Tells whether the text is an address of the Ethereum family: `0x` and 40 hex digits.
pub(super) fn is_evm(text: &str) -> bool {
    let digits = text.strip_prefix("0x");
    digits.is_some_and(|hex| hex.len() == 40 && hex.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// Tells whether the text is an address of the Ethereum family or of Solana: 32 to 44 base58
/// characters.
pub(super) fn is_wallet(text: &str) -> bool {
    let base58 = |b: u8| b.is_ascii_alphanumeric() && !matches!(b, b'0' | b'O' | b'I' | b'l');
    is_evm(text) || ((32..=44).contains(&text.len()) && text.bytes().all(base58))
}
