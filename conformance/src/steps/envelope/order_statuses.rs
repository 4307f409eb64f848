//! Statuses of orders and of the issues of cards.

/// States of an order.
pub(super) const STATUSES: [&str; 5] = ["new", "activating", "processing", "completed", "failed"];

/// States of a card issue.
pub(super) const ISSUE_STATUSES: [&str; 10] = [
    "card_create_pending",
    "card_create_error",
    "card_create_done",
    "initial_topup_skipped",
    "initial_topup_pending",
    "initial_topup_error",
    "initial_topup_in_progress",
    "initial_topup_done",
    "initial_topup_verify_error",
    "completed",
];
