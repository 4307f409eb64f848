//! The request timestamp and replay protection (ER 4).

use crate::rulebook::{section::section, value::choice};

choice! {
    /// What can take part in the slot of a request.
    SlotPart {
        /// The API key.
        ApiKey = "api_key",
        /// The path.
        Path = "path",
        /// The timestamp as a number.
        Timestamp = "timestamp",
        /// The timestamp as it was written.
        TimestampText = "timestamp_text",
        /// The timestamp, cut to milliseconds.
        TimestampMs = "timestamp_ms",
        /// The endpoint's fields.
        Fields = "fields",
    }
}

section! {
    /// The request timestamp.
    Stamp = "er.ts" {
        /// Greatest distance from world time, in both directions. Source: envelope-rest: Decrypted
        /// payload.
        window_ms: i64 = 30_000, 0..=86_400_000;
        /// A string of digits is an integer. Source: envelope-rest: Decrypted payload.
        accept_string: bool = true;
    }
}

section! {
    /// Replay protection.
    Replay = "er.replay" {
        /// How long a used slot is remembered. Source: envelope-rest: Idempotency and replay
        /// protection.
        retention_ms: i64 = 30_000, 0..=86_400_000;
        /// What makes two requests the same. Source: envelope-rest: Idempotency and replay
        /// protection.
        key: Vec<SlotPart> = vec![SlotPart::ApiKey, SlotPart::Path, SlotPart::Timestamp];
        /// Only requests that succeed take a slot. Source: decided.
        slot_on_success_only: bool = false;
    }
}
