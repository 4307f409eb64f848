//! Numbers of answers (MC 4.1).

use std::collections::BTreeSet;

use crate::{Mismatch, StepResult, World};

/// The header.
const HEADER: &str = "x-request-id";

then!("the last {int} answers are numbered, each by a number of its own", numbered);
fn numbered(world: &mut World, count: usize) -> StepResult {
    let answers = &world.managed.answers;
    let from = answers.len().checked_sub(count);
    let from =
        from.ok_or_else(|| Mismatch::suite(format!("{count} answers"), answers.len().to_string()))?;
    let mut seen = BTreeSet::new();
    for answer in &answers[from..] {
        let number = answer.header(HEADER).unwrap_or_default();
        if !is_number(number) || !seen.insert(number) {
            let wanted = "X-Request-Id: req_ and 24 hex digits that no other answer has";
            let shown = format!("X-Request-Id: {number:?}, {}", answer.summary());
            return Err(Mismatch::behaviour(wanted, shown));
        }
    }
    Ok(())
}

/// `req_` and 24 hex digits in lower case.
fn is_number(text: &str) -> bool {
    text.strip_prefix("req_").is_some_and(|digits| {
        digits.len() == 24 && digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_its_prefix_and_24_digits() {
        assert!(is_number("req_0123456789abcdef01234567"));
        assert!(!is_number("req_0123456789ABCDEF01234567"));
        assert!(!is_number("req_0123") && !is_number("0123456789abcdef01234567"));
    }
}
