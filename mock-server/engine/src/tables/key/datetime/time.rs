//! The time of a day.

use super::Misfit;

/// Hours, minutes, seconds and microseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Clock {
    pub(super) hour: i64,
    pub(super) minute: i64,
    pub(super) second: i64,
    pub(super) micros: i64,
}

impl Clock {
    /// `04:05`, `04:05:06`, `04:05:06.789`; `05:06.789` is without hours.
    pub(super) fn read(text: &str) -> Result<Self, Misfit> {
        let (whole, micros) = match text.split_once('.') {
            Some((whole, _)) => (whole, fraction(&text[whole.len()..])?),
            None => (text, 0),
        };
        let mut parts = Vec::new();
        for part in whole.split(':') {
            // Nothing between two colons is nothing.
            parts.push(if part.is_empty() { 0 } else { number(part)? });
        }
        let (hour, minute, second) = match parts[..] {
            [minute, second] if text.contains('.') => (0, minute, second),
            [hour, minute] => (hour, minute, 0),
            [hour, minute, second] => (hour, minute, second),
            _ => return Err(Misfit::Syntax),
        };
        if minute > 59 || second > 60 {
            return Err(Misfit::Range);
        }
        Ok(Self { hour, minute, second, micros })
    }

    /// Puts in before or after noon, and gives the microseconds of the day.
    pub(super) fn of_day(mut self, after_noon: Option<bool>) -> Result<i64, Misfit> {
        match after_noon {
            Some(_) if self.hour > 12 => return Err(Misfit::Range),
            Some(false) if self.hour == 12 => self.hour = 0,
            Some(true) if self.hour != 12 => self.hour += 12,
            _ => {}
        }
        Ok(((self.hour * 60 + self.minute) * 60 + self.second) * 1_000_000 + self.micros)
    }

    /// Refuses what is past the end of a day.
    pub(super) fn must_be_of_a_day(self) -> Result<(), Misfit> {
        let micros = self.of_day(None)?;
        let fits = self.hour <= 24 && self.minute <= 59 && self.second <= 60;
        if fits && micros <= super::DAY { Ok(()) } else { Err(Misfit::Range) }
    }
}

/// Digits alone.
pub(super) fn number(text: &str) -> Result<i64, Misfit> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Misfit::Syntax);
    }
    text.parse::<i32>().map(i64::from).map_err(|_| Misfit::Range)
}

/// A point and digits, in microseconds, rounded.
pub(super) fn fraction(text: &str) -> Result<i64, Misfit> {
    let digits = text.strip_prefix('.').unwrap_or(text);
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Misfit::Syntax);
    }
    let fraction: f64 = format!("0.{digits}0").parse().map_err(|_| Misfit::Syntax)?;
    #[expect(clippy::cast_possible_truncation, reason = "at most a million")]
    Ok((fraction * 1e6).round_ties_even() as i64)
}
