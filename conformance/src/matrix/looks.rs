//! Looks of requests at things, and changes of things by requests.

use std::collections::BTreeSet;

use serde_json::Value;

/// Operations that look at no thing which others change.
const APART: [&str; 4] = ["introspection", "upgrade", "connection_init", "events"];

/// Things that operations act on, as the sandbox names them.
const THINGS: [&str; 5] = ["card:", "authorization:", "dispute:", "transaction:", "quote:"];

/// Endings of the paths that only look, on a surface where every request is a POST.
const LOOKS: [&str; 9] = [
    "/get",
    "/details",
    "/balance",
    "/txs",
    "/products",
    "/check",
    "/trc20",
    "/subscriptions",
    "/list",
];

/// True when a request only looks at things.
fn only_looks(entry: &Value, operation: &str) -> bool {
    let document = entry["request"]["body"]["query"].as_str();
    let is_query = document.is_some_and(|text| !text.trim_start().starts_with("mutation"));
    let looks = LOOKS.iter().any(|ending| operation.ends_with(ending));
    is_query || looks || entry["method"] == "GET"
}

/// True when a request has changed something, and not only what is remembered of requests.
pub(super) fn changes(entry: &Value, operation: &str) -> bool {
    let is_journalled = entry["journal"].as_array().is_some_and(|all| !all.is_empty());
    is_journalled && !only_looks(entry, operation)
}

/// True when a request has changed a thing that others of its kind may stand beside.
pub(super) fn changes_one_of_several(entry: &Value, operation: &str) -> bool {
    let named = |thing: &Value| {
        let text = thing.as_str().unwrap_or_default();
        THINGS.iter().any(|kind| text.starts_with(kind))
    };
    let mut things = entry["entities"].as_array().into_iter().flatten();
    !only_looks(entry, operation) && things.any(named)
}

/// True when a request asks for the stream of a user's events.
pub(super) fn asks_for_events(entry: &Value) -> bool {
    let mut calls = entry["reasons"].as_array().into_iter().flatten();
    calls.any(|call| call["operation"] == "events" && call["reason"] == "ok")
}

/// Looks after changes, in the order of a scenario: surface, the operation that
/// changed something, and the one that looked.
pub(super) fn after_changes(entries: &[Value]) -> BTreeSet<(String, String, String)> {
    let mut changed: BTreeSet<(&str, &str)> = BTreeSet::new();
    let mut seen = BTreeSet::new();
    for entry in entries {
        let surface = entry["surface"].as_str().unwrap_or_default();
        for one in entry["reasons"].as_array().into_iter().flatten() {
            let name = one["operation"].as_str().unwrap_or_default();
            let is_apart = APART.contains(&name) || name.starts_with("token.");
            if one["reason"] != "ok" || name.is_empty() || is_apart {
                continue;
            }
            if !only_looks(entry, name) {
                changed.insert((surface, name));
                continue;
            }
            for (_, by) in changed.iter().filter(|(of, _)| *of == surface) {
                seen.insert((surface.to_owned(), (*by).to_owned(), name.to_owned()));
            }
        }
    }
    seen
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_looked_at_comes_after_a_change() {
        let entry = |document: &str, name: &str| {
            json!({
                "surface": "PG", "method": "POST", "request": {"body": {"query": document}},
                "reasons": [{"operation": name, "reason": "ok"}], "entities": ["card:1"],
            })
        };
        let look = entry("{ rows { id } }", "rows");
        let change = entry("mutation { freeze }", "freeze");
        assert!(after_changes(std::slice::from_ref(&look)).is_empty());
        let seen = after_changes(&[look.clone(), change.clone(), look.clone()]);
        assert_eq!(seen.into_iter().next(), Some(("PG".into(), "freeze".into(), "rows".into())));
        assert!(changes_one_of_several(&change, "freeze"));
        assert!(!changes_one_of_several(&look, "rows"));
    }
}
