//! One look at the issuer on somebody's behalf.

use std::borrow::Cow;

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::{Budget, Table, memo::Memo};
use crate::{
    issuer::{Caller, Issuer},
    register::ArgumentReading,
    rulebook::Rulebook,
    world::Deviations,
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
    /// Deviations that change how arguments are read; none of a look that no request asks for.
    deviations: Option<&'a Deviations>,
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
        Self { issuer, rules, caller, now, deviations: None, budget, memo: Memo::default() }
    }

    /// The look under these deviations.
    #[must_use]
    pub fn under(self, deviations: &'a Deviations) -> Self {
        Self { deviations: Some(deviations), ..self }
    }

    /// The arguments of a list of this table's rows, as deviations read them.
    pub(super) fn arguments<'m>(
        &self,
        table: &Table,
        given: &'m Map<String, Value>,
    ) -> Cow<'m, Map<String, Value>> {
        let mut read = Cow::Borrowed(given);
        for (name, reading) in self.deviations.into_iter().flat_map(|all| all.readings(table.name))
        {
            match reading {
                ArgumentReading::Ignored => {
                    read.to_mut().remove(name);
                }
                ArgumentReading::Plus(more) => {
                    let value = read.get(name).and_then(Value::as_i64);
                    if let Some(sum) = value.and_then(|value| value.checked_add(more)) {
                        read.to_mut().insert(name.to_owned(), sum.into());
                    }
                }
            }
        }
        read
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
