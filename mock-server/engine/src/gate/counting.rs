//! Counting of requests (SB 16).

use std::{collections::HashSet, sync::OnceLock, time::Duration};

use strum::EnumCount;

use super::Door;
use crate::{
    log::{self, LogRenderer},
    metrics::{CauseLabels, Metrics, RequestLabels},
    surface::Surface,
};

/// The operations of each surface, in the order of the surfaces.
static KNOWN: [OnceLock<HashSet<&'static str>>; Surface::COUNT] =
    [const { OnceLock::new() }; Surface::COUNT];

/// The operation of a surface as a label; `other` for one that the surface does not have.
fn label(surface: Surface, renderer: &'static dyn LogRenderer, operation: &str) -> &'static str {
    let known = KNOWN[surface as usize].get_or_init(|| renderer.operations().into_iter().collect());
    known.get(operation).copied().unwrap_or("other")
}

/// Counts a request by its log entry.
pub(super) fn count<D: Door>(metrics: &Metrics, entry: &log::Entry) {
    let surface = D::SURFACE.code();
    let operation = match entry.done.as_slice() {
        [(one, _)] => label(D::SURFACE, D::LOG_RENDERER, one),
        [] => "other",
        _ => "several",
    };
    let status = entry.status().unwrap_or(0);
    let took = Duration::from_micros(entry.took_us);
    metrics.request(&RequestLabels { surface, operation, status }, took);
    let refused = match log::Outcome::of(entry) {
        log::Outcome::Refused | log::Outcome::Invalid => entry.done.first(),
        log::Outcome::Ok
        | log::Outcome::BusinessFailure
        | log::Outcome::Error
        | log::Outcome::Fault => None,
    };
    if let Some((_, reason)) = refused {
        metrics.refusals.get_or_create(&CauseLabels { surface, cause: reason.word() }).inc();
    }
}
