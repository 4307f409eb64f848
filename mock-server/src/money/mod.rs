//! Amounts of US dollars and of tokens, and the status of transfers that bring them.

pub mod decimal;
mod range;
mod transfer;
mod units;

pub use range::AmountOutOfRange;
pub use transfer::{Confirmation, DepositStatus};
pub use units::{NotUnits, Units};

/// US cents. All money of the card programs is in integer cents.
pub type Cents = i64;

/// Largest amount, and largest balance on either side of zero, in its unit: 2^53 - 1, the last
/// integer that every JSON reader takes exactly. Sums of a few such numbers stay far from the
/// limits of 64 bits.
pub const MOST: Cents = (1 << 53) - 1;

/// Millionths of a US dollar. Deposits use them because they may have parts of a cent.
pub type Micros = i64;

/// One cent, in millionths of a dollar.
pub const CENT: Micros = 10_000;
