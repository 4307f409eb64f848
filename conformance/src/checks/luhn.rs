//! The check digit of card numbers (ISO/IEC 7812).

/// True for digits whose last one is the check digit of the others.
pub fn passes_luhn(number: &str) -> bool {
    let digits = number.chars().rev().map(|digit| digit.to_digit(10));
    let sum = digits.enumerate().try_fold(0, |sum, (at, digit)| {
        let digit = digit?;
        let counted = if at % 2 == 0 { digit } else { digit * 2 / 10 + digit * 2 % 10 };
        Some(sum + counted)
    });
    !number.is_empty() && sum.is_some_and(|sum| sum % 10 == 0)
}

#[cfg(test)]
mod tests {
    use super::passes_luhn;

    #[test]
    fn the_check_digit_is_checked() {
        assert!(passes_luhn("4000550000001889"));
        assert!(!passes_luhn("4000550000001880"));
        assert!(!passes_luhn("4000x50000001889"));
        assert!(!passes_luhn(""));
    }
}
