//! Misbehaviour with cards and their life.

use serde_json::{Value, json};

use super::{Misbehaviour, Wrong, everywhere, served};
use crate::proxy::{Answer, Request};

/// Tells that the card of an answer has another status.
fn becomes(answer: &mut Answer, status: &str) {
    let mut card = answer.json();
    card["status"] = json!(status);
    answer.set_json(&card);
}

/// Changes every card in an answer.
fn cards(request: &Request, answer: &mut Answer, change: impl Fn(&mut Value)) {
    everywhere(request, answer, "allowed_actions", change);
}

pub(super) const PUBLIC: &[Misbehaviour] = &[
    Misbehaviour {
        name: "gives the same card again",
        area: "MC-CARD",
        wrong: Wrong::Cached("/managed-cards/"),
    },
    Misbehaviour {
        name: "knows a ninth status of cards",
        area: "MC-CARD",
        wrong: Wrong::Answer(|r, a, _| cards(r, a, |card| card["status"] = json!("inactive"))),
    },
    Misbehaviour {
        name: "only says that it freezes a managed card",
        area: "MC-FREEZE",
        wrong: Wrong::Read("/freeze/", |_, a, _| becomes(a, "frozen")),
    },
    Misbehaviour {
        name: "only says that it unfreezes a managed card",
        area: "MC-FREEZE",
        wrong: Wrong::Read("/unfreeze/", |_, a, _| becomes(a, "active")),
    },
    Misbehaviour {
        name: "only says that it terminates a card",
        area: "MC-TERM",
        wrong: Wrong::Read("/terminate/", |_, a, _| becomes(a, "terminated")),
    },
    Misbehaviour {
        name: "only freezes a card that is terminated",
        area: "MC-TERM",
        wrong: Wrong::Request(|r, _| {
            if let Some(start) = r.path.strip_suffix("/terminate/") {
                r.path = format!("{start}/freeze/");
                r.body.clear();
            }
        }),
    },
    Misbehaviour {
        name: "terminates a card that is frozen",
        area: "MC-FREEZE",
        wrong: Wrong::Request(|r, _| {
            if let Some(start) = r.path.strip_suffix("/freeze/") {
                r.path = format!("{start}/terminate/");
            }
        }),
    },
];

pub(super) const DECIDED: &[Misbehaviour] = &[
    Misbehaviour {
        name: "makes every card twice",
        area: "MC-CARD",
        wrong: Wrong::Twice("/managed-cards/"),
    },
    Misbehaviour {
        name: "shows the number of a card",
        area: "MC-CARD",
        wrong: Wrong::Answer(|r, a, _| {
            cards(r, a, |card| card["pan"] = json!("4111111111111111"));
        }),
    },
    Misbehaviour {
        name: "forgets what the caller noted on a card",
        area: "MC-CARD",
        wrong: Wrong::Answer(|r, a, _| {
            if r.method == "GET" {
                cards(r, a, |card| card["metadata"] = json!({}));
            }
        }),
    },
    Misbehaviour {
        name: "makes cards without the last four digits",
        area: "MC-CARD",
        wrong: Wrong::Answer(|r, a, _| cards(r, a, |card| card["last4"] = Value::Null)),
    },
    Misbehaviour {
        name: "allows everything on every card",
        area: "MC-LIFE",
        wrong: Wrong::Answer(|r, a, _| {
            cards(r, a, |card| {
                card["allowed_actions"] =
                    json!(["fund", "withdraw", "freeze", "unfreeze", "terminate", "authorize"]);
            });
        }),
    },
    Misbehaviour {
        name: "activates cards before their partner has made them",
        area: "MC-LIFE",
        wrong: Wrong::Answer(|r, a, _| {
            cards(r, a, |card| {
                if card["status"] == "pending" {
                    card["status"] = json!("active");
                }
            });
        }),
    },
    Misbehaviour {
        name: "does not ask for an adapter",
        area: "MC-LIFE",
        wrong: Wrong::Request(|r, _| {
            super::called(r, "/managed-cards/", |body| super::without(body, "sandbox"));
        }),
    },
    Misbehaviour {
        name: "answers a creation with 200",
        area: "MC-CARD",
        wrong: Wrong::Answer(|r, a, _| {
            if r.is_at("/managed-cards/") && a.status == 201 {
                a.status = 200;
            }
        }),
    },
    Misbehaviour {
        name: "keeps the reason of a termination to itself",
        area: "MC-TERM",
        wrong: Wrong::Answer(|r, a, _| {
            served(r, a, "/terminate/", |card| card["terminated_at"] = Value::Null);
        }),
    },
];
