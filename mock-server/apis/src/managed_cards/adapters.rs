//! The member `sandbox` of a body: the adapter of this call and its delay (MC 8.1).

use strum::VariantNames;

use super::fields::Fields;
use crate::programs::managed::adapter::{Adapter, AdapterChoice};

/// Longest delay, in seconds: 30 days.
const LONGEST: i64 = 2_592_000;

/// The adapter that a body names.
pub(super) fn adapter_of(fields: &Fields<'_>) -> AdapterChoice {
    let sandbox = fields.object("sandbox", "sandbox.");
    let adapter = sandbox.word("adapter", Adapter::VARIANTS);
    let delay = sandbox.integer("delay_seconds", 0, LONGEST);
    sandbox.close();
    AdapterChoice { adapter, delay_ms: delay.map(|seconds| seconds * 1000) }
}
