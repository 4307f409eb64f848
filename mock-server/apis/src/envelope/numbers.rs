//! JSON whose numbers are as large as they like. RFC 8259 bounds none of them, and what no double
//! holds is valid all the same: `1e999`, or an integer of four hundred digits.

use std::borrow::Cow;

use serde_json::Value;

use super::raw::end_of_string;

/// Stand-in for a number that no double holds; no field takes it.
const HUGE: &[u8] = b"1e308";

/// Reads JSON.
pub(super) fn read(bytes: &[u8]) -> serde_json::Result<Value> {
    serde_json::from_slice(bytes).or_else(|error| match bounded(bytes) {
        Cow::Borrowed(_) => Err(error),
        Cow::Owned(bounded) => serde_json::from_slice(&bounded),
    })
}

/// The text with numbers that a double holds.
fn bounded(bytes: &[u8]) -> Cow<'_, [u8]> {
    let mut out = Vec::new();
    let (mut kept, mut at) = (0, 0);
    while at < bytes.len() {
        match bytes[at] {
            b'"' => at = end_of_string(bytes, at),
            b'-' | b'0'..=b'9' => {
                let is_part = |byte: &u8| byte.is_ascii_digit() || b"+-.eE".contains(byte);
                let length = bytes[at..].iter().take_while(|byte| is_part(byte)).count();
                let number = &bytes[at..at + length];
                if is_huge(number) {
                    out.extend(&bytes[kept..at]);
                    out.extend(number.iter().take_while(|byte| **byte == b'-'));
                    out.extend(HUGE);
                    kept = at + length;
                }
                at += length;
            }
            _ => at += 1,
        }
    }
    if kept == 0 {
        return Cow::Borrowed(bytes);
    }
    out.extend(&bytes[kept..]);
    Cow::Owned(out)
}

/// A number as JSON writes it, which no double holds.
fn is_huge(number: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(number) else { return false };
    is_number(text) && text.parse::<f64>().is_ok_and(f64::is_infinite)
}

/// `-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?`
fn is_number(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let text = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let (whole, part) = match mantissa.split_once('.') {
        Some((whole, part)) => (whole, Some(part)),
        None => (mantissa, None),
    };
    digits(whole)
        && (whole.len() == 1 || !whole.starts_with('0'))
        && part.is_none_or(digits)
        && exponent.is_none_or(|text| digits(text.strip_prefix(['+', '-']).unwrap_or(text)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn numbers_of_any_size_are_read() {
        let long = format!("{{\"t\": {}, \"u\":-{}}}", "9".repeat(400), "9".repeat(400));
        assert_eq!(read(long.as_bytes()).unwrap(), json!({"t": 1e308, "u": -1e308}));
        let text = r#"{"a": 1e999, "b": "1e999 \" 1e999", "c": [-1.5E+400, 1e-999, 1e3]}"#;
        let value = read(text.as_bytes()).unwrap();
        let read_as = json!({"a": 1e308, "b": "1e999 \" 1e999", "c": [-1e308, 0.0, 1e3]});
        assert_eq!(value, read_as);
        for wrong in
            ["01e999", "1e999x", "{1e999: 1}", "-", "1e999.5", "[1e999", "\"1e999", "+1e999"]
        {
            assert!(read(wrong.as_bytes()).is_err(), "{wrong}");
        }
    }
}
