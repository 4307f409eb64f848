//! Contexts of commands of any program.

use jiff::Timestamp;

use super::{Caller, Effect, Event, Touched};
use crate::{
    collections::List,
    command::{CheckLog, Dice},
    rulebook::Rulebook,
};

/// Everything that a check looks at beside the issuer.
#[derive(Clone, Copy, Debug)]
pub struct CheckContext<'a> {
    /// World time.
    pub now: Timestamp,
    /// The rules in force.
    pub rules: &'a Rulebook,
    /// The caller.
    pub caller: Caller,
    /// List of the checks of a request that is explained; none of any other.
    pub log: Option<&'a CheckLog>,
}

/// Everything that an applied command may touch beside the issuer.
pub struct ApplyContext<'a> {
    /// World time; what the command writes carries it.
    pub now: Timestamp,
    /// The rules in force.
    pub rules: &'a Rulebook,
    /// The caller.
    pub caller: Caller,
    /// The operation that the command belongs to, as its surface names it.
    pub operation: &'a str,
    /// Random bytes.
    pub dice: &'a mut dyn Dice,
    /// Events of the world, in order.
    pub events: &'a mut List<Event>,
    /// Effects of later, each with its due time.
    pub later: &'a mut Vec<(Timestamp, Effect)>,
    /// Things and balances that were changed.
    pub touched: &'a mut Vec<Touched>,
}
