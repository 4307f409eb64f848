//! Amounts of US dollars and the transfers that bring them.

mod range;
mod transfer;

pub use range::AmountOutOfRange;
pub use transfer::{Confirmation, DepositStatus};

/// US cents. All money of the card programs is in integer cents.
pub type Cents = i64;

/// The largest amount, and the largest figure of an account on either side of zero: the last integer
/// that every JSON reader takes exactly (2^53 - 1). Sums of a few figures stay far from 64 bits.
pub const MOST: Cents = (1 << 53) - 1;

/// Millionths of a dollar: deposits may have parts of a cent.
pub type Micros = i64;

/// One cent.
pub const CENT: Micros = 10_000;
