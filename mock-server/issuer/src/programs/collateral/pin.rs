//! PINs, and the rules that they must keep (PG 8.5).

use serde::{Deserialize, Serialize};

use super::Refusal;
use crate::{
    crypto::Secret,
    rulebook::{self, PatternScope},
};

/// A PIN in the clear; it cannot be printed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Pin(pub Secret);

impl Pin {
    /// Judges the PIN; the first rule that it breaks gives the answer.
    pub fn check(&self, rules: &rulebook::Pin) -> Result<(), Refusal> {
        let text = self.0.reveal();
        if rules.digits_only && !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Refusal::PinNotDigits);
        }
        let length = i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
        if !(rules.min_digits..=rules.max_digits).contains(&length) {
            return Err(Refusal::PinLength { min: rules.min_digits, max: rules.max_digits });
        }
        let scope = rules.pattern_scope;
        let patterns = [
            (rules.reject_repeated, 0, Refusal::PinRepeated),
            (rules.reject_ascending, 1, Refusal::PinAscending),
            (rules.reject_descending, -1, Refusal::PinDescending),
        ];
        let broken =
            patterns.into_iter().find(|(asked, step, _)| *asked && runs(text, *step, scope));
        broken.map_or(Ok(()), |(.., refusal)| Err(refusal))
    }
}

/// Tells whether each digit is `step` more than the one before, in the whole PIN or in any three
/// digits in a row. Runs do not wrap from 9 to 0.
fn runs(text: &str, step: i32, scope: PatternScope) -> bool {
    let digits: Vec<_> = text.chars().map(|c| c.to_digit(10).map(i64::from)).collect();
    let follows = |pair: &[Option<i64>]| match pair {
        [Some(left), Some(right)] => right - left == i64::from(step),
        _ => false,
    };
    match scope {
        PatternScope::Whole => digits.len() > 1 && digits.windows(2).all(follows),
        PatternScope::Anywhere => digits.windows(3).any(|three| three.windows(2).all(follows)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pin: &str, scope: PatternScope) -> Result<(), Refusal> {
        let rules = rulebook::Pin { pattern_scope: scope, ..rulebook::Pin::default() };
        Pin(Secret::new(pin)).check(&rules)
    }

    #[test]
    fn the_documented_patterns_are_refused() {
        let whole = |pin| check(pin, PatternScope::Whole);
        assert_eq!(whole("1111"), Err(Refusal::PinRepeated));
        assert_eq!(whole("1234"), Err(Refusal::PinAscending));
        assert_eq!(whole("4321"), Err(Refusal::PinDescending));
        assert_eq!(whole("71a3"), Err(Refusal::PinNotDigits));
        assert_eq!(whole("719"), Err(Refusal::PinLength { min: 4, max: 12 }));
        for fine in ["7890", "0719", "711193", "912349", "719340286591"] {
            assert_eq!(whole(fine), Ok(()), "{fine}");
        }
    }

    #[test]
    fn the_other_reading_looks_at_every_three_digits() {
        let anywhere = |pin| check(pin, PatternScope::Anywhere);
        assert_eq!(anywhere("711193"), Err(Refusal::PinRepeated));
        assert_eq!(anywhere("912349"), Err(Refusal::PinAscending));
        assert_eq!(anywhere("7193"), Ok(()));
    }
}
