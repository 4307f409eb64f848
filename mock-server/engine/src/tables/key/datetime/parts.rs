//! The parts of a date that the fields have given so far.

use super::{Misfit, civil, days, time::Clock, zones::Zone};

/// Which parts are given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Given(u16);

impl Given {
    pub(super) const YEAR: Self = Self(1);
    pub(super) const MONTH: Self = Self(2);
    pub(super) const DAY: Self = Self(4);
    pub(super) const DATE: Self = Self(7);
    pub(super) const DAY_OF_YEAR: Self = Self(8);
    pub(super) const TIME: Self = Self(16);
    pub(super) const ZONE: Self = Self(32);
    /// The zone is one of summer, or one that a place changes.
    pub(super) const CHANGING: Self = Self(64);
    /// Before or after noon.
    pub(super) const NOON: Self = Self(128);
    /// Before or after Christ.
    pub(super) const ERA: Self = Self(256);
    pub(super) const WEEKDAY: Self = Self(512);
    pub(super) const SUMMER: Self = Self(1024);

    /// All of these.
    pub(super) const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether all of these are given.
    pub(super) fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether this is a date and nothing else, but perhaps a zone.
    pub(super) fn is_bare_date(self) -> bool {
        self.0 & !(Self::DAY_OF_YEAR.0 | Self::ZONE.0) == Self::DATE.0
    }

    /// Only what belongs to a date.
    pub(super) fn of_date(self) -> Self {
        Self(self.0 & Self::DATE.0)
    }
}

/// Parts of a date and time that are known so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Parts {
    pub(super) given: Given,
    pub(super) year: i64,
    pub(super) month: i64,
    pub(super) day: i64,
    pub(super) day_of_year: i64,
    pub(super) clock: Clock,
    pub(super) zone: Option<Zone>,
    pub(super) summer: bool,
    /// The month was a word.
    pub(super) has_word: bool,
    /// The year has one or two digits.
    pub(super) is_short: bool,
    pub(super) is_bc: bool,
    pub(super) is_julian: bool,
    /// Before or after noon.
    pub(super) after_noon: Option<bool>,
}

impl Parts {
    /// Takes parts once.
    pub(super) fn give(&mut self, parts: Given) -> Result<(), Misfit> {
        if self.given.meets(parts) {
            return Err(Misfit::Syntax);
        }
        self.given = self.given.with(parts);
        Ok(())
    }

    /// The whole day, counted from 2000.
    pub(super) fn set_day(&mut self, day: i64) {
        let (year, month, of_month) = civil(day);
        (self.year, self.month, self.day) = (year, month.into(), of_month.into());
    }

    /// Checks the parts against each other and gives the day, counted from 2000.
    pub(super) fn whole_day(&mut self) -> Result<i64, Misfit> {
        if self.given.has(Given::YEAR) && !self.is_julian {
            self.year = match self.year {
                year if self.is_bc && year > 0 => 1 - year,
                year if !self.is_bc && self.is_short && (0..70).contains(&year) => year + 2000,
                year if !self.is_bc && self.is_short && (70..100).contains(&year) => year + 1900,
                year if !self.is_bc && year > 0 => year,
                _ => return Err(Misfit::Range),
            };
        }
        if self.given.has(Given::DAY_OF_YEAR) {
            self.set_day(days(self.year, 1, 1) + self.day_of_year - 1);
        }
        let month = i8::try_from(self.month).ok().filter(|month| (1..=12).contains(month));
        let day = i8::try_from(self.day).ok().filter(|day| (1..=31).contains(day));
        if self.given.has(Given::MONTH) && month.is_none()
            || self.given.has(Given::DAY) && day.is_none()
        {
            return Err(Misfit::Range);
        }
        if !self.given.has(Given::DATE) {
            return Err(Misfit::Syntax);
        }
        let (Some(month), Some(day)) = (month, day) else { return Err(Misfit::Range) };
        // Far outside every range, and harmless to count with.
        if self.year.abs() > 10_000_000 {
            return Err(Misfit::Range);
        }
        let counted = days(self.year, month, day);
        if civil(counted) == (self.year, month, day) { Ok(counted) } else { Err(Misfit::Range) }
    }
}
