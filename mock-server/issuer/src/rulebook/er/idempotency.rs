//! Idempotency keys (ER 6).

use crate::rulebook::section::section;

section! {
    /// Rules for idempotency keys.
    Idem = "er.idem" {
        /// Endpoints that need the `Idempotency-Key` header. Source: envelope-rest: Idempotency and
        /// replay protection.
        required_on: Vec<String> =
            vec!["/cards/create".to_owned(), "/cards/topup".to_owned()];
        /// Longest key, in bytes. Source: decided.
        max_length: i64 = 255, 1..=4096;
        /// A known key with other fields in the request is refused. Source: decided.
        conflict_on_other_fields: bool = true;
        /// Each endpoint has its own keys. Source: decided.
        scope_has_endpoint: bool = true;
        /// Endpoints on which a known key returns its order. Source: envelope-rest: Idempotency and
        /// replay protection.
        honoured_on: Vec<String> =
            vec!["/cards/create".to_owned(), "/cards/topup".to_owned()];
        /// Time for which a key is remembered, counted from the order's creation, in milliseconds;
        /// 0 means for ever. Source: envelope-rest: Idempotency and replay protection (no limit is
        /// named).
        retention_ms: i64 = 0, 0..=2_592_000_000;
    }
}
