//! Amounts of money as decimal texts.

use serde_json::Value;

use crate::{Mismatch, StepResult};

/// Millionths in one unit of a currency.
pub const UNIT: i64 = 1_000_000;

/// The largest amount that is read, in millionths: no sum of a few of them is too large to count.
const MOST: i64 = i64::MAX / 16;

/// The amount that a text such as `-12.50` stands for, in millionths.
pub fn millionths(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let all = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !all(whole) || !all(part) || part.len() > 6 {
        return None;
    }
    let part: i64 = format!("{part:0<6}").parse().ok()?;
    let amount = whole.parse::<i64>().ok()?.checked_mul(UNIT)?.checked_add(part)?;
    if amount > MOST {
        return None;
    }
    Some(if text.starts_with('-') { -amount } else { amount })
}

/// The amount at a member of an answer.
pub fn amount(json: &Value, member: &str) -> StepResult<i64> {
    json[member].as_str().and_then(millionths).ok_or_else(|| {
        Mismatch::behaviour(format!("a decimal text as {member}"), json[member].to_string())
    })
}

/// An amount as people write it.
pub fn shown(millionths: i64) -> String {
    let sign = if millionths < 0 { "-" } else { "" };
    let (whole, part) = (millionths.abs() / UNIT, millionths.abs() % UNIT);
    let part = format!("{part:06}");
    let part = part.trim_end_matches('0');
    format!("{sign}{whole}.{part:0<2}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_read_to_the_millionth() {
        assert_eq!(millionths("12.5"), Some(12_500_000));
        assert_eq!(millionths("-0.61"), Some(-610_000));
        assert_eq!(millionths("7"), Some(7_000_000));
        for wrong in ["", "1e2", "1,0", ".5", "+1", "1.1234567", "-"] {
            assert_eq!(millionths(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn amounts_are_shown_with_two_digits_or_more() {
        assert_eq!((shown(12_500_000), shown(-1)), ("12.50".into(), "-0.000001".into()));
    }
}
