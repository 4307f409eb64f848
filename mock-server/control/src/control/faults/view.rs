//! A fault as it shows.

use serde_json::{Value, json};

use super::super::{duration, requests};
use crate::{
    log::{FaultMark, RedactionContext},
    world::faults::{Fault, When},
    worlds::Handle,
};

/// A fault as it was at a moment. Of one that was called off since, only the numbers are left.
pub(in crate::control) fn at(
    handle: &Handle,
    redaction: &RedactionContext,
    mark: FaultMark,
) -> Value {
    let strikes = strikes(handle);
    let found = handle.read(|world| world.faults.get(mark.number).cloned());
    let mut value = match found {
        Some(fault) => {
            let then = Fault { matched: mark.matched, fired: mark.fired, ..fault };
            redaction.clean(shown(&then, &strikes))
        }
        None => {
            json!({"id": format!("f-{}", mark.number), "state": "called_off",
                   "matched": mark.matched, "fired": mark.fired})
        }
    };
    if mark.is_called_off {
        value["state"] = json!("called_off");
    }
    value
}

/// The faults that acted, each with a request on which it acted, as far as the log goes back.
pub(super) fn strikes(handle: &Handle) -> Vec<(u64, String)> {
    let entries = handle.log().page().entries;
    let struck = entries.iter().filter_map(|entry| Some((entry.fault?.fault, entry.n)));
    struck.map(|(fault, n)| (fault, requests::place(handle, n))).collect()
}

/// A fault as it shows.
pub(super) fn shown(fault: &Fault, strikes: &[(u64, String)]) -> Value {
    let mut value = json!({"id": format!("f-{}", fault.number)});
    if let Some(label) = &fault.label {
        value["label"] = json!(label);
    }
    value["state"] = json!(if fault.is_live() { "live" } else { "spent" });
    value["matched"] = json!(fault.matched);
    value["fired"] = json!(fault.fired);
    value["left"] = json!(fault.left());
    // After a return to a snapshot the same number comes again: the last strikes are its own.
    let ours = strikes.iter().rev().filter(|(number, _)| *number == fault.number);
    let fired = usize::try_from(fault.fired).unwrap_or(usize::MAX);
    let mut places: Vec<_> = ours.take(fired).map(|(_, place)| place.as_str()).collect();
    places.reverse();
    value["fired_on"] = json!(places);
    value["match"] = json!(fault.about);
    value["when"] = match fault.when {
        When::Next(n) => json!({"next": n}),
        When::Nth(n) => json!({"nth": n}),
        When::Between { from, to } => json!({"from": from, "to": to}),
        When::Every(n) => json!({"every": n}),
        When::OneIn(n) => json!({"one_in": n}),
        When::Always => json!({"always": true}),
    };
    let mut then = match &fault.then.kind {
        Some(kind) => json!(kind),
        None => json!({}),
    };
    if fault.then.delay_us > 0 || fault.then.kind.is_none() {
        let delay = i64::try_from(fault.then.delay_us).unwrap_or(i64::MAX);
        then["delay"] = json!(duration::written(delay));
    }
    value["then"] = then;
    value
}
