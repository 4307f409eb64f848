//! The Hasura look-alike: read-only tables over the issuer.

use crate::{
    issuer::{Caller, Issuer},
    rulebook::Rulebook,
};

/// What a table reads.
pub struct View<'a> {
    /// The issuer.
    pub issuer: &'a Issuer,
    /// The rules in force.
    pub rules: &'a Rulebook,
    /// Whose rows are visible.
    pub caller: Caller,
}

/// Where tables get the issuer from.
pub trait Source: Send + Sync {
    /// Looks at the issuer as the root field's principal.
    fn read(&self, field: &str, look: &mut dyn FnMut(&View<'_>));
}
