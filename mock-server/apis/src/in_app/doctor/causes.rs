//! The mistakes that this surface's doctor knows, and what to do about them.

use crate::log::Cause;

const fn cause(name: &'static str, fix: &'static str) -> Cause {
    Cause { name, fix, duty: None }
}

const HEADER: &str = "Send the token as it is: \"Authorization: Bearer <token>\".";
const ALGORITHM: &str = "Sign with HS256 (HMAC-SHA256) under the token_secret of the world.";

/// All of them.
pub(in super::super) static CAUSES: [Cause; 15] = [
    cause("jwt-missing", HEADER),
    cause("jwt-no-bearer", HEADER),
    cause("jwt-quoted", HEADER),
    cause("jwt-malformed", "Send three parts of base64url without padding, with two dots."),
    cause("jwt-alg-none", ALGORITHM),
    cause("jwt-alg-other", ALGORITHM),
    cause("jwt-wrong-secret", ALGORITHM),
    cause("jwt-secret-of", "Take the token_secret of the world that the token names."),
    cause("jwt-expired", "Get a new token, from the world's credentials or op mint-jwt."),
    cause("jwt-not-yet", "Use the token when its time has come, or move the world's clock."),
    cause("jwt-no-world", "Put the id of the world into the claim world."),
    cause("jwt-of-gone-world", "Make the world again, or use one that lives."),
    cause("jwt-refresh-as-access", "Send the access token, not the refresh token."),
    cause("jwt-unknown-user", "Put the user id of a user of this world into the claim sub."),
    cause("jwt-user-disabled", "Enable the user, or act as another one."),
];
