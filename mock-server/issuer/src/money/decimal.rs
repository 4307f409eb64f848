//! Decimal text as whole units of its last decimal, exactly.

/// The units in a decimal text: `"25.50"` has 2,550 at two decimals. Further decimals are cut off;
/// nothing for other text, and where 64 bits do not hold the units.
pub fn units(text: &str, decimals: usize) -> Option<i64> {
    let (whole, rest) = text.split_once('.').unwrap_or((text, "0"));
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !is_digits(whole) || !is_digits(rest) {
        return None;
    }
    let kept = rest.chars().chain(std::iter::repeat('0')).take(decimals);
    whole.chars().chain(kept).collect::<String>().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::units;

    #[test]
    fn units_are_exact() {
        for (text, decimals, wanted) in [
            ("25.50", 2, Some(2_550)),
            ("25.5", 6, Some(25_500_000)),
            ("0", 2, Some(0)),
            ("0.019", 2, Some(1)),
            ("90071992547409.93", 2, Some(9_007_199_254_740_993)),
            ("92233720368547758.08", 2, None),
            ("-1", 2, None),
            ("1.", 2, None),
            (".5", 2, None),
            ("1e3", 2, None),
            ("", 2, None),
        ] {
            assert_eq!(units(text, decimals), wanted, "{text}");
        }
    }
}
