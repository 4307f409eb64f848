//! One look at the issuer on somebody's behalf.

use jiff::Timestamp;

use super::{Budget, memo::Memo};
use crate::{
    issuer::{Caller, Issuer},
    rulebook::Rulebook,
};

/// The issuer as a table reads it.
pub struct View<'a> {
    /// The issuer.
    pub issuer: &'a Issuer,
    /// The rules in force.
    pub rules: &'a Rulebook,
    /// Whose rows are visible.
    pub caller: Caller,
    /// World time.
    pub now: Timestamp,
    /// The budget of the request.
    pub(super) budget: &'a Budget,
    memo: Memo,
}

impl<'a> View<'a> {
    /// A look on somebody's behalf at an instant of world time.
    pub fn new(
        issuer: &'a Issuer,
        rules: &'a Rulebook,
        (caller, now): (Caller, Timestamp),
        budget: &'a Budget,
    ) -> Self {
        Self { issuer, rules, caller, now, budget, memo: Memo::default() }
    }

    /// A value that is worked out once per look, known by its type.
    pub(super) fn once<T: 'static>(&self, work_out: impl FnOnce() -> T) -> &T {
        self.memo.get(work_out)
    }
}

/// Where tables get the issuer from.
pub trait Source: Send + Sync {
    /// Looks at the issuer as the root field's principal.
    fn read(&self, field: &str, look: &mut dyn FnMut(&View<'_>));

    /// Hears that the root field was answered, under which key.
    fn answered(&self, field: &str, key: &str);
}
