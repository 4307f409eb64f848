//! Zones: distances from UTC, abbreviations and names.

use jiff::{
    civil,
    tz::{AmbiguousOffset, TimeZone},
};

use super::Misfit;

/// Where local time is.
#[derive(Clone, Debug)]
pub(super) enum Zone {
    /// An offset in seconds ahead of UTC.
    Ahead(i64),
    /// As a place says.
    Place(TimeZone),
}

/// PostgreSQL's default abbreviations that mean one distance, in minutes ahead of UTC; those of
/// summer time, or of a place that changed, have a star.
const ABBREVIATIONS: &str = "\
    acdt* 630 acsst* 630 acst 570 act -300 acwst 525 adt* -180 aedt* 660 aesst* 660 aest 600 \
    aft 270 akdt* -480 akst -540 almst* 420 almt 360 amt -240 ast -240 awsst* 540 awst 480 \
    azost* 0 azot -60 bdst* 120 bdt 360 bnt 480 bort 480 bot -240 bra -180 brst* -120 brt -180 \
    bst* 60 btt 360 cadt* 630 cast 570 cct 480 cdt* -300 cest* 120 cet 60 cetdst* 120 chadt* 825 \
    chast 765 chut 600 clst* -180 cot -300 cst -360 cxt 420 ddut 600 eat 180 edt* -240 eest* 180 \
    eet 120 eetdst* 180 egst* 0 egt -60 est -300 fet 180 fjst* 780 fjt 720 fnst* -60 fnt -120 \
    galt -360 gamt -540 gft -180 gilt 720 gmt 0 hkt 480 hst -600 ict 420 idt* 180 irt 210 \
    ist 120 jayt 540 jst 540 kdt* 600 kgst* 360 kst 540 lhst 630 ligt 600 mart -570 mdt* -360 \
    mest* 120 mesz* 120 met 60 metdst* 120 mez 60 mht 720 mmt 390 mpt 600 msd* 240 msk* 180 \
    mst -420 must* 300 mut 240 mvt 300 myt 480 ndt* -150 nft -210 npt 345 nst -210 nzdt* 780 \
    nzst 720 nzt 720 pdt* -420 pet -300 pgt 600 pht 480 pkst* 360 pkt 300 pmdt* -120 pmst -180 \
    pont 660 pst -480 pwt 540 pyst* -180 ret 240 sadt* 630 sast 120 sct 240 sgt* 480 taht -600 \
    tft 300 tjt 300 tot 780 trut 600 tvt 720 uct 0 ulast* 540 ut 0 utc 0 uyst* -120 uyt -180 \
    uzst* 360 uzt 300 vut 660 wadt 480 wakt 720 wast 420 wat 60 wdt* 540 wet 0 wetdst* 60 \
    wft 720 wgst* -120 wgt -180 xjt 360 yapt 600 yekst* 360 z 0 zulu 0";

/// Offset of an abbreviation in seconds ahead of UTC, and whether it has a star.
pub(super) fn abbreviation(word: &str) -> Option<(i64, bool)> {
    let mut words = ABBREVIATIONS.split_ascii_whitespace();
    while let (Some(name), Some(minutes)) = (words.next(), words.next()) {
        if name.trim_end_matches('*') == word {
            return minutes.parse::<i64>().ok().map(|minutes| (minutes * 60, name.ends_with('*')));
        }
    }
    None
}

