//! Origins of references.

/// The thing that a reference stands for, and the place that tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// A value that an answer told.
    Answer {
        /// Number of the request.
        n: u64,
        /// Place in the body of its answer.
        pointer: String,
    },
    /// An id of something that the fixture has.
    Fixture {
        /// Type of the entity.
        kind: &'static str,
        /// Its label.
        label: String,
        /// Member with the id.
        member: String,
        /// Place of the id in the view of the entity.
        pointer: String,
    },
    /// The password of a user.
    Password {
        /// Label of the user.
        label: String,
    },
    /// The name under which a user logs in.
    Username {
        /// Label of the user.
        label: String,
    },
    /// A PIN, encrypted under a session.
    Pin {
        /// The PIN: a sample.
        pin: String,
        /// Reference of the session's key.
        key: usize,
        /// Reference of the session's iv.
        iv: usize,
    },
}
