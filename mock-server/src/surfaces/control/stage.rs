//! How far the server is on its way from start to end (SB 18).

/// A stage in the life of a server; they come in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// It takes connections.
    Serving,
    /// It was told to end: what runs is answered, each connection ends with its next answer.
    Draining,
    /// It ends: streams say `bye`.
    Closing,
}
