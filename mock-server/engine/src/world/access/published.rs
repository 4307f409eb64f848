//! The credentials of the default world, so that they can stand in a README: one a line of
//! `fixtures/lists/published_credentials.tsv`, as surface, label, token and secret.

use crate::{crypto::Secret, fixtures, surface::Surface};

/// The token and the secret that are published for a label of a surface.
pub(super) fn values(surface: Surface, label: &str) -> Option<(String, Secret)> {
    let text = fixtures::text("lists/published_credentials.tsv");
    text.lines().find_map(|line| {
        let mut parts = line.split('\t');
        let ours = parts.next() == Some(surface.code()) && parts.next() == Some(label);
        let (token, secret) = (parts.next().filter(|_| ours)?, parts.next()?);
        Some((token.to_owned(), Secret::new(secret)))
    })
}
