//! Misbehaviour with pages, idempotency keys and rate limits.

use serde_json::{Value, json};

use super::{Misbehaviour, Wrong, everywhere};

pub(super) const DECIDED: &[Misbehaviour] = &[
    Misbehaviour {
        name: "gives the first page again",
        area: "MC-PAGE",
        wrong: Wrong::Request(|r, _| {
            if r.managed().is_some() {
                r.path = r.path.replace("cursor=", "nothing=");
            }
        }),
    },
    Misbehaviour {
        name: "has one page only",
        area: "MC-PAGE",
        wrong: Wrong::Answer(|r, a, _| {
            everywhere(r, a, "next_cursor", |page| page["next_cursor"] = Value::Null);
        }),
    },
    Misbehaviour {
        name: "takes every limit of a page",
        area: "MC-PAGE",
        wrong: Wrong::Request(|r, _| {
            if r.managed().is_some() {
                r.path = r.path.replace("limit=0", "limit=1").replace("limit=101", "limit=100");
            }
        }),
    },
    Misbehaviour {
        name: "does not look at idempotency keys",
        area: "MC-IDEM",
        wrong: Wrong::Request(|r, _| r.headers.retain(|(name, _)| name != "idempotency-key")),
    },
    Misbehaviour {
        name: "does not say that it answers again",
        area: "MC-IDEM",
        wrong: Wrong::Answer(|_, a, _| a.headers.retain(|(name, _)| name != "idempotent-replayed")),
    },
    Misbehaviour {
        name: "calls another request under a key a bad one",
        area: "MC-IDEM",
        wrong: Wrong::Answer(|_, a, _| {
            if a.json()["code"] == "idempotency_key_conflict" {
                a.status = 400;
            }
        }),
    },
    Misbehaviour {
        name: "does not count down to its rate limit",
        area: "MC-RATE",
        wrong: Wrong::Answer(|_, a, _| {
            for (name, value) in &mut a.headers {
                if name == "ratelimit-remaining" {
                    "599".clone_into(value);
                }
            }
        }),
    },
    Misbehaviour {
        name: "does not say how long to wait",
        area: "MC-RATE",
        wrong: Wrong::Answer(|_, a, _| a.headers.retain(|(name, _)| name != "retry-after")),
    },
    Misbehaviour {
        name: "serves beyond its rate limit",
        area: "MC-RATE",
        wrong: Wrong::Answer(|r, a, _| {
            if a.status == 429 && r.managed().is_some() {
                a.status = 200;
                a.set_json(&json!({"results": [], "next_cursor": null}));
            }
        }),
    },
];
