//! Idempotency keys (ER 6).

use crate::rulebook::{section::section, value::choice};

choice! {
    /// In which state a retry shows the order.
    ReturnState {
        /// As it is now.
        Present = "present",
        /// As the first answer showed it.
        First = "first",
    }
}

choice! {
    /// What a retry gets when the original order has failed.
    FailedOrder {
        /// That order.
        Original = "original",
        /// Another try.
        NewOrder = "new_order",
    }
}

section! {
    /// Idempotency keys.
    Idem = "er.idem" {
        /// `/cards/create` needs the header. Source: envelope-rest: Idempotency and replay
        /// protection.
        required_on_create: bool = true;
        /// `/cards/topup` needs the header. Source: envelope-rest: Idempotency and replay
        /// protection.
        required_on_topup: bool = true;
        /// Further endpoints that need the header. Source: envelope-rest: Required headers.
        also_required_on: Vec<String> = Vec::new();
        /// Longest key. Source: decided.
        max_length: i64 = 255, 1..=4096;
        /// A retry returns the original order but charges once more. Source: envelope-rest:
        /// Idempotency and replay protection.
        charge_again: bool = false;
        /// A known key with other fields is refused. Source: decided.
        conflict_on_other_fields: bool = true;
        /// Each endpoint has its own keys. Source: decided.
        scope_has_endpoint: bool = true;
        /// How long a key is remembered, counted from the order's creation. Source: decided.
        retention_ms: i64 = 86_400_000, 0..=2_592_000_000;
        /// State in which a retry shows the order. Source: decided.
        return_state: ReturnState = ReturnState::Present;
        /// What a retry gets when the original order has failed. Source: decided.
        failed_order: FailedOrder = FailedOrder::Original;
    }
}
