//! Surfaces that the format of target files has tables for and that no scenario judges yet. Their
//! tables are not read, except that a secret must not be written into them either.

use toml::{Spanned, Value};

use super::Problems;
use crate::{surfaces::Tables, target::Surface};

/// Members that hold a secret, on any surface.
const SECRETS: [&str; 9] = [
    "api_token",
    "client_secret",
    "api_key",
    "api_secret",
    "password",
    "token",
    "organization_key",
    "token_secret",
    "value",
];

/// The surfaces without a suite that a file describes.
pub(super) fn described(tables: &Tables, problems: &mut Problems<'_>) -> Vec<Surface> {
    let described = tables.without_suite();
    for (surface, table) in &described {
        name_secrets(&format!("surfaces.{surface}"), table.get_ref(), table, problems);
    }
    described.into_iter().map(|(surface, _)| surface).collect()
}

/// Notes every secret that is written instead of named, at any depth.
fn name_secrets(
    place: &str,
    table: &toml::Table,
    whole: &Spanned<toml::Table>,
    problems: &mut Problems<'_>,
) {
    for (key, value) in table {
        let place = format!("{place}.{key}");
        match value {
            Value::String(_) if SECRETS.contains(&key.as_str()) => problems.at(
                whole.span().start,
                format!("{place}: a secret is named, not written"),
                "write { env = \"NAME\" } or { file = \"PATH\" }",
            ),
            Value::Table(table) => name_secrets(&place, table, whole, problems),
            _ => {}
        }
    }
}
