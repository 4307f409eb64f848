//! The errors of a surface that can be ordered by name (SB 8.2).
//!
//! A surface declares them beside its other facts and asks for each at the place where the failing
//! part would be asked. The world knows a fault by its name alone, and is told with every request
//! which names can strike it.

/// An error that can be ordered by name.
pub struct NamedFault {
    /// The name, such as `hasura-503`.
    pub name: &'static str,
    /// The operations that it can strike.
    pub reach: Reach,
    /// The unit of its schedule.
    pub counted: Counted,
    /// HTTP status of the answer.
    pub status: u16,
    /// The answer, before any envelope; for operations of GraphQL the result of the operation.
    pub answer: &'static str,
    /// The effects that the request has all the same.
    pub state: &'static str,
}

/// The operations of a surface that an error can strike.
#[derive(Clone, Copy)]
pub enum Reach {
    /// Every one.
    All,
    /// Every one but this.
    AllBut(&'static str),
    /// Those that begin so.
    Starting(&'static str),
    /// These.
    Of(&'static [&'static str]),
}

/// The unit of a fault's schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// Requests.
    Requests,
    /// Attempts of something that goes on by itself, such as a provider's work on an order.
    Attempts,
}

impl NamedFault {
    /// Whether it can strike an operation of its surface.
    pub fn reaches(&self, operation: &str) -> bool {
        match self.reach {
            Reach::All => true,
            Reach::AllBut(other) => operation != other,
            Reach::Starting(start) => operation.starts_with(start),
            Reach::Of(names) => names.contains(&operation),
        }
    }

    /// Whether it can strike a request for an operation.
    pub(super) fn strikes_request(&self, operation: &str) -> bool {
        self.counted == Counted::Requests && self.reaches(operation)
    }
}
