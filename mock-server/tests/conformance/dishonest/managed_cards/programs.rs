//! Misbehaviour with programs.

use serde_json::json;

use super::{Misbehaviour, Wrong, listed, without};

pub(super) const PUBLIC: &[Misbehaviour] = &[
    Misbehaviour {
        name: "offers no programs",
        area: "MC-PROG",
        wrong: Wrong::Answer(|r, a, _| listed(r, a, "/programs/", Vec::clear)),
    },
    Misbehaviour {
        name: "offers a program that is switched off",
        area: "MC-PROG",
        wrong: Wrong::Answer(|r, a, _| {
            listed(r, a, "/programs/", |all| {
                if let Some(mut one) = all.first().cloned() {
                    one["reference"] = json!("prg_ke_usd_disabled");
                    all.push(one);
                }
            });
        }),
    },
    Misbehaviour {
        name: "offers a program that no partner issues",
        area: "MC-PROG",
        wrong: Wrong::Answer(|r, a, _| {
            listed(r, a, "/programs/", |all| {
                if let Some(mut one) = all.first().cloned() {
                    one["reference"] = json!("prg_ke_usd_unrouted");
                    all.push(one);
                }
            });
        }),
    },
];

pub(super) const DECIDED: &[Misbehaviour] = &[Misbehaviour {
    name: "keeps the limits of its programs secret",
    area: "MC-PROG",
    wrong: Wrong::Answer(|r, a, _| {
        listed(r, a, "/programs/", |all| {
            all.iter_mut().for_each(|one| without(one, "limits"));
        });
    }),
}];
