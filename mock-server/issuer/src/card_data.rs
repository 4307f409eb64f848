//! Card numbers (PAN), CVCs, expiry dates and the Luhn check digit.

use jiff::{Timestamp, ToSpan, tz::TimeZone};
use serde::{Deserialize, Serialize};

use crate::{command::Dice, crypto::Secret};

/// Data printed on a card: number, CVC and expiry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CardSecrets {
    /// Card number (PAN), 16 digits, with a correct Luhn check digit.
    pub pan: Secret,
    /// CVC: the three digits on the back.
    pub cvc: Secret,
    /// Last four digits of the number, which every answer may show.
    pub last4: String,
    /// Month of expiry, two digits.
    pub expiration_month: String,
    /// Year of expiry, four digits.
    pub expiration_year: String,
}

impl CardSecrets {
    /// Draws a number that starts with the digits of `prefix` (15 at most), a CVC, and an expiry
    /// `months` months after `now`.
    pub fn draw(dice: &mut dyn Dice, now: Timestamp, prefix: &str, months: i64) -> Self {
        let prefix: String = prefix.chars().filter(char::is_ascii_digit).take(15).collect();
        let body = dice.below("card.pan", 1_000_000_000_000_000);
        let body = format!("{body:015}");
        let mut pan = format!("{prefix}{}", &body[prefix.len()..]);
        pan.push(check_digit(&pan));
        let cvc = format!("{:03}", dice.below("card.cvc", 1000));
        let (expiration_month, expiration_year) = expiry(now, months);
        Self {
            last4: pan[12..].to_owned(),
            pan: Secret::new(pan),
            cvc: Secret::new(cvc),
            expiration_month,
            expiration_year,
        }
    }

    /// Takes over the number of another card; CVC and expiry stay as they are.
    pub fn keep_number(&mut self, other: &Self) {
        self.pan = other.pan.clone();
        self.last4.clone_from(&other.last4);
    }
}

/// Something that may hold card data: a program, or the sum of the programs.
///
/// An implementation takes its value apart field by field, without `..`: a new table does not
/// compile until it says whether it holds card numbers, and no number is shown in a log because
/// somebody forgot a table.
pub trait HoldsCardData {
    /// The data of every card that has a number.
    fn card_data(&self) -> Box<dyn Iterator<Item = &CardSecrets> + '_>;

    /// The first digits of numbers that are issued, beside those that the rules say.
    fn bins(&self) -> Box<dyn Iterator<Item = &str> + '_>;
}

fn expiry(now: Timestamp, months: i64) -> (String, String) {
    let date = now.to_zoned(TimeZone::UTC).date();
    let date = date.checked_add(months.months()).unwrap_or(date);
    (format!("{:02}", date.month()), format!("{:04}", date.year()))
}

/// Check digit that makes `digits`, ASCII digits only, pass the Luhn check when appended.
pub fn check_digit(digits: &str) -> char {
    let sum: u32 = digits
        .bytes()
        .rev()
        .map(|byte| u32::from(byte - b'0'))
        .enumerate()
        .map(|(at, digit)| if at % 2 == 0 { (digit * 2) / 10 + (digit * 2) % 10 } else { digit })
        .sum();
    char::from_digit((10 - sum % 10) % 10, 10).expect("a remainder of ten is a digit")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_digit_is_the_published_one() {
        assert_eq!(check_digit("7992739871"), '3');
        assert_eq!(check_digit("400000123456789"), '9');
    }

    #[test]
    fn expiry_is_the_month_of_creation_so_many_months_later() {
        let at = "2026-01-31T23:59:59Z".parse().unwrap();
        assert_eq!(expiry(at, 48), ("01".to_owned(), "2030".to_owned()));
        assert_eq!(expiry(at, 1), ("02".to_owned(), "2026".to_owned()));
    }
}
