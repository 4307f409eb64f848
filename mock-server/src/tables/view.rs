//! One look at the issuer on somebody's behalf.

use std::cell::OnceCell;

use super::catalogue::monthly_spend::{Spend, spend};
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
    spend: OnceCell<Vec<Spend>>,
}

impl<'a> View<'a> {
    /// A look on behalf of `caller`.
    pub fn new(issuer: &'a Issuer, rules: &'a Rulebook, caller: Caller) -> Self {
        Self { issuer, rules, caller, spend: OnceCell::new() }
    }

    /// The months in which card users of the caller spent something, added up once per look.
    pub(super) fn spend(&self) -> &[Spend] {
        self.spend.get_or_init(|| spend(self))
    }
}

/// Where tables get the issuer from.
pub trait Source: Send + Sync {
    /// Looks at the issuer as the root field's principal.
    fn read(&self, field: &str, look: &mut dyn FnMut(&View<'_>));

    /// Hears that the root field was answered, under which key.
    fn answered(&self, field: &str, key: &str);
}
