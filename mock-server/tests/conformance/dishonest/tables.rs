//! Misbehaviour with rows of tables.

use super::{Misbehaviour, Wrong};

pub(super) const WRONGS: &[Misbehaviour] = &[
    Misbehaviour {
        name: "ignores what order was asked for",
        area: "PG-HAS",
        wrong: Wrong::Answer(|r, a, _| {
            if r.asks("order_by") {
                let mut j = a.json();
                for v in j["data"].as_object_mut().into_iter().flat_map(|o| o.values_mut()) {
                    if let Some(rows) = v.as_array_mut() {
                        rows.reverse();
                    }
                }
                a.set_json(&j);
            }
        }),
    },
    Misbehaviour {
        name: "finds nothing in its tables",
        area: "PG-HAS",
        wrong: Wrong::Answer(|_, a, _| {
            a.results(|v| {
                if let Some(rows) = v.as_array_mut() {
                    rows.clear();
                }
            });
        }),
    },
    Misbehaviour {
        name: "repeats rows",
        area: "PG-HAS",
        wrong: Wrong::Answer(|_, a, _| {
            a.results(|v| {
                if let Some(rows) = v.as_array_mut() {
                    let again = rows.clone();
                    rows.extend(again);
                }
            });
        }),
    },
];
