//! Stages of the server on its way from start to end (SB 18).

/// A stage in the life of a server; they come in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// The server takes connections.
    Serving,
    /// The server was told to end: requests that run are answered, each connection ends with its
    /// next answer.
    Draining,
    /// The server ends: streams say `bye`.
    Closing,
}
