//! Errors of a surface that a fault can name (SB 8.2).
//!
//! A surface declares them beside its other facts, and asks for each one at the place where the
//! failing part would be called. A world knows a named error only by its name, and learns with
//! every request which names can strike it.

/// An error that a fault can name.
pub struct NamedFault {
    /// Name, such as `hasura-503`.
    pub name: &'static str,
    /// Operations that the error can strike.
    pub reach: Reach,
    /// Unit in which the schedule of such a fault counts.
    pub counted: Counted,
    /// HTTP status of the answer.
    pub status: u16,
    /// Body of the answer before encryption; for a GraphQL operation, the result of that operation.
    pub answer: &'static str,
    /// Effects that the request has in spite of the error, in words for the catalogue.
    pub state: &'static str,
}

/// Operations of a surface that an error can strike.
#[derive(Clone, Copy)]
pub enum Reach {
    /// Every operation.
    All,
    /// Every operation but this one.
    AllBut(&'static str),
    /// Operations whose names begin with this.
    Starting(&'static str),
    /// These operations.
    Of(&'static [&'static str]),
}

/// Unit in which the schedule of a fault counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// Requests.
    Requests,
    /// Attempts of work that goes on without requests, such as the provider's work on an order.
    Attempts,
}

impl NamedFault {
    /// True when the error can strike an operation of its surface.
    pub fn reaches(&self, operation: &str) -> bool {
        match self.reach {
            Reach::All => true,
            Reach::AllBut(other) => operation != other,
            Reach::Starting(start) => operation.starts_with(start),
            Reach::Of(names) => names.contains(&operation),
        }
    }

    /// True when the error can strike a request for this operation.
    pub(super) fn strikes_request(&self, operation: &str) -> bool {
        self.counted == Counted::Requests && self.reaches(operation)
    }
}
