//! Checks that several commands make. A check that one command makes alone stands beside it.

use crate::command::Check;

/// The card is in the caller's reach.
pub const OWN_CARD: Check =
    Check::new("the card belongs to the caller", &["PG-SCOPE-03", "AG-AUTH-06"]);
/// The application is in the caller's reach.
pub const OWN_APPLICATION: Check =
    Check::new("cardApplicationId belongs to the caller", &["PG-SCOPE-06", "AG-AUTH-08"]);
/// The person is in the caller's reach.
pub const OWN_USER: Check = Check::new("cardUserId belongs to the caller", &["PG-SCOPE-05"]);
/// The transaction is in the caller's reach.
pub const OWN_TRANSACTION: Check =
    Check::new("the transaction belongs to the caller", &["AG-DISPUTE-02"]);
/// The wallet is in the caller's reach.
pub const OWN_WALLET: Check = Check::new("the wallet belongs to the caller", &["AG-AUTH-09"]);
/// The quote was given to the caller.
pub const OWN_QUOTE: Check = Check::new("the quote belongs to the caller", &["AG-AUTH-09"]);
/// The caller is the person for whom the command is.
pub const IS_PERSON: Check = Check::new("the caller is a person of the app", &["AG-AUTH-01"]);
/// The card is not canceled.
pub const LIVES: Check = Check::new("the card is not canceled", &["PG-LIFE-05", "AG-LIFE-10"]);
/// The terms of service were accepted.
pub const TERMS: Check =
    Check::new("the terms of service are accepted", &["PG-APPL-08", "AG-APPL-05"]);
/// No application counts yet.
pub const NO_APPLICATION: Check =
    Check::new("the person has no application that is not canceled", &["PG-APPL-10", "AG-APPL-08"]);
/// The occupation is of the list.
pub const OCCUPATION: Check =
    Check::new("the occupation is one of SOC 2018", &["PG-APPL-07", "AG-APPL-07"]);
/// The wallet address is one.
pub const WALLET_ADDRESS: Check = Check::new("walletAddress is an address of a wallet", &[]);
/// The other answers have a fitting length.
pub const ANSWERS: Check =
    Check::new("salary, purpose and volume have 1 to 50 characters each", &[]);
/// The issuer would miss nothing.
pub const KYC_DATA: Check =
    Check::new("the KYC rows have every field that the issuer asks for", &["PG-KYC-02"]);
/// The nickname can be one.
pub const NICKNAME: Check =
    Check::new("the nickname has the allowed length and characters", &["PG-NICK-02", "AG-NICK-02"]);
/// The limit can be one.
pub const LIMIT: Check =
    Check::new("the limit is positive and has a known frequency", &["PG-LIMIT-02", "AG-LIMIT-10"]);
/// A physical card is shipped somewhere.
pub const SHIPPING: Check =
    Check::new("physical card has a shipping address", &["PG-CARD-04", "AG-CARD-04"]);
/// The PIN keeps its rules.
pub const PIN: Check =
    Check::new("the PIN keeps the rules of length and pattern", &["PG-PIN-02", "AG-PIN-05"]);

/// The checks of a command that ends with that of the PIN, without it: surfaces decrypt the PIN
/// before it can be checked.
pub const fn before_pin(checks: &'static [Check]) -> &'static [Check] {
    match checks.split_last() {
        Some((_, before)) => before,
        None => &[],
    }
}

/// The address can be one.
pub const ADDRESS: Check = Check::new("the address has every line that it needs", &["PG-PROF-01"]);
