//! Retries after a 503: that they come, when, how often, and under which signature (PG-CLIENT-01 to
//! 06).

use jiff::SignedDuration;

use super::series::Series;
use crate::client_duties::{History, Tally, shown};

const MINUTE: SignedDuration = SignedDuration::from_secs(60);

/// Shortest first pause: one second, less a tenth for clocks and networks.
const SHORTEST_START: SignedDuration = SignedDuration::from_millis(900);

/// Longest first pause that needs no remark.
const LONGEST_START: SignedDuration = SignedDuration::from_millis(2_500);

/// Cap of the pauses.
const CAP: SignedDuration = SignedDuration::from_secs(32);

/// Cap of the pauses with room for jitter.
const ABOVE_CAP: SignedDuration = SignedDuration::from_secs(35);

/// Pauses from here on count as capped: they need not grow.
const AT_CAP: SignedDuration = SignedDuration::from_secs(29);

/// Attempts that the documents allow, where five means five retries.
const MOST_ATTEMPTS: usize = 6;

/// PG-CLIENT-01.
pub(super) fn sends_again(series: &Series, history: &History, tally: &mut Tally) {
    match series.0.as_slice() {
        [first, second, ..] => match first.moment.until(second.moment) {
            pause if pause <= MINUTE => tally.met(&[first.n, second.n]),
            pause => {
                let says = format!("a 503 was followed by the next attempt after {}", shown(pause));
                tally.missed(&[first.n, second.n], says);
            }
        },
        // A client may still be waiting.
        [first] if first.moment.until(history.now) > MINUTE => {
            tally.missed(&[first.n], "a 503 was followed by no further attempt within 60 s");
        }
        [_] | [] => {}
    }
}

/// PG-CLIENT-02.
pub(super) fn starts_at_one_second(series: &Series, _: &History, tally: &mut Tally) {
    let [first, second, ..] = series.0.as_slice() else { return };
    let (both, pause) = ([first.n, second.n], first.moment.until(second.moment));
    if pause < SHORTEST_START {
        tally.missed(&both, told(series));
    } else if pause > LONGEST_START {
        tally.met_barely(&both, format!("the first retry came after {}", shown(pause)));
    } else {
        tally.met(&both);
    }
}

/// PG-CLIENT-03.
pub(super) fn backs_off(series: &Series, _: &History, tally: &mut Tally) {
    let pauses = series.pauses();
    if pauses.len() < 2 {
        return;
    }
    // Twice as long, with room for jitter: one and a half times.
    let grows = |pair: &[SignedDuration]| pair[1] >= AT_CAP || pair[1] * 2 >= pair[0] * 3;
    match pauses.windows(2).all(grows) {
        true => tally.met(&series.numbers()),
        false => tally.missed(&series.numbers(), told(series)),
    }
}

/// PG-CLIENT-04.
pub(super) fn caps_its_pauses(series: &Series, _: &History, tally: &mut Tally) {
    let pauses = series.pauses();
    if let Some(longest) = pauses.iter().max().filter(|longest| **longest > ABOVE_CAP) {
        let says = format!("a pause of {} is longer than 32 s", shown(*longest));
        tally.missed(&series.numbers(), says);
    } else if pauses.windows(2).any(|pair| pair[0] * 2 >= CAP)
        || pauses.iter().any(|one| *one >= AT_CAP)
    {
        tally.met(&series.numbers());
    }
}

/// PG-CLIENT-05.
pub(super) fn stops(series: &Series, _: &History, tally: &mut Tally) {
    let count = series.0.len();
    let kept_failing = series.0.last().is_some_and(|last| last.is_503);
    if count > MOST_ATTEMPTS {
        tally.missed(&series.numbers(), format!("one request was sent {count} times"));
    } else if kept_failing && count == MOST_ATTEMPTS {
        let remark = "sent six times: five retries, where five attempts in all may be meant";
        tally.met_barely(&series.numbers(), remark);
    } else if kept_failing && count > 1 {
        tally.met(&series.numbers());
    }
}

/// PG-CLIENT-06.
pub(super) fn signs_anew(series: &Series, _: &History, tally: &mut Tally) {
    let attempts = &series.0;
    if attempts.len() < 2 {
        return;
    }
    let repeated = attempts.iter().enumerate().find_map(|(at, attempt)| {
        let before = attempts[..at].iter();
        let first =
            before.into_iter().find(|one| one.signed.is_some() && one.signed == attempt.signed)?;
        Some([first.n, attempt.n])
    });
    match repeated {
        Some(both) => {
            let says = "a retry carried timestamp and signature of an attempt before it";
            tally.missed(&both, says);
        }
        None => tally.met(&series.numbers()),
    }
}

/// The pauses of a series in words.
fn told(series: &Series) -> String {
    const MOST: usize = 6;
    let pauses = series.pauses();
    let more = if pauses.len() > MOST { ", …" } else { "" };
    let pauses: Vec<_> = pauses.into_iter().take(MOST).map(shown).collect();
    format!("retried 503 after {}{more}", pauses.join(", then "))
}
