//! Checks that several commands make. A check that one command makes alone stands beside it.

use crate::command::Check;

/// The caller has a project.
pub const PROJECT: Check = Check::new("the caller is a project", &["ER-KEY-01"]);
/// The user is in the caller's reach.
pub const USER: Check = Check::new("external_user_id is a user of the project", &["ER-ERR-10"]);
/// The card is in the caller's reach, and of the user who is named.
pub const CARD: Check = Check::new("the card is one of the project and the user", &["ER-CARD-03"]);
/// The user has a cardholder.
pub const HOLDER: Check = Check::new("the user has a cardholder", &["ER-ISSUE-07"]);
/// The key was not used with other fields.
pub const KEY: Check =
    Check::new("the idempotency key was not used with other fields", &["ER-IDEM-05"]);
/// The project can pay.
pub const FUNDS: Check =
    Check::new("the master balance covers the amount and the fees", &["ER-TOPUP-10"]);
