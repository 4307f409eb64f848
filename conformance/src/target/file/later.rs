//! Surfaces that the format knows and that have no suite yet: their tables are checked for what can
//! be checked, so that a file stays good when the suite comes.

use toml::{Spanned, Value};

use super::{Problems, Surfaces};
use crate::target::Surface;

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

/// Looks at every surface without a suite; answers those that the file describes.
pub(super) fn check(surfaces: &Surfaces, problems: &mut Problems<'_>) -> Vec<Surface> {
    let in_app = &["url", "ws_url", "headers", "credentials", "pin_codec"][..];
    let managed = &["url", "headers", "credentials", "dialect"][..];
    let tables =
        [(Surface::AG, &surfaces.in_app, in_app), (Surface::MC, &surfaces.managed, managed)];
    let mut described = Vec::new();
    for (surface, table, known) in tables {
        if let Some(table) = table {
            check_one(surface.code(), table, known, problems);
            described.push(surface);
        }
    }
    described
}

/// Notes unknown keys and written secrets.
fn check_one(
    code: &str,
    table: &Spanned<toml::Table>,
    known: &[&str],
    problems: &mut Problems<'_>,
) {
    let offset = table.span().start;
    for (key, value) in table.get_ref() {
        let place = format!("surfaces.{code}.{key}");
        if !known.contains(&key.as_str()) {
            let nearest = known.iter().min_by_key(|one| strsim::damerau_levenshtein(key, one));
            problems.at(
                offset,
                format!("unknown key {place}"),
                nearest.map(|one| format!("did you mean {one}?")).unwrap_or_default(),
            );
        }
        if matches!(key.as_str(), "credentials" | "dialect") {
            secrets(&place, value, offset, problems);
        }
    }
    if !table.get_ref().contains_key("url") {
        problems.at(
            offset,
            format!("surfaces.{code}.url is missing"),
            "write where the surface is".to_owned(),
        );
    }
}

fn secrets(place: &str, value: &Value, offset: usize, problems: &mut Problems<'_>) {
    let Value::Table(table) = value else { return };
    for (key, value) in table {
        let place = format!("{place}.{key}");
        if SECRETS.contains(&key.as_str()) && value.is_str() {
            problems.at(
                offset,
                format!("{place}: a secret is named, not written"),
                "write { env = \"NAME\" } or { file = \"PATH\" }",
            );
        }
        secrets(&place, value, offset, problems);
    }
}
