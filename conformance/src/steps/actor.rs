//! Who acts, as written in a step.

use std::{convert::Infallible, str::FromStr};

use cucumber::Parameter;

/// The name of an actor: `the partner`, `the second partner`.
#[derive(Debug, Clone, PartialEq, Eq, Parameter)]
#[param(name = "actor", regex = "the(?: [a-z]+)? partner")]
pub struct Actor(pub String);

impl FromStr for Actor {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self(text.to_owned()))
    }
}
