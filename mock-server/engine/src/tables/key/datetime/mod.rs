//! Dates and instants in every form that PostgreSQL takes, with its defaults: month before day, and
//! UTC where no zone is named. The rooms follow PostgreSQL's own: text is cut into fields, and each
//! field means what those before it leave open.

mod decode;
mod fields;
mod numbers;
mod part_words;
mod parts;
mod time;
mod words;
mod zones;

use jiff::Timestamp;

use super::Misfit;

/// Meaning of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Decoded {
    /// Before everything.
    Earliest,
    /// After everything.
    Latest,
    /// A time of a day, so many seconds before UTC.
    At {
        /// The day, counted from 2000.
        day: i64,
        /// Microseconds of it.
        time: i64,
        /// Seconds by which the zone is ahead of UTC.
        offset: i64,
    },
}

/// Microseconds of a day.
const DAY: i64 = 86_400_000_000;

/// Seconds from 1970 to 2000, where PostgreSQL begins to count.
const EPOCH: i64 = 946_684_800;

/// The first day that there is: 24 November 4714 BC.
const FIRST: i64 = -2_451_545;

/// The first day beyond those of `timestamptz` (the year 294277).
const END_OF_INSTANTS: i64 = 106_751_983;

/// The first day beyond those of `date` (the year 5874898).
const END_OF_DAYS: i64 = 2_145_031_949;

impl Decoded {
    /// Reads a text; `now` is what words such as `today` are about.
    pub(super) fn read(text: &str, now: Timestamp) -> Result<Self, Misfit> {
        decode::decode(text, now)
    }

    /// The instant, in microseconds since 2000.
    pub(super) fn instant(self) -> Result<i64, Misfit> {
        match self {
            Self::Earliest => Ok(i64::MIN),
            Self::Latest => Ok(i64::MAX),
            Self::At { day, time, offset } => {
                let micros = i128::from(day) * i128::from(DAY) + i128::from(time)
                    - i128::from(offset) * 1_000_000;
                let range = i128::from(FIRST) * i128::from(DAY)
                    ..i128::from(END_OF_INSTANTS) * i128::from(DAY);
                match i64::try_from(micros) {
                    Ok(instant) if range.contains(&micros) => Ok(instant),
                    _ => Err(Misfit::Range),
                }
            }
        }
    }

    /// The day, counted from 2000; the time of it is left out.
    pub(super) fn day(self) -> Result<i64, Misfit> {
        match self {
            Self::Earliest => Ok(i64::MIN),
            Self::Latest => Ok(i64::MAX),
            Self::At { day, .. } if (FIRST..END_OF_DAYS).contains(&day) => Ok(day),
            Self::At { .. } => Err(Misfit::Range),
        }
    }
}

/// An instant of the world in microseconds since 2000.
pub(in crate::tables) fn micros(at: Timestamp) -> i64 {
    at.as_microsecond() - EPOCH * 1_000_000
}

/// The days from 2000 to a day of the proleptic Gregorian calendar; 1 BC is the year 0.
pub(super) fn days(year: i64, month: i8, day: i8) -> i64 {
    let (month, day) = (i64::from(month), i64::from(day));
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 730_425
}

/// The day with this count from 2000, as year, month and day.
pub(super) fn civil(days: i64) -> (i64, i8, i8) {
    let days = days + 730_425;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year + era * 400 + i64::from(month <= 2);
    let small = |number: i64| i8::try_from(number).expect("months and days are small");
    (year, small(month), small(day))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Decoded, Misfit> {
        Decoded::read(text, "2026-03-04T05:06:07.89Z".parse().unwrap())
    }

    fn same(text: &str, wanted: &str) {
        let wanted: Timestamp = wanted.parse().unwrap();
        let instant = read(text).and_then(Decoded::instant);
        assert_eq!(instant, Ok(micros(wanted)), "{text}");
    }

    #[test]
    fn days_are_counted_from_2000() {
        for (year, month, day, wanted) in
            [(2000, 1, 1, 0), (1999, 12, 31, -1), (2000, 3, 1, 60), (-4713, 11, 24, FIRST)]
        {
            assert_eq!(days(year, month, day), wanted);
            assert_eq!(civil(wanted), (year, month, day));
        }
        assert_eq!(days(294_277, 1, 1), END_OF_INSTANTS);
        assert_eq!(days(5_874_898, 1, 1), END_OF_DAYS);
    }

    /// The forms of the PostgreSQL manual, Date/Time Types.
    #[test]
    fn one_instant_has_many_spellings() {
        for text in [
            "1999-01-08 04:05:06 -8:00",
            "1999-01-08 04:05:06-08",
            "1999-01-08T12:05:06Z",
            "1999-01-08t12:05:06z",
            "January 8 04:05:06 1999 PST",
            "Jan 8, 1999 4:05:06 AM PST",
            "1999-Jan-08 12:05:06",
            "Jan-08-1999 12:05:06 UTC",
            "08-Jan-1999 12:05:06",
            "1/8/1999 12:05:06",
            "01/08/99 12:05:06",
            "19990108 120506",
            "19990108T120506Z",
            "990108 120506",
            "1999.008 12:05:06",
            "J2451187 12:05:06",
            "1999-01-08 04:05:06 America/Los_Angeles",
            "1999-01-08 13:05:06 Europe/Berlin",
            "Fri Jan 08 12:05:06 1999",
            "12:05:06 19990108",
            "1999-01-08 12:05:06 XYZ0",
            "1999-01-08 17:35:06 X-05:30",
            "1999-01-08 12:05:06.0000001",
            "1999-01-08 13:05:06 +0100",
        ] {
            same(text, "1999-01-08T12:05:06Z");
        }
    }

    #[test]
    fn words_mean_what_the_world_clock_says() {
        same("today", "2026-03-04T00:00:00Z");
        same("tomorrow 10:00", "2026-03-05T10:00:00Z");
        same("yesterday allballs", "2026-03-03T00:00:00Z");
        same("now", "2026-03-04T05:06:07.89Z");
        same("epoch", "1970-01-01T00:00:00Z");
        assert_eq!(read("infinity"), Ok(Decoded::Latest));
        assert_eq!(read("-infinity"), Ok(Decoded::Earliest));
    }

    #[test]
    fn dates_leave_the_time_out() {
        let day = |text: &str| read(text).and_then(Decoded::day);
        assert_eq!(day("1999-01-08 23:59:59-08"), Ok(days(1999, 1, 8)));
        assert_eq!(day("January 8, 99 BC"), Ok(days(-98, 1, 8)));
        assert_eq!(day("5874897-12-31"), Ok(END_OF_DAYS - 1));
        assert_eq!(day("5874898-01-01"), Err(Misfit::Range));
        assert_eq!(day("4714-11-23 BC"), Err(Misfit::Range));
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "x",
            "12:00",
            "1999-01",
            "1999-13-01",
            "1999-02-29",
            "2000-01-01 25:00",
            "2000-01-01 10:61",
            "2000-01-01 +16",
            "2000-01-01 XYZ",
            "2000-01-01 2001-01-01",
            "1/18/1999 13:00 PM",
            "18/1/1999",
            "0000-01-01",
            "2000-01-01T",
            "2000-01-01 now",
            "294277-01-01",
            "now 10:00",
        ] {
            assert!(read(text).and_then(Decoded::instant).is_err(), "{text}");
        }
    }
}
