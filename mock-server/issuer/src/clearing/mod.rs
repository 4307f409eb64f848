//! Card spending: the machine that every card program shares.
//!
//! A terminal asks for an amount and gets a hold or a decline ([`Authorize`]); the merchant asks
//! for more ([`Increment`]), settles ([`Clear`]), gives back what was held ([`Release`]) or what
//! was settled ([`Refund`]). Amounts and states are those of [`Spending`]; rows, money and rules of
//! declining are a program's own, behind its [`Book`]. Every amount is checked against the room
//! that the book has before anything is applied.

mod authorize;
mod book;
mod clear;
mod decline;
mod decline_authorized;
mod increment;
mod merchant;
mod refund;
mod release;
mod spending;
mod status;

pub use authorize::{Authorize, Authorized};
pub use book::{Book, Movement, SpendRequest, Step};
pub use clear::Clear;
pub use decline::{Decline, Presented};
pub use decline_authorized::DeclineAuthorized;
pub use increment::Increment;
pub use merchant::Merchant;
pub use refund::Refund;
pub use release::Release;
pub use spending::Spending;
pub use status::{TransactionStatus, WrongState};
