//! Users' tokens in the header `Authorization`, as the in-app API and that of managed cards have
//! them: where a token stands, which world it names, and the mistake of a client whose token was not
//! taken. Which tokens are taken says each surface for itself.

mod doctor;

use axum::http::HeaderMap;

use crate::{crypto::jwt::Token, gate::single, surface::Surface};

/// Header of the token.
pub(super) const AUTHORIZATION: &str = "authorization";

/// The tokens of one surface: the claims that they have, and the name of their key.
pub(super) struct TokenFamily {
    /// The surface.
    pub(super) surface: Surface,
    /// Claim that names the user.
    pub(super) user: &'static str,
    /// Claim that tells access tokens from refresh tokens, of which the word is `refresh`.
    pub(super) kind: &'static str,
    /// Name of the key in diagnoses.
    pub(super) key: &'static str,
}

/// The text of the header, where it stands once.
pub(super) fn header(headers: &HeaderMap) -> Option<&str> {
    single(headers, AUTHORIZATION)?.to_str().ok()
}

/// The token of a header as far as one is in it, whatever stands around it: for routing and for the
/// doctor.
pub(super) fn bare(header: &str) -> &str {
    let last = header.trim().rsplit(' ').next().unwrap_or_default();
    last.trim_matches(['"', '\'', '<', '>', ',', ';'])
}

/// The world that the token of a header names, before anything of it is verified (SB 3.3).
pub(super) fn named_world(header: &str) -> Option<String> {
    Token::read(bare(header))?.text("world").map(ToOwned::to_owned)
}
