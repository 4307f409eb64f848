//! The fields of a text, each read after those before it.

use jiff::Timestamp;

use super::{
    DAY, Decoded, EPOCH, FIRST, Misfit,
    fields::{Shape, cut},
    micros,
    part_words::Whole,
    parts::{Given, Parts},
    time::{Clock, number},
    words::{Meaning, meaning},
    zones::{self, Zone},
};

/// Meaning that the field before gives to the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Prefix {
    Time,
    Julian,
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
    pub(super) fn set_clock(&mut self, clock: Clock) -> Result<(), Misfit> {
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

    /// Reads the field behind a `T` or a `J`.
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
}
