//! Misbehaviour with users, cardholders, cards, orders and money of the envelope surface.

use serde_json::{Value, json};

use super::{Misbehaviour, Wrong};

/// Changes the order in an answer, nested or at the root.
fn order(told: &mut Value, change: impl FnOnce(&mut Value)) {
    let order = if told["order"].is_object() { &mut told["order"] } else { told };
    if order["order_id"].is_string() {
        change(order);
    }
}

/// Writes a decimal text as a number.
fn as_number(amount: &mut Value) {
    if let Some(number) = amount.as_str().and_then(|text| text.parse::<f64>().ok()) {
        *amount = json!(number);
    }
}

pub(super) const WRONGS: &[Misbehaviour] = &[
    Misbehaviour {
        name: "ignores the Idempotency-Key",
        area: "ER-IDEM",
        wrong: Wrong::Request(|r, m| {
            if r.header("idempotency-key").is_some() {
                let other = format!("another-{}", m.next());
                r.set("idempotency-key", &other);
            }
        }),
    },
    Misbehaviour {
        name: "does not ask for an Idempotency-Key",
        area: "ER-IDEM",
        wrong: Wrong::Request(|r, m| {
            if r.header("idempotency-key").is_none() {
                let own = format!("own-{}", m.next());
                r.set("idempotency-key", &own);
            }
        }),
    },
    Misbehaviour {
        name: "returns the order again and charges again",
        area: "ER-IDEM",
        wrong: Wrong::Twice("/cards/topup"),
    },
    Misbehaviour {
        name: "writes the master balance as a number",
        area: "ER-WALLET",
        wrong: Wrong::Told(|_, told| as_number(&mut told["available"])),
    },
    Misbehaviour {
        name: "writes the balance of a card as a number",
        area: "ER-CARD",
        wrong: Wrong::Told(|r, told| {
            if r.calls("/cards/get") {
                as_number(&mut told["balance"]);
            }
        }),
    },
    Misbehaviour {
        name: "answers with the ciphertext of the balance before",
        area: "ER-TOPUP",
        wrong: Wrong::Cached("/project/balance"),
    },
    Misbehaviour {
        name: "has another deposit address each time",
        area: "ER-WALLET",
        wrong: Wrong::Answer(|r, a, m| {
            let Some(mut told) = m.told(r, a) else { return };
            if let Some(address) = told["usdt_trc20"].as_str() {
                told["usdt_trc20"] = json!(format!("{}{:04}", &address[..30], m.next() % 10_000));
                m.tell(r, a, &told);
            }
        }),
    },
    Misbehaviour {
        name: "has a user id that nobody registered",
        area: "ER-USER",
        wrong: Wrong::Told(|r, told| {
            if r.calls("/users/get") && told["user_id"].is_string() {
                told["user_id"] = Value::Null;
            }
        }),
    },
    Misbehaviour {
        name: "asks for no birth date",
        area: "ER-HOLDER",
        wrong: Wrong::Request(|r, m| {
            let Some(mut said) = m.said(r) else { return };
            if said["kyc_data"].is_object() && said["kyc_data"].get("birth_date").is_none() {
                said["kyc_data"]["birth_date"] = json!("1990-01-31");
                m.say(r, &said);
            }
        }),
    },
    Misbehaviour {
        name: "lists products without their codes",
        area: "ER-PROD",
        wrong: Wrong::Told(|_, told| {
            for product in told["products"].as_array_mut().into_iter().flatten() {
                if let Some(members) = product.as_object_mut() {
                    members.retain(|name, _| !name.ends_with("_code") && !name.ends_with("_id"));
                }
            }
        }),
    },
    Misbehaviour {
        name: "makes orders of a state that does not exist",
        area: "ER-ISSUE",
        wrong: Wrong::Told(|_, told| order(told, |order| order["status"] = json!("accepted"))),
    },
    Misbehaviour {
        name: "takes top-ups for card orders",
        area: "ER-ISSUE",
        wrong: Wrong::Told(|r, told| {
            if r.calls("/cards/create") {
                order(told, |order| order["order_type"] = json!("card_topup"));
            }
        }),
    },
    Misbehaviour {
        name: "never completes an order",
        area: "ER-TOPUP",
        wrong: Wrong::Told(|r, told| {
            if r.calls("/orders/check") {
                order(told, |order| order["status"] = json!("processing"));
            }
        }),
    },
    Misbehaviour {
        name: "shows the same balance before and after an order",
        area: "ER-ORDER",
        wrong: Wrong::Told(|_, told| {
            order(told, |order| order["balance_after"] = order["balance_before"].clone());
        }),
    },
    Misbehaviour {
        name: "shows only the last digits of a card number",
        area: "ER-DETAIL",
        wrong: Wrong::Told(|r, told| {
            if r.calls("/cards/details") {
                let details = if told["details"].is_object() { &mut told["details"] } else { told };
                details["card_number"] = json!("************1889");
            }
        }),
    },
    Misbehaviour {
        name: "only says that it freezes",
        area: "ER-FREEZE",
        wrong: Wrong::Pretended("/cards/freeze", r#"{"success":true,"status":"frozen"}"#),
    },
    Misbehaviour {
        name: "only says that it unfreezes",
        area: "ER-FREEZE",
        wrong: Wrong::Pretended("/cards/unfreeze", r#"{"success":true,"status":"active"}"#),
    },
    Misbehaviour {
        name: "ignores limit and skip",
        area: "ER-TX",
        wrong: Wrong::Request(|r, m| {
            let Some(mut said) = m.said(r).filter(|_| r.calls("/cards/txs")) else { return };
            if let Some(members) = said.as_object_mut() {
                members.retain(|name, _| name != "limit" && name != "skip");
            }
            m.say(r, &said);
        }),
    },
];
