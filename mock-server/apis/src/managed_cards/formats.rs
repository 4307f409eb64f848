//! Text forms of money and time (MC 4.3).

use jiff::Timestamp;

use crate::{money::Cents, programs::managed::Currency};

/// An amount with exactly the decimals of its currency.
pub(super) fn money(amount: Cents, currency: Currency) -> String {
    let sign = if amount < 0 { "-" } else { "" };
    let (amount, decimals) = (amount.unsigned_abs(), currency.decimals());
    if decimals == 0 {
        return format!("{sign}{amount}");
    }
    let unit = 10_u64.pow(u32::try_from(decimals).unwrap_or(0));
    format!("{sign}{}.{:0decimals$}", amount / unit, amount % unit)
}

/// The reason why a text is no amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoAmount {
    /// Another form, or more decimals than the currency has.
    Form,
    /// Nothing.
    Zero,
}

/// An amount in minor units: `^(0|[1-9][0-9]{0,11})(\.[0-9]+)?$`, above zero, with at most so many
/// decimals.
pub(super) fn amount(text: &str, decimals: usize) -> Result<Cents, NoAmount> {
    let (whole, part) = match text.split_once('.') {
        Some((whole, part)) => (whole, Some(part)),
        None => (text, None),
    };
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_led = whole.len() > 1 && whole.starts_with('0');
    let part_fits = part.is_none_or(|part| is_digits(part) && part.len() <= decimals);
    if !is_digits(whole) || whole.len() > 12 || is_led || !part_fits {
        return Err(NoAmount::Form);
    }
    let digits = format!("{whole}{:0<decimals$}", part.unwrap_or_default());
    match digits.parse() {
        Ok(0) => Err(NoAmount::Zero),
        Ok(amount) => Ok(amount),
        Err(_) => Err(NoAmount::Form),
    }
}

/// An instant in UTC with milliseconds.
pub(super) fn time(instant: Timestamp) -> String {
    format!("{instant:.3}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_plain_decimals_above_zero() {
        for text in ["5", "5.0", "5.00"] {
            assert_eq!(amount(text, 2), Ok(500), "{text}");
        }
        assert_eq!(amount("0.01", 2), Ok(1));
        assert_eq!(amount("999999999999.99", 2), Ok(99_999_999_999_999));
        assert_eq!(amount("50000", 0), Ok(50_000));
        let wrong = [
            "-5",
            "+5",
            "5e1",
            " 5",
            "5 ",
            "05",
            "5.",
            ".5",
            "",
            "5.001",
            "5,00",
            "1234567890123",
            "٥",
            "0x5",
            "NaN",
        ];
        for text in wrong {
            assert_eq!(amount(text, 2), Err(NoAmount::Form), "{text}");
        }
        assert_eq!(amount("5.0", 0), Err(NoAmount::Form));
        assert_eq!(amount("0.00", 2), Err(NoAmount::Zero));
        assert_eq!(amount("0", 0), Err(NoAmount::Zero));
    }

    #[test]
    fn money_has_the_decimals_of_its_currency() {
        assert_eq!(money(-5_505, Currency::USD), "-55.05");
        assert_eq!(money(5, Currency::KES), "0.05");
        assert_eq!(money(50_000, Currency::UGX), "50000");
        assert_eq!(money(-1, Currency::UGX), "-1");
    }

    #[test]
    fn an_instant_has_milliseconds() {
        let at = |text: &str| time(text.parse().unwrap());
        assert_eq!(at("2026-01-05T09:00:00Z"), "2026-01-05T09:00:00.000Z");
        assert_eq!(at("2026-01-05T09:00:00.999999Z"), "2026-01-05T09:00:00.999Z");
    }
}
