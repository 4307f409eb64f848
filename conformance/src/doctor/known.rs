//! The state of a thing that the file says is known.

use serde_json::Value;

use super::Finding;

/// Why the state of a thing is not known.
pub(crate) enum Lookup {
    /// There are rows, and it is not among them.
    Nothing(i64),
    /// The rows cannot be read.
    Impossible(String),
}

/// Whether a thing is in a state that scenarios can start from.
pub(crate) fn stands(
    what: &str,
    row: Result<Value, Lookup>,
    good: &[&str],
    repair: &str,
) -> Finding {
    match row {
        Ok(Value::String(state)) if good.contains(&state.as_str()) => {
            Finding::ok(what, format!("it is {state}"))
        }
        Ok(state) => Finding::problem(what, format!("it is {state}"), repair),
        Err(Lookup::Nothing(id)) => {
            Finding::problem(what, format!("the first caller has no {id}"), repair)
        }
        Err(Lookup::Impossible(seen)) => Finding::warning(
            what,
            format!("it cannot be looked up: {seen}"),
            "scenarios that start from it may be blocked",
        ),
    }
}
