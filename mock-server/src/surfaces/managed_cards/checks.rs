//! Checks of the API itself, before the commands.

use crate::command::Check;

/// The fields have their form.
pub(super) const FIELDS: Check =
    Check::new("the fields are complete and have their form", &["MC-ERR-05"]);
