//! Credentials by their labels.

use super::{bare, unknown};
use crate::{
    control::Problem,
    world::{Credential, World},
};

/// A credential by label (`acme/primary`, or `main` for the first of a project).
pub(in crate::control) fn credential<'w>(
    world: &'w World,
    reference: &str,
) -> Result<&'w Credential, Problem> {
    let label = bare("credential", reference);
    let all = &world.access.credentials;
    all.labelled(label)
        .ok_or_else(|| unknown("credential", label, all.iter().map(|one| one.label.as_str())))
}
