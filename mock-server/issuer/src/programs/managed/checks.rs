//! Checks that several commands make. A check that one command makes alone stands beside it.

use crate::command::Check;

/// The thing is in the caller's reach.
pub const FOUND: Check =
    Check::new("what is named exists and belongs to the caller", &["MC-CARD-08"]);
/// The status of the card allows the action.
pub const STATUS: Check = Check::new("the status of the card allows it", &["MC-LIFE-07"]);
/// The amount can be one.
pub const AMOUNT: Check = Check::new("the amount is above zero", &["MC-FUND-06"]);
/// The currency is the right one.
pub const CURRENCY: Check = Check::new("the currency is that of the card", &[]);
/// The hold is open.
pub const OPEN: Check = Check::new("the authorization is open", &["MC-SETTLE-07"]);
/// The card has the amount.
pub const CARD_FUNDS: Check = Check::new("the card has the amount", &["MC-WITHDRAW-02"]);
/// The issuing partner does its part.
pub const PARTNER: Check = Check::new("the issuing partner processes it", &["MC-FUND-08"]);
/// The ledger has room for it.
pub const LEDGER: Check = Check::new("the ledger has room for the amount", &[]);
