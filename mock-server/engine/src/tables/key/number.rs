//! Numbers as PostgreSQL reads them, exact enough to be compared with any column.

use super::Misfit;

/// The hundredths below a number, and whether there is more above them. No column has more than two
/// decimals, so this tells every operand from every cell; what is beyond all cells is as large as
/// can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::tables) struct Number {
    floor: i128,
    more: bool,
}

/// `Infinity`; `NaN` is above it. What is finite and larger than any cell is just below.
const INFINITY: i128 = i128::MAX - 1;

/// The most digits before the decimal point that a `numeric` has.
const WHOLE_DIGITS: i64 = 131_072;

/// The most digits behind it.
const DECIMALS: i64 = 16_383;

impl Number {
    /// An integer.
    pub(in crate::tables) fn whole(number: i64) -> Self {
        Self { floor: i128::from(number) * 100, more: false }
    }

    /// The integer that it is, if it is one of 64 bits.
    pub(in crate::tables) fn as_whole(self) -> Option<i64> {
        let is_whole = !self.more && self.floor % 100 == 0;
        i64::try_from(self.floor / 100).ok().filter(|_| is_whole)
    }

    /// A number of hundredths.
    pub(in crate::tables) fn of_hundredths(hundredths: i128) -> Self {
        Self { floor: hundredths, more: false }
    }

    /// Refuses what is no integer of 64 bits.
    pub(super) fn must_be_bigint(self) -> Result<(), Misfit> {
        if self.more || self.floor % 100 != 0 {
            return Err(Misfit::Syntax);
        }
        i64::try_from(self.floor / 100).map(|_| ()).map_err(|_| Misfit::Range)
    }

    /// A `numeric`: digits with a point and an exponent or without, `NaN`, `Infinity`.
    pub(in crate::tables) fn read(text: &str) -> Result<Self, Misfit> {
        let text = trimmed(text);
        let (negative, rest) = signed(text);
        if ["infinity", "inf"].iter().any(|word| rest.eq_ignore_ascii_case(word)) {
            let floor = if negative { -INFINITY } else { INFINITY };
            return Ok(Self { floor, more: false });
        }
        if text.eq_ignore_ascii_case("nan") {
            return Ok(Self { floor: i128::MAX, more: false });
        }
        let (mantissa, exponent) = match rest.find(['e', 'E']) {
            Some(at) => (&rest[..at], exponent(&rest[at + 1..])?),
            None => (rest, 0),
        };
        let (whole, decimals) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if !is_digits(whole) || !is_digits(decimals) || whole.len() + decimals.len() == 0 {
            return Err(Misfit::Syntax);
        }
        let digits = format!("{whole}{decimals}");
        let digits = digits.trim_start_matches('0');
        let scale = i64::try_from(decimals.len()).map_err(|_| Misfit::Range)? - exponent;
        let length = i64::try_from(digits.len()).map_err(|_| Misfit::Range)?;
        if scale > DECIMALS || (length > 0 && length - scale > WHOLE_DIGITS) {
            return Err(Misfit::Range);
        }
        Ok(Self::of(negative, digits, 2 - scale))
    }

    /// The number that digits without leading zeros and a power of ten make, in hundredths.
    fn of(negative: bool, digits: &str, power: i64) -> Self {
        let cut = usize::try_from(-power).unwrap_or(0).min(digits.len());
        let (above, below) = digits.split_at(digits.len() - cut);
        let zeros = u32::try_from(power).unwrap_or(0);
        let floor = match above {
            "" => 0,
            _ => above
                .parse::<i128>()
                .ok()
                .and_then(|number| number.checked_mul(10_i128.checked_pow(zeros)?))
                .map_or(INFINITY - 1, |number| number.min(INFINITY - 1)),
        };
        let more = below.bytes().any(|byte| byte != b'0');
        match negative {
            false => Self { floor, more },
            true => Self { floor: -floor - i128::from(more), more },
        }
    }
}

/// A `bigint` as text: an integer of 64 bits.
pub(super) fn bigint(text: &str) -> Result<Number, Misfit> {
    let text = trimmed(text);
    let digits = signed(text).1;
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Misfit::Syntax);
    }
    text.parse().map(Number::whole).map_err(|_| Misfit::Range)
}

/// Without the blanks around it that C knows.
fn trimmed(text: &str) -> &str {
    text.trim_matches([' ', '\t', '\n', '\r', '\u{b}', '\u{c}'])
}

fn signed(text: &str) -> (bool, &str) {
    match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    }
}

fn exponent(text: &str) -> Result<i64, Misfit> {
    let digits = signed(text).1;
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Misfit::Syntax);
    }
    // PostgreSQL takes no exponent that comes near 32 bits for a number at all.
    let exponent = text.parse().ok().filter(|power: &i64| power.abs() < 1 << 30);
    exponent.ok_or(Misfit::Syntax)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_ascend() {
        let ascending = [
            "-inf",
            "-1e131071",
            "-100.001",
            "-100",
            "-0.011",
            "-0.01",
            "-1e-300",
            "0",
            "1e-300",
            ".01",
            "0.010000001",
            "12.34",
            "12.340000000000000000000000000000000001",
            "1.235e1",
            "90071992547409.92",
            "90071992547409.93",
            "1e36",
            "1e131071",
            "Infinity",
            "NaN",
        ];
        let read: Vec<_> = ascending.iter().map(|text| Number::read(text).unwrap()).collect();
        for (at, pair) in read.windows(2).enumerate() {
            // Two numbers beyond every cell, or between two cells, need not be told apart.
            assert!(pair[0] <= pair[1], "{} {}", ascending[at], ascending[at + 1]);
        }
        let cell = Number::read("12.34").unwrap();
        assert!(cell < Number::read("12.340000000000000000000000000000000001").unwrap());
        assert!(Number::read("-1e-300").unwrap() < Number::read("0").unwrap());
        assert_eq!(cell, Number::read(" +1234e-2\n").unwrap());
        assert_eq!(Number::read("5.").unwrap(), Number::whole(5));
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in
            ["", ".", "-", "1e", "1e+", "e5", "1 2", "0x1f", "1,5", "nanx", "-nan", "1e9999999999"]
        {
            assert_eq!(Number::read(text), Err(Misfit::Syntax), "{text}");
        }
        for text in ["1e131072", "1e-16384"] {
            assert_eq!(Number::read(text), Err(Misfit::Range), "{text}");
        }
    }
}
