//! User tokens (AG 2).

use crate::rulebook::section::section;

section! {
    /// Rules for user tokens.
    InAppAuth = "ag.auth" {
        /// Requests need a user token; otherwise the first user of the world acts. Source: public:
        /// Authentication.
        require_token: bool = true;
        /// The signature of a token is checked. Source: public: Authentication.
        verify_signature: bool = true;
        /// Unsigned tokens, with the algorithm `none`, are accepted too. Source: decided.
        accept_alg_none: bool = false;
        /// `exp` is checked. Source: public: Authentication.
        check_exp: bool = true;
        /// Tolerance for `exp` and `nbf`, in milliseconds. Source: decided.
        leeway_ms: i64 = 0, 0..=86_400_000;
    }
}
