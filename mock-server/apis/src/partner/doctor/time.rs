//! The timestamp: another unit, another form, another clock.

use jiff::Timestamp;
use serde_json::json;

use super::Case;
use crate::{
    log::{Class, Diagnosis, Proof},
    world::clock::written,
};

const HOUR: i64 = 3_600_000;

pub(super) fn causes(case: &Case<'_>) -> Vec<Diagnosis> {
    let Some(sent) = case.timestamp.filter(|sent| !sent.is_empty()) else {
        let says = "There is no header x-agio-timestamp.";
        let proof = Proof::of(case.timestamp.is_none_or(str::is_empty));
        return vec![Diagnosis::proved("pg-ts-missing", says, proof)];
    };
    let now = case.entry.at.as_millisecond();
    let real = case.entry.real_at.as_millisecond();
    let window = case.redaction.rules().auth.timestamp_window_ms;
    let near = |at: i64, clock: i64| at.saturating_sub(clock).saturating_abs() <= window;
    // How far a secret is from the clock tells the secret.
    if case.redaction.betrays(sent) {
        let is_out = sent.parse::<i64>().map_or(true, |number| !near(number, now));
        return vec![Diagnosis::proved("pg-ts-skew", "It is no timestamp.", Proof::of(is_out))];
    }
    let is_number = sent.bytes().all(|byte| byte.is_ascii_digit()) && !sent.starts_with('0');
    // More digits are refused unread, and no clock is so far.
    const MOST_DIGITS: usize = 16;
    let number = sent.parse::<i64>().ok().filter(|_| is_number);
    let Some(number) = number else {
        return vec![match is_number {
            true => {
                let says = format!("It has {} digits; milliseconds of today have 13.", sent.len());
                let proof = Proof::of(sent.len() > MOST_DIGITS);
                Diagnosis::proved("pg-ts-skew", says, proof).shown_by(json!({"digits": sent.len()}))
            }
            false => text(case, sent, now, &near),
        }];
    };
    let is_out = !near(number, now) || sent.len() > MOST_DIGITS;
    let unit = |clock| {
        if near(number.saturating_mul(1000), clock) {
            Some(("pg-ts-seconds", number.saturating_mul(1000), "in seconds"))
        } else if near(number / 1000, clock) {
            Some(("pg-ts-micros", number / 1000, "in microseconds"))
        } else if near(number / 1_000_000, clock) {
            Some(("pg-ts-micros", number / 1_000_000, "in nanoseconds"))
        } else {
            None
        }
    };
    if let Some((cause, meant, what)) = unit(now) {
        let says = format!(
            "The timestamp has {} digits: it is {what}. So read, it is {} s from the world's clock.",
            sent.len(),
            seconds(meant - now)
        );
        let evidence = json!({"sent": sent, "as_ms": meant.to_string()});
        return vec![Diagnosis::proved(cause, says, Proof::of(is_out)).shown_by(evidence)];
    }
    let moved = || {
        let says = format!(
            "It is right by the machine's clock, but in this world it is {}.",
            written(case.entry.at)
        );
        Diagnosis::proved("pg-ts-world-moved", says, Proof::of(is_out))
            .shown_by(json!({ "sent": sent }))
    };
    if near(number, real) {
        return vec![moved()];
    }
    if let Some((cause, _, what)) = unit(real) {
        let says = format!("The timestamp has {} digits: it is {what}.", sent.len());
        let found = Diagnosis::proved(cause, says, Proof::of(is_out));
        return vec![found.shown_by(json!({ "sent": sent })), moved()];
    }
    vec![skew(sent, number.saturating_sub(now), Proof::of(is_out))]
}

/// Diagnosis of a timestamp that is not a whole number of digits alone.
fn text(case: &Case<'_>, sent: &str, now: i64, near: &dyn Fn(i64, i64) -> bool) -> Diagnosis {
    let instant = sent.parse::<Timestamp>().ok().map(Timestamp::as_millisecond);
    let decimal = sent.parse::<f64>().ok().map(|number| number.trunc() as i64);
    let (says, meant) = match (instant, decimal) {
        (Some(at), _) => ("It is a date; it is to be a number of milliseconds.", near(at, now)),
        (None, Some(at)) => {
            let meant = near(at, now) || near(at.saturating_mul(1000), now);
            ("It is a number, but not in decimal digits alone.", meant)
        }
        (None, None) => ("It is not written in decimal digits alone.", false),
    };
    let shown = case.redaction.text(Class::Stamp, sent);
    let evidence = json!({"sent": shown, "is_near": meant});
    let digits = !sent.starts_with('0') && sent.bytes().all(|byte| byte.is_ascii_digit());
    Diagnosis::proved("pg-ts-text", says, Proof::of(!digits)).shown_by(evidence)
}

fn skew(sent: &str, by: i64, proof: Proof) -> Diagnosis {
    let hours = by.saturating_add(by.signum() * HOUR / 2) / HOUR;
    let is_zone = (1..=14).contains(&hours.abs()) && (by - hours * HOUR).abs() <= 60_000;
    let side = if by < 0 { "behind" } else { "ahead of" };
    let says = match is_zone {
        true => format!("It is exactly {} hours {side} the world's clock: time zone.", hours.abs()),
        false => format!("It is {} s {side} the world's clock.", seconds(by.abs())),
    };
    Diagnosis::proved("pg-ts-skew", says, proof)
        .shown_by(json!({"sent": sent, "seconds": seconds(by)}))
}

fn seconds(ms: i64) -> f64 {
    ms as f64 / 1000.0
}
