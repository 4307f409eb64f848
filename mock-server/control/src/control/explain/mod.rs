//! Explaining in advance why something would fail (SB 6): an operation of a mocked API, and an
//! application for a card user.

mod card_users;
mod operation;
mod repair;
mod trial;

pub(super) use card_users::{__path_card_user, card_user};
pub(super) use operation::{__path_operation, operation};
