//! Idempotency keys (ER 6).

use crate::rulebook::section::section;

section! {
    /// Idempotency keys.
    Idem = "er.idem" {
        /// Endpoints that need the header. Source: envelope-rest: Idempotency and replay protection.
        required_on: Vec<String> =
            vec!["/cards/create".to_owned(), "/cards/topup".to_owned()];
        /// Longest key. Source: decided.
        max_length: i64 = 255, 1..=4096;
        /// A known key with other fields is refused. Source: decided.
        conflict_on_other_fields: bool = true;
        /// Each endpoint has its own keys. Source: decided.
        scope_has_endpoint: bool = true;
        /// Endpoints on which a known key returns its order. Source: envelope-rest: Idempotency and
        /// replay protection.
        honoured_on: Vec<String> =
            vec!["/cards/create".to_owned(), "/cards/topup".to_owned()];
        /// How long a key is remembered, counted from the order's creation; 0 = for ever. Source:
        /// envelope-rest: Idempotency and replay protection (no limit is named).
        retention_ms: i64 = 0, 0..=2_592_000_000;
    }
}
