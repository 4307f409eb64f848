//! What the fields of a text mean, each after those before it.

use jiff::Timestamp;

use super::{
    DAY, Decoded, EPOCH, FIRST, Misfit,
    fields::{Shape, cut},
    micros,
    parts::{Given, Parts},
    time::{Clock, fraction, number},
    words::{Meaning, meaning},
    zones::{self, Zone},
};

/// What the field before says of the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Prefix {
    Time,
    Julian,
}

/// The words that stand alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Whole {
    Now,
    Epoch,
    Latest,
    Earliest,
}

/// Reads a text.
pub(super) fn decode(text: &str, now: Timestamp) -> Result<Decoded, Misfit> {
    let fields = cut(text)?;
    let mut parts = Parts::default();
    let mut prefix = None;
    let mut whole = None;
    for (at, (shape, field)) in fields.iter().enumerate() {
        match shape {
            Shape::Date => parts.date_or_zone(field, &mut prefix)?,
            Shape::Time => {
                if prefix.take().is_some_and(|prefix| prefix != Prefix::Time) {
                    return Err(Misfit::Syntax);
                }
                let clock = Clock::read(field)?;
                clock.must_be_of_a_day()?;
                parts.set_clock(clock)?;
            }
            Shape::Zone => {
                parts.zone = Some(Zone::Ahead(zones::distance(field)?));
                parts.give(Given::ZONE)?;
            }
            Shape::Number => match prefix.take() {
                Some(prefix) => parts.after(prefix, field)?,
                None => parts.number_field(field)?,
            },
            Shape::Word | Shape::Signed => {
                if let Some((seconds, changes)) = zones::abbreviation(field) {
                    parts.zone = Some(Zone::Ahead(seconds));
                    let kind = if changes { Given::CHANGING } else { Given::default() };
                    parts.give(Given::ZONE.with(kind))?;
                    continue;
                }
                match meaning(field) {
                    None => {
                        parts.zone = Some(zones::named(field).ok_or(Misfit::Syntax)?);
                        parts.give(Given::ZONE)?;
                    }
                    Some(Meaning::Time) => {
                        let next = fields.get(at + 1).map(|(shape, _)| *shape);
                        let fits = matches!(next, Some(Shape::Number | Shape::Time | Shape::Date));
                        if !fits || !parts.given.has(Given::DATE) {
                            return Err(Misfit::Syntax);
                        }
                        prefix = Some(Prefix::Time);
                    }
                    Some(Meaning::Julian) if prefix.is_none() => prefix = Some(Prefix::Julian),
                    Some(meaning) => {
                        let stands_alone = parts.word(meaning, now)?;
                        whole = whole.or(stands_alone);
                    }
                }
            }
        }
    }
    if prefix.is_some() {
        return Err(Misfit::Syntax);
    }
    match whole {
        Some(Whole::Latest) => return Ok(Decoded::Latest),
        Some(Whole::Earliest) => return Ok(Decoded::Earliest),
        Some(Whole::Epoch) => {
            let day = -EPOCH * 1_000_000 / DAY;
            return Ok(Decoded::At { day, time: 0, offset: 0 });
        }
        Some(Whole::Now) => {
            let now = micros(now);
            let (day, time) = (now.div_euclid(DAY), now.rem_euclid(DAY));
            return Ok(Decoded::At { day, time, offset: 0 });
        }
        None => {}
    }
    if parts.summer && !matches!(parts.zone, Some(Zone::Ahead(_))) {
        return Err(Misfit::Syntax);
    }
    let day = parts.whole_day()?;
    let time = parts.clock.of_day(parts.after_noon)?;
    let date = super::civil(day);
    let offset = parts.zone.map_or(Ok(0), |zone| zone.ahead(date, time))?;
    Ok(Decoded::At { day, time, offset: offset + if parts.summer { 3_600 } else { 0 } })
}

impl Parts {
    fn set_clock(&mut self, clock: Clock) -> Result<(), Misfit> {
        self.give(Given::TIME)?;
        self.clock = clock;
        Ok(())
    }

