//! Checks that stand between the request and its command, in their order.

use crate::{command::Check, programs::collateral::checks};

/// The document, its variables and their types fit the schema.
pub(crate) const FITS_SCHEMA: Check =
    Check::new("the request fits the schema", &["PG-ERR-09", "AG-GQL-03"]);
/// The session is not one of somebody else.
pub(crate) const OWN_SESSION: Check =
    Check::new("the session is none of somebody else", &["PG-ENC-05", "AG-ENC-04"]);
/// A session comes with a PIN.
pub(super) const SESSION_GIVEN: Check =
    Check::new("sessionId is given with encryptedPin", &["AG-CARD-14"]);
/// The session serves.
pub(super) const SESSION: Check =
    Check::new("the session is open and was not used", &["PG-ENC-04", "AG-ENC-02"]);
/// The PIN can be decrypted.
pub(super) const SEALED: Check =
    Check::new("encryptedPin is encrypted under the session", &["AG-ENC-05"]);
/// The card has a PIN.
pub(super) const HAS_PIN: Check =
    Check::new("the card has a PIN in force", &["PG-PIN-09", "AG-PIN-11"]);
/// The issuer answers.
pub(super) const ISSUER: Check = Check::new("the issuer can be reached", &[]);

/// The check behind all others of a mutation for which the issuer is asked.
pub(crate) const LAST: &[Check] = &[ISSUER];

/// Checks of a PIN that comes with another command.
pub(crate) const SEALED_PIN: &[Check] = &[SESSION_GIVEN, SESSION, SEALED, checks::PIN];

/// Checks before a PIN is set.
pub(crate) const SET_PIN: &[Check] =
    &[checks::OWN_CARD, OWN_SESSION, SESSION, checks::LIVES, SEALED];

/// Checks of reading a PIN.
pub(crate) const READ_PIN: &[Check] =
    &[checks::OWN_CARD, OWN_SESSION, SESSION, checks::LIVES, HAS_PIN, ISSUER];

/// Checks of reading the number of a card.
pub(crate) const REVEAL: &[Check] =
    &[checks::OWN_CARD, OWN_SESSION, SESSION, checks::LIVES, ISSUER];
