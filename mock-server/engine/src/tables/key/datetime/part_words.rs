//! The words of a date or a time.

use jiff::Timestamp;

use super::{
    DAY, Misfit, micros,
    parts::{Given, Parts},
    time::Clock,
    words::Meaning,
    zones::Zone,
};

/// The words that stand alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whole {
    Now,
    Epoch,
    Latest,
    Earliest,
}

impl Parts {
    /// A word; what stands alone is given back.
    pub(super) fn word(
        &mut self,
        meaning: Meaning,
        now: Timestamp,
    ) -> Result<Option<Whole>, Misfit> {
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
