//! An example of every op (SB 16), from `fixtures/examples/ops.toml`.

use std::{collections::BTreeMap, sync::LazyLock};

use serde::Deserialize;
use serde_json::Value;

use crate::fixtures;

#[derive(Deserialize)]
struct Examples {
    example: Vec<Example>,
}

#[derive(Deserialize)]
struct Example {
    op: String,
    input: Value,
}

static EXAMPLES: LazyLock<BTreeMap<String, Value>> = LazyLock::new(|| {
    let text = fixtures::text("examples/ops.toml");
    let read: Examples = toml::from_str(&text).expect("a test reads the examples");
    read.example.into_iter().map(|example| (example.op, example.input)).collect()
});

/// An input of an op that is done in a world with the usual people.
pub(super) fn of(op: &str) -> Option<&'static Value> {
    EXAMPLES.get(op)
}