/// The zone with this name, or with the rule that is written so: a name and how far it is behind
/// UTC (`XYZ-05:30`), perhaps with the name of summer time behind it (`XYZ5ABC`).
pub(super) fn named(name: &str) -> Option<Zone> {
    if let Ok(place) = TimeZone::get(name) {
        return Some(Zone::Place(place));
    }
    let is_name = |next: char| !next.is_ascii_digit() && !matches!(next, '+' | '-' | ',');
    let (_, rule) = name.split_at(name.find(|next| !is_name(next)).filter(|at| *at > 0)?);
    let is_distance = |next: char| next.is_ascii_digit() || matches!(next, '+' | '-' | ':');
    let (behind, summer) =
        rule.split_at(rule.find(|next| !is_distance(next)).unwrap_or(rule.len()));
    let (digits, ahead) = match behind.strip_prefix('-') {
        Some(digits) => (digits, 1),
        None => (behind.strip_prefix('+').unwrap_or(behind), -1),
    };
    let mut parts = digits.split(':').map(|part| part.parse::<i64>().ok());
    let (hours, minutes, seconds) =
        (parts.next()??, parts.next().unwrap_or(Some(0))?, parts.next().unwrap_or(Some(0))?);
    let is_small = hours < 168 && minutes < 60 && seconds < 60 && parts.next().is_none();
    if !is_small {
        return None;
    }
    if summer.is_empty() {
        return Some(Zone::Ahead(ahead * (hours * 3_600 + minutes * 60 + seconds)));
    }
    // Where no rule says when summer is, it is as in the United States.
    let is_named = summer.chars().all(is_name);
    let rule = format!("AAA{behind}BBB,M3.2.0,M11.1.0");
    TimeZone::posix(&rule).ok().filter(|_| is_named).map(Zone::Place)
}

/// `+8`, `-08`, `+08:30`, `-0800`, `+08:30:15`, in seconds ahead of UTC.
pub(super) fn distance(text: &str) -> Result<i64, Misfit> {
    let ahead = match text.as_bytes().first() {
        Some(b'+') => 1,
        Some(b'-') => -1,
        _ => return Err(Misfit::Syntax),
    };
    let mut parts = text[1..].split(':');
    // As C reads integers: nothing is nothing, and a sign may stand before them.
    let number = |part: &str| {
        let digits = part.strip_prefix('-').unwrap_or(part);
        match digits.bytes().all(|byte| byte.is_ascii_digit()) {
            true if part.is_empty() => Ok(0),
            true => part.parse::<i64>().map_err(|_| Misfit::Range),
            false => Err(Misfit::Syntax),
        }
    };
    let hours = parts.next().unwrap_or_default();
    let minutes = parts.next();
    let seconds = parts.next().map_or(Ok(0), number)?;
    if parts.next().is_some() {
        return Err(Misfit::Syntax);
    }
    let (hours, minutes) = match minutes {
        Some(minutes) => (number(hours)?, number(minutes)?),
        None if hours.len() > 2 => (number(hours)? / 100, number(hours)? % 100),
        None => (number(hours)?, 0),
    };
    if !(0..=15).contains(&hours) || !(0..60).contains(&minutes) || !(0..60).contains(&seconds) {
        return Err(Misfit::Range);
    }
    Ok(ahead * (hours * 3_600 + minutes * 60 + seconds))
}

impl Zone {
    /// Offset of local time in seconds ahead of UTC at a time of day; at a turn of the clock as
    /// PostgreSQL has it: before a skipped hour, after a repeated one.
    pub(super) fn ahead(
        &self,
        (year, month, day): (i64, i8, i8),
        time: i64,
    ) -> Result<i64, Misfit> {
        let place = match self {
            Self::Ahead(seconds) => return Ok(*seconds),
            Self::Place(place) => place,
        };
        // What a place will do far from now repeats with the calendar.
        let year = if year > 9_000 { 8_000 + year % 400 } else { year };
        let year = i16::try_from(year).map_err(|_| Misfit::Range)?;
        let date = civil::Date::new(year, month, day).map_err(|_| Misfit::Range)?;
        let seconds = time.div_euclid(1_000_000);
        let local = date
            .to_datetime(civil::Time::midnight())
            .checked_add(jiff::SignedDuration::from_secs(seconds))
            .map_err(|_| Misfit::Range)?;
        let offset = match place.to_ambiguous_timestamp(local).offset() {
            AmbiguousOffset::Unambiguous { offset } => offset,
            AmbiguousOffset::Gap { before, .. } => before,
            AmbiguousOffset::Fold { after, .. } => after,
        };
        Ok(offset.seconds().into())
    }
}
