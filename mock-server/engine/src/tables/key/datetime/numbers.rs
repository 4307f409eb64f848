//! The numbers of a date or a time: which part each is, those before it say.

use super::{
    Misfit,
    parts::{Given, Parts},
    time::{Clock, fraction, number},
    words::{Meaning, meaning},
};

impl Parts {
    /// Digits that nothing before speaks of.
    pub(super) fn number_field(&mut self, field: &str) -> Result<(), Misfit> {
        let point = field.find('.');
        let is_dated = self.given.has(Given::DATE);
        match point {
            Some(_) if self.given.of_date() == Given::default() => self.date(field),
            Some(at) if at > 2 => self.run_together(field),
            None if field.len() >= 6 && !(is_dated && self.given.has(Given::TIME)) => {
                self.run_together(field)
            }
            _ => self.single(field),
        }
    }

    /// A date in one field, its parts between separators.
    pub(super) fn date(&mut self, field: &str) -> Result<(), Misfit> {
        let mut pieces = Vec::new();
        let mut rest = field;
        loop {
            rest = rest.trim_start_matches(|next: char| !next.is_ascii_alphanumeric());
            let Some(first) = rest.chars().next() else { return Err(Misfit::Syntax) };
            let same = |next: char| match first.is_ascii_digit() {
                true => next.is_ascii_digit(),
                false => next.is_ascii_alphabetic(),
            };
            let end = rest.find(|next: char| !same(next)).unwrap_or(rest.len());
            pieces.push(&rest[..end]);
            rest = &rest[end..];
            if rest.is_empty() {
                break;
            }
            // PostgreSQL takes whatever follows for a separator.
            rest = &rest[1..];
            if rest.is_empty() {
                break;
            }
        }
        let (words, numbers): (Vec<&str>, Vec<&str>) = pieces
            .into_iter()
            .partition(|piece| piece.starts_with(|c: char| c.is_ascii_alphabetic()));
        for word in words {
            match meaning(word) {
                Some(Meaning::Month(month)) => {
                    self.give(Given::MONTH)?;
                    self.month = month.into();
                    self.has_word = true;
                }
                _ => return Err(Misfit::Syntax),
            }
        }
        for piece in numbers {
            self.single(piece)?;
        }
        if self.given.is_bare_date() { Ok(()) } else { Err(Misfit::Syntax) }
    }

    /// One number of a date; which one, those before it say.
    fn single(&mut self, field: &str) -> Result<(), Misfit> {
        let (digits, point) = match field.find('.') {
            Some(at) if at > 2 => return self.run_together(field),
            Some(at) => (&field[..at], Some(&field[at..])),
            None => (field, None),
        };
        let value = number(digits)?;
        if let Some(point) = point {
            self.clock.micros = fraction(point)?;
        }
        let length = field.len();
        let date = self.given.of_date();
        if length == 3 && date == Given::YEAR && (1..=366).contains(&value) {
            self.day_of_year = value;
            return self.give(Given::DAY_OF_YEAR.with(Given::MONTH).with(Given::DAY));
        }
        let part = if date == Given::default() {
            if length >= 3 { Given::YEAR } else { Given::MONTH }
        } else if date == Given::YEAR || date == Given::DAY {
            Given::MONTH
        } else if date == Given::MONTH {
            if self.has_word && length >= 3 { Given::YEAR } else { Given::DAY }
        } else if date == Given::YEAR.with(Given::MONTH) {
            if self.has_word && length >= 3 && self.is_short {
                // The first number was the day after all.
                self.day = self.year;
                self.year = value;
                self.is_short = false;
                return self.give(Given::DAY);
            }
            Given::DAY
        } else if date == Given::MONTH.with(Given::DAY) {
            Given::YEAR
        } else if date == Given::DATE {
            return self.run_together(field);
        } else {
            return Err(Misfit::Syntax);
        };
        self.give(part)?;
        match part {
            Given::YEAR => {
                self.year = value;
                self.is_short = length <= 2;
            }
            Given::MONTH => self.month = value,
            _ => self.day = value,
        }
        Ok(())
    }

    /// `19990108`, `990108`, `040506`, `0405`, `040506.789`.
    pub(super) fn run_together(&mut self, field: &str) -> Result<(), Misfit> {
        let (digits, micros) = match field.find('.') {
            Some(at) => (&field[..at], Some(fraction(&field[at..])?)),
            None => (field, None),
        };
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Misfit::Syntax);
        }
        let length = digits.len();
        if micros.is_none() && !self.given.has(Given::DATE) && length >= 6 {
            self.give(Given::DATE)?;
            self.day = number(&digits[length - 2..])?;
            self.month = number(&digits[length - 4..length - 2])?;
            self.year = number(&digits[..length - 4])?;
            self.is_short = length == 6;
            return Ok(());
        }
        if self.given.has(Given::TIME) || !(length == 6 || length == 4) {
            return Err(Misfit::Syntax);
        }
        let two = |at: usize| number(&digits[at..at + 2]);
        let second = if length == 6 { two(4)? } else { 0 };
        let micros = micros.unwrap_or(self.clock.micros);
        self.set_clock(Clock { hour: two(0)?, minute: two(2)?, second, micros })
    }
}
