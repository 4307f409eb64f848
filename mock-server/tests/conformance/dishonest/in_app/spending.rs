//! Misbehaviour with balances, transactions and disputes.

use serde_json::{Value, json};

use super::{Misbehaviour, Wrong};
use crate::proxy::Answer;

/// Changes each row of `UserCardTransactions`.
fn transactions(answer: &mut Answer, change: impl Fn(&mut Value)) {
    answer.result("transactions", |rows| {
        rows.as_array_mut().into_iter().flatten().for_each(change);
    });
}

pub(super) const WRONGS: &[Misbehaviour] = &[
    Misbehaviour {
        name: "tells balances of the app in cents",
        area: "AG-BAL",
        wrong: Wrong::Answer(|_, a, _| {
            a.result("cardBalance", |v| {
                for amount in v["balance"].as_object_mut().into_iter().flat_map(|o| o.values_mut())
                {
                    if let Some(dollars) = amount.as_f64() {
                        *amount = json!(dollars * 100.0);
                    }
                }
            });
        }),
    },
    Misbehaviour {
        name: "does not show what is pending in the app",
        area: "AG-BAL",
        wrong: Wrong::Answer(|_, a, _| {
            a.result("cardBalance", |v| {
                if v["balance"]["pendingCharges"].is_number() {
                    v["balance"]["pendingCharges"] = json!(0);
                }
            });
        }),
    },
    Misbehaviour {
        name: "shows the first balance in the app for ever",
        area: "AG-BAL",
        wrong: Wrong::Cached("cardBalance("),
    },
    Misbehaviour {
        name: "shows no merchants",
        area: "AG-TX",
        wrong: Wrong::Answer(|_, a, _| transactions(a, |row| row["merchant_name"] = Value::Null)),
    },
    Misbehaviour {
        name: "shows purchases as posted at once",
        area: "AG-TX",
        wrong: Wrong::Answer(|_, a, _| {
            transactions(a, |row| {
                if row["status"] == "authorized" {
                    row["status"] = json!("posted");
                }
            });
        }),
    },
    Misbehaviour {
        name: "declines without a reason",
        area: "AG-TX",
        wrong: Wrong::Answer(|_, a, _| transactions(a, |row| row["declined_reason"] = Value::Null)),
    },
    Misbehaviour {
        name: "gives reasons for what it approved",
        area: "AG-TX",
        wrong: Wrong::Answer(|_, a, _| {
            transactions(a, |row| row["declined_reason"] = json!("none"));
        }),
    },
    Misbehaviour {
        name: "counts the rows of a page",
        area: "AG-TX",
        wrong: Wrong::Answer(|_, a, _| {
            a.result("transactions_aggregate", |v| v["aggregate"]["count"] = json!(2));
        }),
    },
    Misbehaviour {
        name: "lists the oldest transactions first",
        area: "AG-TX",
        wrong: Wrong::Answer(|_, a, _| {
            a.result("transactions", |rows| {
                if let Some(rows) = rows.as_array_mut() {
                    rows.reverse();
                }
            });
        }),
    },
    Misbehaviour {
        name: "makes another row of a settlement",
        area: "AG-TX",
        wrong: Wrong::Answer(|_, a, _| {
            a.result("transactions", |rows| {
                if let Some(rows) = rows.as_array_mut() {
                    let posted = rows.iter().find(|row| row["status"] == "posted").cloned();
                    rows.extend(posted.map(|mut row| {
                        row["id"] = json!(0);
                        row
                    }));
                }
            });
        }),
    },
    Misbehaviour {
        name: "opens disputes without an id",
        area: "AG-DISPUTE",
        wrong: Wrong::Answer(|_, a, _| {
            a.result("createCardDispute", |v| v["disputeId"] = Value::Null);
        }),
    },
    Misbehaviour {
        name: "opens the same dispute again",
        area: "AG-DISPUTE",
        wrong: Wrong::Cached("createCardDispute("),
    },
];
