//! Misbehaviour of the in-app surface.

mod access;
mod cards;
mod funding;
mod spending;

use super::{Misbehaviour, Wrong};

/// All misbehaviours, by subject.
pub(super) const LISTS: [&[Misbehaviour]; 4] =
    [access::WRONGS, cards::WRONGS, funding::WRONGS, spending::WRONGS];
