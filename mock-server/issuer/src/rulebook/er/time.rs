//! The request timestamp and replay protection (ER 4).

use crate::rulebook::{section::section, value::choice};

choice! {
    /// A part of a request that can identify it for replay protection.
    SlotPart {
        /// API key.
        ApiKey = "api_key",
        /// Path.
        Path = "path",
        /// Timestamp as a number.
        Timestamp = "timestamp",
        /// Timestamp as it was written.
        TimestampText = "timestamp_text",
        /// Timestamp, cut to milliseconds.
        TimestampMs = "timestamp_ms",
        /// Fields of the endpoint.
        Fields = "fields",
    }
}

section! {
    /// Rules for the request timestamp.
    Stamp = "er.ts" {
        /// Greatest distance of the timestamp from world time, in milliseconds, before or after it.
        /// Source: envelope-rest: Decrypted payload.
        window_ms: i64 = 30_000, 0..=86_400_000;
        /// A timestamp that is a string of digits counts as an integer. Source: envelope-rest:
        /// Decrypted payload.
        accept_string: bool = true;
    }
}

section! {
    /// Rules for replay protection.
    Replay = "er.replay" {
        /// Time for which a used request is remembered, in milliseconds. Source: envelope-rest:
        /// Idempotency and replay protection.
        retention_ms: i64 = 30_000, 0..=86_400_000;
        /// Parts that identify a request. Source: envelope-rest: Idempotency and replay protection.
        key: Vec<SlotPart> = vec![SlotPart::ApiKey, SlotPart::Path, SlotPart::Timestamp];
        /// Only requests that succeed are remembered. Source: decided.
        slot_on_success_only: bool = false;
    }
}
