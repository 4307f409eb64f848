//! Encryption sessions of PIN and reveal operations (PG 8.1 to 8.4).

use super::{section::section, value::choice};

choice! {
    /// Tokens that may use an encryption session.
    Binding {
        /// Every token of the partner that made it.
        Partner = "partner",
        /// Only the token that made it.
        Token = "token",
        /// Every token of every partner.
        None = "none",
    }
}

choice! {
    /// Place in the answer where "session expired" is said (AMB-PG-08).
    FailureCarrier {
        /// In the result object of the operation, HTTP 200.
        Envelope = "envelope",
        /// In a GraphQL error, HTTP 400.
        GraphqlError = "graphql_error",
    }
}

section! {
    /// Rules for encryption sessions.
    Session = "session" {
        /// Time for which a session can be used, in milliseconds, its last millisecond included.
        /// Source: decided.
        lifetime_ms: i64 = 300_000, 0..=86_400_000;
        /// Length of `key`, in bytes; 16 is AES-128. Source: in-app-cards: PIN encryption.
        key_bytes: i64 = 16, 1..=64;
        /// Length of `iv`, in bytes. Source: decided.
        iv_bytes: i64 = 12, 1..=64;
        /// A session is consumed by the first operation that uses it. Source: partner-card-api:
        /// Sessions are one-shot and partner-scoped.
        one_shot: bool = true;
        /// An operation that fails consumes its session too. Source: decided.
        consume_on_failure: bool = true;
        /// Tokens that may use a session. Source: partner-card-api: Sessions are one-shot and
        /// partner-scoped.
        bound_to: Binding = Binding::Partner;
        /// A session serves only the in-app user that made it. Source: decided.
        user_bound: bool = true;
        /// Place in the answer where "session expired" is said (AMB-PG-08). Source:
        /// partner-card-api: Sessions are one-shot and partner-scoped.
        failure_carrier: FailureCarrier = FailureCarrier::Envelope;
    }
}
