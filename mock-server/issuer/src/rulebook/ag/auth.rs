//! User tokens (AG 2).

use crate::rulebook::{section::section, value::choice};

choice! {
    /// The credential that a request must carry (AMB-AG-02).
    InAppCredential {
        /// A user token.
        Bearer = "bearer",
        /// A user token, and the key of the organization in `X-API-Key`.
        BearerAndApiKey = "bearer_and_api_key",
    }
}

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
        /// A request without a token that a partner has signed acts as the first user of the world.
        /// Source: in-app-funding: "partner tokens can't use" the operations.
        accept_partner_credentials: bool = false;
        /// The credential that a request must carry (AMB-AG-02). Source: decided.
        credential: InAppCredential = InAppCredential::Bearer;
        /// Tolerance for `exp` and `nbf`, in milliseconds. Source: decided.
        leeway_ms: i64 = 0, 0..=86_400_000;
    }
}
