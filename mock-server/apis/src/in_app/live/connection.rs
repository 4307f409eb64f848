//! One connection while it is served: its world, its caller and its frames.

use super::{
    close::Close,
    connect::Caller,
    message::Message,
    wire::{Step, Wire},
};
use crate::{gate::HangUp, worlds::Worlds};

/// One connection.
pub(super) struct Connection {
    pub(super) worlds: Worlds,
    pub(super) caller: Caller,
    pub(super) wire: Wire,
}

/// The end of a connection.
pub(super) enum End {
    /// The server closes it.
    Close(Close),
    /// The client has closed it, or gone.
    Gone,
    /// A fault cuts it, without a word.
    Cut,
}

/// The message of a step; none when there is only room again.
pub(super) fn read(step: Step) -> Result<Option<Message>, End> {
    match step {
        Step::Room => Ok(None),
        Step::Gone => Err(End::Gone),
        Step::TooLarge => Err(End::Close(Close::TOO_LARGE)),
        Step::NotText => Err(End::Close(Close::INVALID)),
        Step::Text(text) => match Message::read(&text) {
            Some(message) => Ok(Some(message)),
            None => Err(End::Close(Close::INVALID)),
        },
    }
}

impl From<HangUp> for Close {
    fn from(reason: HangUp) -> Self {
        match reason {
            HangUp::Closing => Self::GOING_AWAY,
            HangUp::TooSlow => Self::TOO_SLOW,
        }
    }
}
