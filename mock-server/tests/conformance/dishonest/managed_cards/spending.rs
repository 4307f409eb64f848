//! Misbehaviour with authorizations.

use serde_json::{Value, json};

use super::{Misbehaviour, Wrong, called, everywhere, served, without};
use crate::proxy::{Answer, Request};

/// Changes every authorization in an answer.
fn authorizations(request: &Request, answer: &mut Answer, change: impl Fn(&mut Value)) {
    everywhere(request, answer, "over_settled", change);
}

/// Answers as if the hold of an authorization had ended in a status.
fn ended(answer: &mut Answer, status: &str, taker: &str) {
    let mut row = answer.json();
    row["status"] = json!(status);
    row[taker] = row["held"].clone();
    row["held"] = json!("0.00");
    answer.set_json(&row);
}

pub(super) const PUBLIC: &[Misbehaviour] = &[
    Misbehaviour {
        name: "approves everything",
        area: "MC-AUTHZ",
        wrong: Wrong::Answer(|r, a, _| {
            authorizations(r, a, |row| {
                if row["status"] == "declined" {
                    row["status"] = json!("authorized");
                }
            });
        }),
    },
    Misbehaviour {
        name: "declines everything",
        area: "MC-AUTHZ",
        wrong: Wrong::Answer(|r, a, _| {
            served(r, a, "/authorize/", |row| row["status"] = json!("declined"));
        }),
    },
    Misbehaviour {
        name: "gives the same authorization again",
        area: "MC-AUTHZ",
        wrong: Wrong::Cached("/authorize/"),
    },
    Misbehaviour {
        name: "holds an amount twice",
        area: "MC-AUTHZ",
        wrong: Wrong::Twice("/authorize/"),
    },
    Misbehaviour {
        name: "only says that it settles",
        area: "MC-DISPUTE",
        wrong: Wrong::Read("/settle/", |_, a, _| ended(a, "settled", "settled")),
    },
    Misbehaviour {
        name: "only says that it reverses",
        area: "MC-REVERSE",
        wrong: Wrong::Read("/reverse/", |_, a, _| ended(a, "reversed", "released")),
    },
    Misbehaviour {
        name: "settles when it is asked to reverse",
        area: "MC-REVERSE",
        wrong: Wrong::Request(|r, _| {
            if let Some(start) = r.path.strip_suffix("/reverse/") {
                r.path = format!("{start}/settle/");
            }
        }),
    },
    Misbehaviour {
        name: "reverses when it is asked to settle",
        area: "MC-SETTLE",
        wrong: Wrong::Request(|r, _| {
            if let Some(start) = r.path.strip_suffix("/settle/") {
                r.path = format!("{start}/reverse/");
                r.change(|body| without(body, "final"));
            }
        }),
    },
];

pub(super) const DECIDED: &[Misbehaviour] = &[
    Misbehaviour {
        name: "answers a decline as an error",
        area: "MC-AUTHZ",
        wrong: Wrong::Answer(|r, a, _| {
            if r.is_at("/authorize/") && a.json()["status"] == "declined" {
                a.status = 402;
            }
        }),
    },
    Misbehaviour {
        name: "declines for no reason",
        area: "MC-AUTHZ",
        wrong: Wrong::Answer(|r, a, _| {
            authorizations(r, a, |row| row["decline_reason"] = Value::Null);
        }),
    },
    Misbehaviour {
        name: "declines for the same reason always",
        area: "MC-AUTHZ",
        wrong: Wrong::Answer(|r, a, _| {
            authorizations(r, a, |row| {
                if row["status"] == "declined" {
                    row["decline_reason"] = json!("do_not_honor");
                }
            });
        }),
    },
    Misbehaviour {
        name: "approves without a code",
        area: "MC-AUTHZ",
        wrong: Wrong::Answer(|r, a, _| {
            authorizations(r, a, |row| row["approval_code"] = Value::Null);
        }),
    },
    Misbehaviour {
        name: "shows no hold on an authorization",
        area: "MC-AUTHZ",
        wrong: Wrong::Answer(|r, a, _| {
            authorizations(r, a, |row| row["held"] = json!("0.00"));
        }),
    },
    Misbehaviour {
        name: "gives authorizations no end",
        area: "MC-AUTHZ",
        wrong: Wrong::Answer(|r, a, _| {
            authorizations(r, a, |row| row["expires_at"] = Value::Null);
        }),
    },
    Misbehaviour {
        name: "does not look at the category of a merchant",
        area: "MC-AUTHZ",
        wrong: Wrong::Request(|r, _| called(r, "/authorize/", |body| without(body, "merchant"))),
    },
    Misbehaviour {
        name: "settles all that is held, whatever it is asked for",
        area: "MC-SETTLE",
        wrong: Wrong::Request(|r, _| called(r, "/settle/", |body| without(body, "amount"))),
    },
    Misbehaviour {
        name: "takes every settlement for the last one",
        area: "MC-SETTLE",
        wrong: Wrong::Request(|r, _| called(r, "/settle/", |body| without(body, "final"))),
    },
    Misbehaviour {
        name: "takes no settlement for the last one",
        area: "MC-SETTLE",
        wrong: Wrong::Request(|r, _| {
            called(r, "/settle/", |body| body["final"] = json!(false));
        }),
    },
    Misbehaviour {
        name: "keeps no list of settlements",
        area: "MC-SETTLE",
        wrong: Wrong::Answer(|r, a, _| {
            authorizations(r, a, |row| row["settlements"] = json!([]));
        }),
    },
    Misbehaviour {
        name: "counts nothing as settled beyond the hold",
        area: "MC-SETTLE",
        wrong: Wrong::Answer(|r, a, _| {
            authorizations(r, a, |row| row["over_settled"] = json!("0.00"));
        }),
    },
    Misbehaviour {
        name: "reverses all that is held, whatever it is asked for",
        area: "MC-REVERSE",
        wrong: Wrong::Request(|r, _| called(r, "/reverse/", |body| without(body, "amount"))),
    },
    Misbehaviour {
        name: "shows nothing as released",
        area: "MC-REVERSE",
        wrong: Wrong::Answer(|r, a, _| {
            authorizations(r, a, |row| row["released"] = json!("0.00"));
        }),
    },
];
