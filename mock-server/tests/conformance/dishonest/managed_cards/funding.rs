//! Misbehaviour with fundings and withdrawals.

use serde_json::{Value, json};

use super::{Misbehaviour, Wrong, called, served};
use crate::proxy::Answer;

/// Answers as if a transfer had moved money.
fn transferred(answer: &mut Answer, kind: &str) {
    let card = answer.json();
    let operation = json!({"reference": "opr_000000000000000000000001", "type": kind,
                           "status": "completed", "amount": "100.00", "currency": "USD"});
    answer.status = 201;
    answer.set_json(&json!({"operation": operation, "card": card, "wallet": null}));
}

/// An amount with this text behind its point.
fn ending(body: &mut Value, end: &str) {
    if let Some(amount) = body["amount"].as_str() {
        let whole = amount.split('.').next().unwrap_or(amount);
        body["amount"] = json!(format!("{whole}{end}"));
    }
}

pub(super) const PUBLIC: &[Misbehaviour] = &[
    Misbehaviour {
        name: "only says that it funds a card",
        area: "MC-FUND",
        wrong: Wrong::Read("/fund/", |_, a, _| transferred(a, "card_funding")),
    },
    Misbehaviour {
        name: "only says that it withdraws from a card",
        area: "MC-WITHDRAW",
        wrong: Wrong::Read("/withdraw/", |_, a, _| transferred(a, "card_withdrawal")),
    },
    Misbehaviour {
        name: "funds the first time only",
        area: "MC-FUND",
        wrong: Wrong::Cached("/fund/"),
    },
    Misbehaviour {
        name: "withdraws when it is asked to fund",
        area: "MC-FUND",
        wrong: Wrong::Request(|r, _| {
            if let Some(start) = r.path.strip_suffix("/fund/") {
                r.path = format!("{start}/withdraw/");
            }
        }),
    },
    Misbehaviour {
        name: "funds when it is asked to withdraw",
        area: "MC-WITHDRAW",
        wrong: Wrong::Request(|r, _| {
            if let Some(start) = r.path.strip_suffix("/withdraw/") {
                r.path = format!("{start}/fund/");
            }
        }),
    },
];

pub(super) const DECIDED: &[Misbehaviour] = &[
    Misbehaviour { name: "funds a card twice", area: "MC-FUND", wrong: Wrong::Twice("/fund/") },
    Misbehaviour {
        name: "withdraws from a card twice",
        area: "MC-WITHDRAW",
        wrong: Wrong::Twice("/withdraw/"),
    },
    Misbehaviour {
        name: "funds a cent more than it was asked for",
        area: "MC-FUND",
        wrong: Wrong::Request(|r, _| called(r, "/fund/", |body| ending(body, ".01"))),
    },
    Misbehaviour {
        name: "withdraws a cent more than it was asked for",
        area: "MC-WITHDRAW",
        wrong: Wrong::Request(|r, _| called(r, "/withdraw/", |body| ending(body, ".01"))),
    },
    Misbehaviour {
        name: "answers a funding with an empty card",
        area: "MC-FUND",
        wrong: Wrong::Answer(|r, a, _| {
            served(r, a, "/fund/", |v| v["card"]["balance"]["available"] = json!("0.00"));
        }),
    },
    Misbehaviour {
        name: "completes every funding at once",
        area: "MC-FUND",
        wrong: Wrong::Request(|r, _| called(r, "/fund/", |body| super::without(body, "sandbox"))),
    },
    Misbehaviour {
        name: "takes amounts that are numbers",
        area: "MC-FUND",
        wrong: Wrong::Request(|r, _| {
            called(r, "/fund/", |body| {
                if body["amount"].is_number() {
                    body["amount"] = json!("10.00");
                }
            });
        }),
    },
    Misbehaviour {
        name: "does not say how much the wallet has",
        area: "MC-FUND",
        wrong: Wrong::Answer(|r, a, _| {
            if r.is_at("/fund/") && a.status == 402 {
                a.set_json(&json!({"detail": "No.", "code": "insufficient_card_funds"}));
            }
        }),
    },
];
