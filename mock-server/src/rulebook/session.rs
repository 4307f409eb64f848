//! Encryption sessions of PIN and reveal operations (PG 8.1 to 8.4).

use super::{section::section, value::choice};

choice! {
    /// Who may use a session.
    Binding {
        /// Every token of the partner that made it.
        Partner = "partner",
        /// Only the token that made it.
        Token = "token",
        /// Everybody.
        None = "none",
    }
}

choice! {
    /// Where "session expired" is said (AMB-PG-08).
    FailureCarrier {
        /// In the envelope of the operation, HTTP 200.
        Envelope = "envelope",
        /// In a GraphQL error, HTTP 400.
        GraphqlError = "graphql_error",
    }
}

section! {
    /// Encryption sessions.
    Session = "session" {
        /// How long a session can be used, its end included. Source: decided.
        lifetime_ms: i64 = 300_000, 0..=86_400_000;
        /// Bytes of `key`; 16 is AES-128. Source: in-app-cards: PIN encryption.
        key_bytes: i64 = 16, 1..=64;
        /// Bytes of `iv`. Source: decided.
        iv_bytes: i64 = 12, 1..=64;
        /// A session is consumed by the first operation that uses it. Source: partner-card-api:
        /// Sessions are one-shot and partner-scoped.
        one_shot: bool = true;
        /// An operation that fails consumes its session too. Source: decided.
        consume_on_failure: bool = true;
        /// Who may use a session. Source: partner-card-api: Sessions are one-shot and
        /// partner-scoped.
        bound_to: Binding = Binding::Partner;
        /// Where "session expired" is said (AMB-PG-08). Source: partner-card-api: Sessions are
        /// one-shot and partner-scoped.
        failure_carrier: FailureCarrier = FailureCarrier::Envelope;
    }
}
