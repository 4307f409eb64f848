//! Words that dates know.

/// Meaning of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A month, from 1.
    Month(i8),
    /// A day of the week, which is not checked.
    Weekday,
    /// Nothing (`at`, `on`).
    Nothing,
    /// Before noon.
    Am,
    /// After noon.
    Pm,
    /// Before Christ.
    Bc,
    /// After Christ.
    Ad,
    /// This instant.
    Now,
    /// A day, counted from today.
    Day(i64),
    /// Midnight, UTC.
    Midnight,
    /// 1970.
    Epoch,
    /// After everything.
    Latest,
    /// Before everything.
    Earliest,
    /// A time of day follows.
    Time,
    /// A Julian day follows.
    Julian,
    /// Summer time.
    Summer,
    /// A unit, which no date goes with.
    Unit,
}

/// Words are told apart by so many characters.
const TELLING: usize = 10;

/// Meaning of a word in lower case; none for a word that dates do not have.
pub(super) fn meaning(word: &str) -> Option<Meaning> {
    let word = word.get(..TELLING).unwrap_or(word);
    Some(match word {
        "jan" | "january" => Meaning::Month(1),
        "feb" | "february" => Meaning::Month(2),
        "mar" | "march" => Meaning::Month(3),
        "apr" | "april" => Meaning::Month(4),
        "may" => Meaning::Month(5),
        "jun" | "june" => Meaning::Month(6),
        "jul" | "july" => Meaning::Month(7),
        "aug" | "august" => Meaning::Month(8),
        "sep" | "sept" | "september" => Meaning::Month(9),
        "oct" | "october" => Meaning::Month(10),
        "nov" | "november" => Meaning::Month(11),
        "dec" | "december" => Meaning::Month(12),
        "mon" | "monday" | "tue" | "tues" | "tuesday" | "wed" | "weds" | "wednesday" | "thu"
        | "thur" | "thurs" | "thursday" | "fri" | "friday" | "sat" | "saturday" | "sun"
        | "sunday" => Meaning::Weekday,
        "at" | "on" => Meaning::Nothing,
        "am" => Meaning::Am,
        "pm" => Meaning::Pm,
        "bc" => Meaning::Bc,
        "ad" => Meaning::Ad,
        "now" => Meaning::Now,
        "yesterday" => Meaning::Day(-1),
        "today" => Meaning::Day(0),
        "tomorrow" => Meaning::Day(1),
        "allballs" => Meaning::Midnight,
        "epoch" => Meaning::Epoch,
        "infinity" | "+infinity" => Meaning::Latest,
        "-infinity" => Meaning::Earliest,
        "t" => Meaning::Time,
        "j" | "jd" | "julian" => Meaning::Julian,
        "dst" => Meaning::Summer,
        "d" | "dow" | "doy" | "h" | "isodow" | "isoyear" | "m" | "mm" | "s" | "y" => Meaning::Unit,
        _ => return None,
    })
}