    /// A field with separators: a date, or behind one a zone or a run-together time with one.
    fn date_or_zone(&mut self, field: &str, prefix: &mut Option<Prefix>) -> Result<(), Misfit> {
        if *prefix == Some(Prefix::Julian) {
            *prefix = None;
            let end = field.find(['+', '-']).ok_or(Misfit::Syntax)?;
            self.julian(&field[..end])?;
            self.clock = Clock::default();
            self.give(Given::TIME)?;
            self.zone = Some(Zone::Ahead(zones::distance(&field[end..])?));
            return self.give(Given::ZONE);
        }
        let is_dated = self.given.has(Given::MONTH.with(Given::DAY));
        if prefix.is_none() && !is_dated {
            return self.date(field);
        }
        if prefix.is_none() && !field.starts_with(|first: char| first.is_ascii_digit()) {
            self.zone = Some(zones::named(field).ok_or(Misfit::Syntax)?);
            return self.give(Given::ZONE);
        }
        *prefix = None;
        let at = field.find('-').filter(|_| !self.given.has(Given::TIME)).ok_or(Misfit::Syntax)?;
        self.zone = Some(Zone::Ahead(zones::distance(&field[at..])?));
        self.run_together(&field[..at])?;
        self.give(Given::ZONE)
    }

    fn julian(&mut self, digits: &str) -> Result<(), Misfit> {
        self.set_day(FIRST + number(digits)?);
        self.is_julian = true;
        self.give(Given::DATE)
    }

    /// What follows a `T` or a `J`.
    fn after(&mut self, prefix: Prefix, field: &str) -> Result<(), Misfit> {
        match prefix {
            Prefix::Time => {
                let before = self.given;
                self.run_together(field)?;
                if self.given.of_date() == before.of_date() { Ok(()) } else { Err(Misfit::Syntax) }
            }
            Prefix::Julian => {
                let (whole, rest) = field.split_once('.').unwrap_or((field, ""));
                self.julian(whole)?;
                if field.contains('.') {
                    let part: f64 = format!("0.{rest}0").parse().map_err(|_| Misfit::Syntax)?;
                    #[expect(clippy::cast_possible_truncation, reason = "less than a day")]
                    let time = (part * 86_400_000_000.0) as i64;
                    let (second, micros) = (time / 1_000_000, time % 1_000_000);
                    let (hour, minute) = (second / 3_600, second / 60 % 60);
                    self.set_clock(Clock { hour, minute, second: second % 60, micros })?;
                }
                Ok(())
            }
        }
    }

    /// Digits that nothing before speaks of.
    fn number_field(&mut self, field: &str) -> Result<(), Misfit> {
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
    fn date(&mut self, field: &str) -> Result<(), Misfit> {
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
    fn run_together(&mut self, field: &str) -> Result<(), Misfit> {
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

    /// A word; what stands alone is given back.
    fn word(&mut self, meaning: Meaning, now: Timestamp) -> Result<Option<Whole>, Misfit> {
        let everything = Given::DATE.with(Given::TIME).with(Given::ZONE);
        let whole = match meaning {
            Meaning::Month(month) => {
                let is_number = self.given.has(Given::MONTH) && !self.has_word;
                if is_number && !self.given.has(Given::DAY) && (1..=31).contains(&self.month) {
                    // The number was the day after all.
                    self.day = self.month;
                    self.give(Given::DAY)?;
                } else {
                    self.give(Given::MONTH)?;
                }
                self.has_word = true;
                self.month = month.into();
                return Ok(None);
            }
            Meaning::Nothing => return Ok(None),
            Meaning::Weekday => {
                self.give(Given::WEEKDAY)?;
                return Ok(None);
            }
            Meaning::Am | Meaning::Pm => {
                self.give(Given::NOON)?;
                self.after_noon = Some(meaning == Meaning::Pm);
                return Ok(None);
            }
            Meaning::Bc | Meaning::Ad => {
                self.give(Given::ERA)?;
                self.is_bc = meaning == Meaning::Bc;
                return Ok(None);
            }
            Meaning::Day(from_today) => {
                self.give(Given::DATE)?;
                self.set_day(micros(now).div_euclid(DAY) + from_today);
                self.is_julian = true;
                return Ok(None);
            }
            Meaning::Midnight => {
                self.give(Given::TIME.with(Given::ZONE))?;
                self.clock = Clock::default();
                self.zone = Some(Zone::Ahead(0));
                return Ok(None);
            }
            Meaning::Summer => {
                self.give(Given::SUMMER)?;
                self.summer = true;
                return Ok(None);
            }
            Meaning::Now => Whole::Now,
            Meaning::Epoch => Whole::Epoch,
            Meaning::Latest => Whole::Latest,
            Meaning::Earliest => Whole::Earliest,
            Meaning::Time | Meaning::Julian | Meaning::Unit => return Err(Misfit::Syntax),
        };
        self.give(everything)?;
        Ok(Some(whole))
    }
}
