//! Misbehaviour with errors.

use serde_json::json;

use super::{Misbehaviour, Wrong, without};

pub(super) const DECIDED: &[Misbehaviour] = &[
    Misbehaviour {
        name: "fails without a code",
        area: "MC-ERR",
        wrong: Wrong::Answer(|r, a, _| {
            if r.managed().is_some() && a.status >= 400 {
                let mut body = a.json();
                without(&mut body, "code");
                a.set_json(&body);
            }
        }),
    },
    Misbehaviour {
        name: "names one wrong field at a time",
        area: "MC-ERR",
        wrong: Wrong::Answer(|r, a, _| {
            let mut body = a.json();
            if r.managed().is_some()
                && let Some(errors) = body["errors"].as_object_mut()
            {
                *errors = std::mem::take(errors).into_iter().take(1).collect();
                a.set_json(&body);
            }
        }),
    },
    Misbehaviour {
        name: "does not name the methods that it allows",
        area: "MC-ERR",
        wrong: Wrong::Answer(|_, a, _| a.headers.retain(|(name, _)| name != "allow")),
    },
    Misbehaviour {
        name: "does not know a wrong method",
        area: "MC-ERR",
        wrong: Wrong::Answer(|r, a, _| {
            if r.managed().is_some() && a.status == 405 {
                a.status = 404;
                a.set_json(&json!({"detail": "Not found.", "code": "not_found"}));
            }
        }),
    },
    Misbehaviour {
        name: "answers numbered requests without their number",
        area: "MC-ERR",
        wrong: Wrong::Answer(|r, a, _| {
            if r.managed().is_some() {
                a.headers.retain(|(name, _)| name != "x-request-id");
            }
        }),
    },
];
