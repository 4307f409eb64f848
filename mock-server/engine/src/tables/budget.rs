//! Price of answering a request: known before each step, and refused when it is too high.

use std::sync::atomic::{AtomicUsize, Ordering};

/// Steps that one request may still take, over all its fields. A cell that is read or compared
/// costs one step; rows that are reached through relations cost more, because lists nested in lists
/// multiply.
pub struct Budget {
    steps: AtomicUsize,
    bytes: AtomicUsize,
}

/// The steps of one request: every cell of some 100,000 rows.
pub(super) const STEPS: usize = 3_000_000;

/// The bytes of the rows that one request is answered.
pub(super) const BYTES: usize = 32 << 20;

/// Price of a row that is reached through a relation, in steps, besides its cells.
pub(super) const NESTED_ROW: usize = 50;

/// Price of a related row that a filter looks at, in steps, besides its comparisons.
pub(super) const RELATED_ROW: usize = 5;

impl Default for Budget {
    fn default() -> Self {
        Self { steps: AtomicUsize::new(STEPS), bytes: AtomicUsize::new(BYTES) }
    }
}

impl Budget {
    /// Spends some steps; `false` when there are not enough, and from then on.
    pub(super) fn spend(&self, steps: usize) -> bool {
        taken(&self.steps, steps)
    }

    /// Whether so many bytes, which a field has written so far, are not too many.
    pub(super) fn has_room(&self, bytes: usize) -> bool {
        bytes <= self.bytes.load(Ordering::Relaxed)
    }

    /// Spends the bytes that a field has written.
    pub(super) fn written(&self, bytes: usize) {
        taken(&self.bytes, bytes);
    }

    /// Whether a cost is more than there is left.
    pub(super) fn is_below(&self, steps: usize) -> bool {
        self.steps.load(Ordering::Relaxed) <= steps
    }

    /// Whether there were not enough steps.
    pub(super) fn is_spent(&self) -> bool {
        self.steps.load(Ordering::Relaxed) == 0
    }
}

fn taken(from: &AtomicUsize, cost: usize) -> bool {
    let left = from.load(Ordering::Relaxed);
    from.store(left.saturating_sub(cost), Ordering::Relaxed);
    left > cost
}
