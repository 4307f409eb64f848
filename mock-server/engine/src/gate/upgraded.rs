//! A connection that has left HTTP for another protocol (RFC 9110, 7.8), from the side of the surface
//! that speaks it.

use tokio::sync::watch;

/// Reason why the server ends such a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HangUp {
    /// The server stops.
    Closing,
    /// The client does not read what it is sent.
    TooSlow,
}

/// The notice by which the server tells that it will end a connection. It goes with every request;
/// whoever answers one without an end says goodbye in the words of its protocol.
#[derive(Clone, Debug)]
pub struct HangUpNotice(watch::Receiver<Option<HangUp>>);

impl HangUpNotice {
    /// A notice, and the sender that gives it.
    pub fn new() -> (watch::Sender<Option<HangUp>>, Self) {
        let (sender, receiver) = watch::channel(None);
        (sender, Self(receiver))
    }

    /// Waits until the server ends the connection.
    pub async fn given(&mut self) -> HangUp {
        match self.0.wait_for(Option::is_some).await.map(|reason| *reason) {
            Ok(Some(reason)) => reason,
            Ok(None) | Err(_) => std::future::pending().await,
        }
    }
}
