//! The request timestamp and replay protection (ER 4).

use crate::rulebook::{section::section, value::choice};

choice! {
    /// What a negative or enormous integer fails as.
    OddIntegers {
        /// An integer outside the window.
        Window = "timestamp_window",
        /// No integer.
        Format = "timestamp_format",
    }
}

choice! {
    /// The unit to which a timestamp is cut in its slot.
    Resolution {
        /// Not at all.
        Us = "us",
        /// Milliseconds.
        Ms = "ms",
        /// Seconds.
        S = "s",
    }
}

section! {
    /// The request timestamp.
    Stamp = "er.ts" {
        /// Greatest distance from world time, in both directions. Source: envelope-rest: Decrypted
        /// payload.
        window_ms: i64 = 30_000, 0..=86_400_000;
        /// A distance of exactly the window is inside. Source: decided.
        edge_inclusive: bool = true;
        /// A string of digits is an integer. Source: envelope-rest: Decrypted payload.
        accept_string: bool = true;
        /// Numbers with a fraction are cut to integers. Source: envelope-rest: Unencrypted auth and
        /// encryption errors.
        accept_fraction: bool = false;
        /// Seconds and milliseconds are recognised and converted. Source: envelope-rest: Decrypted
        /// payload.
        guess_unit: bool = false;
        /// Failure for negative integers and integers above 2^63. Source: decided.
        odd_integers_as: OddIntegers = OddIntegers::Window;
        /// `request_timestamp` is also found inside `data`. Source: envelope-rest: Decrypted
        /// payload.
        look_in_data: bool = false;
    }
}

section! {
    /// Replay protection.
    Replay = "er.replay" {
        /// How long a used slot is remembered. Source: envelope-rest: Idempotency and replay
        /// protection.
        retention_ms: i64 = 30_000, 0..=86_400_000;
        /// The endpoint fields take part in the slot. Source: envelope-rest: Idempotency and replay
        /// protection.
        key_has_fields: bool = false;
        /// The written form of the timestamp takes part in the slot. Source: decided.
        key_is_raw_text: bool = false;
        /// The path takes part in the slot. Source: envelope-rest: Idempotency and replay
        /// protection.
        key_has_url: bool = true;
        /// The API key takes part in the slot. Source: envelope-rest: Idempotency and replay
        /// protection.
        key_has_api_key: bool = true;
        /// Unit to which the timestamp is cut in the slot. Source: envelope-rest: Decrypted
        /// payload.
        resolution: Resolution = Resolution::Us;
        /// Endpoints without replay protection. Source: envelope-rest: Idempotency and replay
        /// protection.
        exempt_paths: Vec<String> = Vec::new();
        /// Only requests that succeed take a slot. Source: decided.
        slot_on_success_only: bool = false;
        /// A request with a known Idempotency-Key may reuse its timestamp. Source: envelope-rest:
        /// Idempotency and replay protection.
        idempotent_exempt: bool = false;
    }
}
