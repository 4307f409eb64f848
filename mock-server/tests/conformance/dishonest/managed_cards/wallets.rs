//! Misbehaviour with wallets, operations and ledgers.

use serde_json::{Value, json};

use super::{Misbehaviour, Wrong, listed, without};
use crate::proxy::{Answer, Request};

/// Changes every wallet of the list.
fn wallets(request: &Request, answer: &mut Answer, change: impl Fn(&mut Value)) {
    listed(request, answer, "/wallets/", |all| all.iter_mut().for_each(change));
}

pub(super) const PUBLIC: &[Misbehaviour] = &[
    Misbehaviour {
        name: "shows wallets without what is held",
        area: "MC-WALLET",
        wrong: Wrong::Answer(|r, a, _| wallets(r, a, |one| without(one, "held"))),
    },
    Misbehaviour {
        name: "shows the first balance of a wallet for ever",
        area: "MC-WALLET",
        wrong: Wrong::Cached("/wallets/"),
    },
    Misbehaviour {
        name: "shows one wallet only",
        area: "MC-WALLET",
        wrong: Wrong::Answer(|r, a, _| listed(r, a, "/wallets/", |all| all.truncate(1))),
    },
    Misbehaviour {
        name: "lists all operations whatever the filter",
        area: "MC-WALLET",
        wrong: Wrong::Request(|r, _| {
            if r.is_at("/operations/") {
                r.path.truncate(r.path.find('?').unwrap_or(r.path.len()));
            }
        }),
    },
    Misbehaviour {
        name: "lists no operation of a filter",
        area: "MC-WALLET",
        wrong: Wrong::Answer(|r, a, _| {
            if r.path.contains("type=") || r.path.contains("currency=") {
                listed(r, a, "/operations/", Vec::clear);
            }
        }),
    },
];

pub(super) const DECIDED: &[Misbehaviour] = &[
    Misbehaviour {
        name: "counts only what is available as the total of a wallet",
        area: "MC-WALLET",
        wrong: Wrong::Answer(|r, a, _| {
            wallets(r, a, |one| one["total"] = one["available"].clone());
        }),
    },
    Misbehaviour {
        name: "lists a ledger from its beginning",
        area: "MC-WALLET",
        wrong: Wrong::Answer(|r, a, _| listed(r, a, "/ledger/", |all| all.reverse())),
    },
    Misbehaviour {
        name: "leaves the last entry out of a ledger",
        area: "MC-WALLET",
        wrong: Wrong::Answer(|r, a, _| {
            listed(r, a, "/ledger/", |all| {
                all.pop();
            });
        }),
    },
    Misbehaviour {
        name: "shows two decimals in every currency",
        area: "MC-WALLET",
        wrong: Wrong::Answer(|r, a, _| {
            wallets(r, a, |one| {
                if one["currency"] == "UGX" {
                    let whole = one["available"].as_str().unwrap_or_default();
                    one["available"] = json!(format!("{whole}.00"));
                }
            });
        }),
    },
];
