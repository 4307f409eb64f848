//! Checks of the API itself, before and around the commands.

use crate::command::Check;

/// A key is there where one is needed.
pub(super) const KEY_GIVEN: Check =
    Check::new("an Idempotency-Key is given where one is needed", &["ER-IDEM-01"]);
/// The fields have their form.
pub(super) const FIELDS: Check =
    Check::new("the fields are complete and have their form", &["ER-ERR-07"]);
/// The provider answers.
pub(super) const PROVIDER: Check = Check::new("the provider can be reached", &["ER-ERR-19"]);
/// There is such a subscription.
pub(super) const SUBSCRIPTION: Check = Check::new("the subscription exists", &[]);
