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

/// Millionths of a dollar of amounts that may be as large as [`MOST`], for which 64 bits are too
/// few.
pub type WideMicros = i128;

/// One cent, in millionths of a dollar.
pub const WIDE_CENT: WideMicros = CENT as WideMicros;

/// An amount as whole cents, rounded down and at most [`MOST`], and the millionths that are left.
pub fn cents(amount: WideMicros) -> (Cents, Micros) {
    let whole = Cents::try_from(amount.div_euclid(WIDE_CENT)).unwrap_or(MOST);
    (whole, Micros::try_from(amount.rem_euclid(WIDE_CENT)).unwrap_or_default())
}
