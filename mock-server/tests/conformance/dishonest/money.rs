//! Misbehaviour with charges and balances.

use serde_json::json;

use super::{Misbehaviour, Wrong};

pub(super) const WRONGS: &[Misbehaviour] = &[
    Misbehaviour {
        name: "only says that it charges",
        area: "PG-FUND",
        wrong: Wrong::Pretended("chargeCard", r#"{"success":true,"chargeId":"c","error":null}"#),
    },
    Misbehaviour { name: "charges twice", area: "PG-FUND", wrong: Wrong::Twice("chargeCard(") },
    Misbehaviour {
        name: "counts balances in cents",
        area: "PG-BAL",
        wrong: Wrong::Answer(|_, a, _| {
            a.result("cardBalance", |v| {
                for b in v["balance"].as_object_mut().into_iter().flat_map(|o| o.values_mut()) {
                    if let Some(n) = b.as_f64() {
                        *b = json!(n * 100.0);
                    }
                }
            });
        }),
    },
    Misbehaviour {
        name: "writes balances as text",
        area: "PG-BAL",
        wrong: Wrong::Answer(|_, a, _| {
            a.result("cardBalance", |v| {
                for b in v["balance"].as_object_mut().into_iter().flat_map(|o| o.values_mut()) {
                    if b.is_number() {
                        *b = json!(b.to_string());
                    }
                }
            });
        }),
    },
    Misbehaviour {
        name: "does not show what is pending",
        area: "PG-BAL",
        wrong: Wrong::Answer(|_, a, _| {
            a.result("cardBalance", |v| {
                if v["balance"]["pendingCharges"].is_number() {
                    v["balance"]["pendingCharges"] = json!(0);
                }
            });
        }),
    },
    Misbehaviour {
        name: "shows the first balance for ever",
        area: "PG-BAL",
        wrong: Wrong::Cached("cardBalance("),
    },
];
