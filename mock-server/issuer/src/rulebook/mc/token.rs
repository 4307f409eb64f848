//! Tokens of users (MC 5).

use crate::rulebook::section::section;

section! {
    /// Rules for tokens.
    Token = "mc.token" {
        /// Life of an access token, in milliseconds. Source: decided.
        access_ttl_ms: i64 = 300_000, 1000..=31_536_000_000;
        /// Life of a refresh token, in milliseconds. Source: decided.
        refresh_ttl_ms: i64 = 86_400_000, 1000..=31_536_000_000;
        /// Access tokens have an id of their own, `jti`. Source: decided.
        claim_jti: bool = true;
        /// A refresh gives a new refresh token too (AMB-MC-01). Source: public page Authentication:
        /// token refresh.
        rotates_refresh: bool = true;
        /// A refresh token that was exchanged is not taken again. Source: decided.
        blacklist_after_rotation: bool = true;
    }
}
