//! Misbehaviour of the in-app surface.

mod access;
mod cards;
mod funding;
mod sockets;
mod spending;
mod streams;

use super::{Misbehaviour, Wrong};

/// The misbehaviours that are found at level `public`, by subject.
pub(super) const LISTS: [&[Misbehaviour]; 5] =
    [access::WRONGS, cards::WRONGS, funding::WRONGS, sockets::PUBLIC, spending::WRONGS];

/// Those that are found at level `decided`.
pub(super) const DECIDED: [&[Misbehaviour]; 2] = [sockets::DECIDED, streams::WRONGS];
