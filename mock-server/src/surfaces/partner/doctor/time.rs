//! The timestamp: another unit, another form, another clock.

use jiff::Timestamp;
use serde_json::json;

use super::Case;
use crate::{
    log::{Class, Diagnosis},
    world::clock::written,
};

const HOUR: i64 = 3_600_000;

pub(super) fn causes(case: &Case<'_>) -> Vec<Diagnosis> {
    let Some(sent) = case.timestamp.filter(|sent| !sent.is_empty()) else {
        let says = "There is no header x-agio-timestamp.";
        return vec![Diagnosis::proved("pg-ts-missing", says)];
    };
    // How far a secret is from the clock tells the secret.
    if case.sight.betrays(sent) {
        return vec![Diagnosis::proved("pg-ts-skew", "It is no timestamp.")];
    }
    let now = case.entry.at.as_millisecond();
    let real = case.entry.real_at.as_millisecond();
    let window = case.sight.rules().auth.timestamp_window_ms;
    let near = |at: i64, clock: i64| at.saturating_sub(clock).saturating_abs() <= window;
    let is_number = sent.bytes().all(|byte| byte.is_ascii_digit()) && !sent.starts_with('0');
    let Some(number) = sent.parse::<i64>().ok().filter(|_| is_number) else {
        return vec![text(case, sent, now, &near)];
    };
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
        return vec![Diagnosis::proved(cause, says).shown_by(evidence)];
    }
    let moved = || {
        let says = format!(
            "It is right by the machine's clock, but in this world it is {}.",
            written(case.entry.at)
        );
        Diagnosis::proved("pg-ts-world-moved", says).shown_by(json!({ "sent": sent }))
    };
    if near(number, real) {
        return vec![moved()];
    }
    if let Some((cause, _, what)) = unit(real) {
        let says = format!("The timestamp has {} digits: it is {what}.", sent.len());
        return vec![Diagnosis::proved(cause, says).shown_by(json!({ "sent": sent })), moved()];
    }
    vec![skew(sent, number.saturating_sub(now))]
}

/// What is not a whole number of digits alone.
fn text(case: &Case<'_>, sent: &str, now: i64, near: &dyn Fn(i64, i64) -> bool) -> Diagnosis {
    let instant = sent.parse::<Timestamp>().ok().map(Timestamp::as_millisecond);
    let decimal = sent.parse::<f64>().ok().map(|number| number.trunc() as i64);
    let (says, meant) = match (instant, decimal) {
        (Some(at), _) => ("It is a date; it is to be a number of milliseconds.", near(at, now)),
        (None, Some(at)) => {
            let meant = near(at, now) || near(at.saturating_mul(1000), now);
            ("It is a number, but not in decimal digits alone.", meant)
        }
        (None, None) => ("It is not a number.", false),
    };
    let shown = case.sight.text(Class::Stamp, sent);
    let evidence = json!({"sent": shown, "is_near": meant});
    Diagnosis::proved("pg-ts-text", says).shown_by(evidence)
}

fn skew(sent: &str, by: i64) -> Diagnosis {
    let hours = by.saturating_add(by.signum() * HOUR / 2) / HOUR;
    let is_zone = (1..=14).contains(&hours.abs()) && (by - hours * HOUR).abs() <= 60_000;
    let side = if by < 0 { "behind" } else { "ahead of" };
    let says = match is_zone {
        true => format!("It is exactly {} hours {side} the world's clock: time zone.", hours.abs()),
        false => format!("It is {} s {side} the world's clock.", seconds(by.abs())),
    };
    Diagnosis::proved("pg-ts-skew", says).shown_by(json!({"sent": sent, "seconds": seconds(by)}))
}

fn seconds(ms: i64) -> f64 {
    ms as f64 / 1000.0
}
