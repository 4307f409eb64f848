//! On whose behalf a command runs.

/// The caller of a command, as its program sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caller<T> {
    /// The back office: everything is in reach.
    Ops,
    /// A tenant of the program: its own things are in reach.
    Tenant(T),
    /// A tenant of another program: nothing is in reach.
    Stranger,
}
