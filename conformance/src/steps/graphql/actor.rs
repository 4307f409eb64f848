//! Actors as a step names them.

use std::{convert::Infallible, str::FromStr};

use crate::steps::sentence::Parameter;

inventory::submit! {
    Parameter { name: "actor", regex: "(the(?: [a-z]+)? (?:partner|token|user))" }
}

/// The name of an actor: `the partner`, `the second partner`, `the new token` (of the partner).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor(pub String);

impl FromStr for Actor {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self(text.to_owned()))
    }
}

/// Names in quotes as a step lists them: `"a", "b" and "c"`; `no card` lists none.
pub(in crate::steps) fn listed(text: &str) -> Vec<&str> {
    text.split('"').skip(1).step_by(2).collect()
}

#[cfg(test)]
mod tests {
    use super::listed;

    #[test]
    fn quoted_names_are_listed_in_order() {
        assert_eq!(listed(r#""a", "the card" and "c""#), ["a", "the card", "c"]);
        assert_eq!(listed("no card"), [""; 0]);
    }
}
