//! Card spending, as all programs have it: what a terminal asks, why it is declined, and where a
//! transaction stands.

mod decline;
mod merchant;
mod status;

pub use decline::{Decline, Presented};
pub use merchant::Merchant;
pub use status::{TransactionStatus, WrongState};
