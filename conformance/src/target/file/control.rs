//! `[surfaces.SB]`: where the control plane of a sandbox is, and its token.

use serde::Deserialize;
use toml::Spanned;

use super::secret::Secret;

/// The table.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ControlPlane {
    pub(super) url: Spanned<String>,
    #[serde(default)]
    pub(super) credentials: ControlCredentials,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ControlCredentials {
    pub(super) primary: Option<ControlToken>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ControlToken {
    pub(super) token: Spanned<Secret>,
}
