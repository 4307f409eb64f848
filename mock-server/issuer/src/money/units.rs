//! Amounts of tokens in their smallest unit, as contracts count them.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

/// An amount of a token in its smallest unit ("wei"): 100 USDC are 100,000,000 units. It is written
/// as decimal text, because JSON readers lose digits of such numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Units(pub u128);

impl Units {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// True when there is nothing.
    pub fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Both amounts together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// The amount without another one, which is not larger.
    #[must_use]
    pub fn less(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// A part of the amount in 1/10000, rounded down.
    #[must_use]
    pub fn basis_points(self, points: u32) -> Self {
        let (whole, rest) = (self.0 / 10_000, self.0 % 10_000);
        Self(whole * u128::from(points) + rest * u128::from(points) / 10_000)
    }

    /// The units of whole tokens with `decimals` decimals: `"100.5"` has 100,500,000 at six. Nothing
    /// for text that is no plain decimal number, for more decimals than the token has, and for more
    /// than fits.
    pub fn of_tokens(text: &str, decimals: u32) -> Option<Self> {
        let (whole, rest) = match text.split_once('.') {
            Some((_, "")) => return None,
            Some(parts) => parts,
            None => (text, ""),
        };
        let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let decimals = usize::try_from(decimals).ok()?;
        if whole.is_empty() || !is_digits(whole) || !is_digits(rest) || rest.len() > decimals {
            return None;
        }
        format!("{whole}{rest:0<decimals$}").parse().ok().map(Self)
    }

    /// The amount in whole tokens, without zeros at the end: `100.5`.
    pub fn tokens(self, decimals: u32) -> String {
        let one = 10_u128.pow(decimals);
        let (whole, rest) = (self.0 / one, self.0 % one);
        if rest == 0 {
            return whole.to_string();
        }
        let width = usize::try_from(decimals).unwrap_or_default();
        let rest = format!("{rest:0width$}");
        format!("{whole}.{}", rest.trim_end_matches('0'))
    }
}

impl fmt::Display for Units {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The text is no amount: digits without sign, point and leading zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an integer amount")]
pub struct NotUnits;

impl FromStr for Units {
    type Err = NotUnits;

    fn from_str(text: &str) -> Result<Self, NotUnits> {
        let is_plain = text.bytes().all(|byte| byte.is_ascii_digit())
            && (text == "0" || !text.starts_with('0'));
        if is_plain { text.parse().map(Self).map_err(|_| NotUnits) } else { Err(NotUnits) }
    }
}

impl Serialize for Units {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Units {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_tokens_are_read_and_written_exactly() {
        for (text, decimals, units) in [
            ("100.5", 6, Some(100_500_000)),
            ("100", 6, Some(100_000_000)),
            ("0.000001", 6, Some(1)),
            ("0.0000001", 6, None),
            ("1.", 6, None),
            (".5", 6, None),
            ("-1", 6, None),
            ("1e3", 6, None),
            ("", 6, None),
            ("340282366920938463463.374607431768211455", 18, Some(u128::MAX)),
            ("340282366920938463463.374607431768211456", 18, None),
        ] {
            let read = Units::of_tokens(text, decimals);
            assert_eq!(read, units.map(Units), "{text}");
            if let Some(read) = read {
                assert_eq!(Units::of_tokens(&read.tokens(decimals), decimals), Some(read));
            }
        }
        assert_eq!(Units(100_500_000).tokens(6), "100.5");
    }

    #[test]
    fn integers_have_no_sign_point_or_leading_zero() {
        for bad in
            ["", "+1", "-1", "1.0", "01", "1e3", " 1", "340282366920938463463374607431768211456"]
        {
            assert!(bad.parse::<Units>().is_err(), "{bad}");
        }
        assert_eq!("100000000".parse(), Ok(Units(100_000_000)));
    }

    #[test]
    fn basis_points_round_down() {
        assert_eq!(Units(40_000_000_000_000_000).basis_points(30), Units(120_000_000_000_000));
        assert_eq!(Units(333).basis_points(30), Units(0));
        assert_eq!(Units(19_999).basis_points(9_950), Units(19_899));
    }
}
