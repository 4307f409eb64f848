//! Labels of the counters. Each is a word of ours.

use prometheus_client::encoding::EncodeLabelSet;

/// Version of the program.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(super) struct BuildLabels {
    version: &'static str,
}

impl BuildLabels {
    pub(super) fn of_this() -> Self {
        Self { version: env!("CARGO_PKG_VERSION") }
    }
}

/// A surface.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct SurfaceLabels {
    /// Code of the surface.
    pub surface: &'static str,
}

/// An answered request.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct RequestLabels {
    /// Code of the surface.
    pub surface: &'static str,
    /// Name of the operation; `several` for a document with several operations, `other` for
    /// none or one that is not known.
    pub operation: &'static str,
    /// HTTP status; 0 where a fault lost the answer.
    pub status: u16,
}

/// A refused request.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct CauseLabels {
    /// Code of the surface.
    pub surface: &'static str,
    /// Reason of the refusal, in the words by which deviations name it.
    pub cause: &'static str,
}

/// A fault that acted.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct FaultLabels {
    /// `error`, `drop`, `cut_body_after` or `delay`.
    pub kind: &'static str,
}

/// An effect that fired.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct EffectLabels {
    /// Name of the effect.
    pub effect: &'static str,
}

/// An attempt to deliver a webhook.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct AttemptLabels {
    /// Code of the surface.
    pub surface: &'static str,
    /// `acknowledged`, `status` for an answer that does not acknowledge, or the kind of failure.
    pub result: &'static str,
}

/// A world that is gone.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct GoneLabels {
    /// `deleted`, `idle`, or `replaced` by a reset or another world of its id.
    pub why: &'static str,
}
