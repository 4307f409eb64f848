//! Misbehaviour with disputes.

use serde_json::{Value, json};

use super::{Misbehaviour, Wrong, called, everywhere, without};
use crate::proxy::{Answer, Request};

/// Changes every dispute in an answer.
fn disputes(request: &Request, answer: &mut Answer, change: impl Fn(&mut Value)) {
    everywhere(request, answer, "provisional_credit", change);
}

pub(super) const PUBLIC: &[Misbehaviour] = &[
    Misbehaviour {
        name: "opens disputes about nothing",
        area: "MC-DISPUTE",
        wrong: Wrong::Answer(|r, a, _| disputes(r, a, |row| row["authorization"] = Value::Null)),
    },
    Misbehaviour {
        name: "opens the same case again",
        area: "MC-DISPUTE",
        wrong: Wrong::Cached("/disputes/"),
    },
    Misbehaviour {
        name: "opens cases without a reference",
        area: "MC-DISPUTE",
        wrong: Wrong::Answer(|r, a, _| disputes(r, a, |row| without(row, "reference"))),
    },
];

pub(super) const DECIDED: &[Misbehaviour] = &[
    Misbehaviour {
        name: "disputes everything, whatever it is asked for",
        area: "MC-DISPUTE",
        wrong: Wrong::Request(|r, _| called(r, "/disputes/", |body| without(body, "amount"))),
    },
    Misbehaviour {
        name: "only says that it cancels a case",
        area: "MC-DISPUTE",
        wrong: Wrong::Read("/cancel/", |_, a, _| {
            let mut row = a.json();
            row["status"] = json!("canceled");
            row["provisional_credit"]["status"] = json!("reversed");
            a.set_json(&row);
        }),
    },
    Misbehaviour {
        name: "never says that a credit is final",
        area: "MC-DISPUTE",
        wrong: Wrong::Answer(|r, a, _| {
            disputes(r, a, |row| row["provisional_credit"]["status"] = json!("granted"));
        }),
    },
    Misbehaviour {
        name: "keeps no history of a case",
        area: "MC-DISPUTE",
        wrong: Wrong::Answer(|r, a, _| disputes(r, a, |row| row["history"] = json!([]))),
    },
    Misbehaviour {
        name: "forgets the description of a case",
        area: "MC-DISPUTE",
        wrong: Wrong::Answer(|r, a, _| disputes(r, a, |row| row["description"] = Value::Null)),
    },
    Misbehaviour {
        name: "does not say which case is open already",
        area: "MC-DISPUTE",
        wrong: Wrong::Answer(|r, a, _| {
            if r.is_at("/disputes/") && a.status == 409 {
                a.status = 400;
            }
        }),
    },
];
