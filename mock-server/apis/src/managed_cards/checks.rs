//! Checks of the API itself, before the commands.

use crate::command::Check;

/// The fields have their form.
pub(super) const FIELDS: Check =
    Check::new("the fields are complete and have their form", &["MC-ERR-05"]);

/// The name belongs to somebody.
pub(super) const USERNAME: Check =
    Check::new("username is that of a user of this world", &["MC-TOKEN-05"]);
/// The password is right.
pub(super) const PASSWORD: Check = Check::new("password is that of the user", &["MC-TOKEN-05"]);
/// The user may log in.
pub(super) const ACTIVE: Check = Check::new("the user is active", &["MC-TOKEN-05"]);
/// The token is taken.
pub(super) const TOKEN: Check =
    Check::new("the token is one of this world and lives", &["MC-TOKEN-04"]);
/// The token is of the right kind.
pub(super) const REFRESH: Check = Check::new("the token is a refresh token", &["MC-TOKEN-02"]);
/// The token was not spent.
pub(super) const UNSPENT: Check =
    Check::new("the token was not exchanged before", &["MC-TOKEN-09"]);

/// The caller is the staff.
pub(super) const STAFF: Check = Check::new("the caller is the staff", &["MC-HOOK-13"]);
/// The delivery is there.
pub(super) const DELIVERY: Check = Check::new("the delivery exists", &["MC-HOOK-12"]);
/// The delivery can be sent again.
pub(super) const DELIVERABLE: Check =
    Check::new("the delivery has its receiver and its event", &["MC-HOOK-12"]);
