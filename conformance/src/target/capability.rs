//! Abilities of a target beyond its surfaces.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

/// Without one of these, scenarios that need it are skipped.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    strum::Display,
    strum::EnumString,
    strum::VariantArray,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Capability {
    /// A second partner, user or project exists.
    SecondCredential,
    /// A known key without access exists.
    NoAccessKey,
    /// People and things can be made in a given state.
    Provision,
    /// Applications and the like can be decided.
    Review,
    /// Money can be sent to an address or wallet.
    Deposit,
    /// Card spending can be played.
    Authorize,
    /// Time can be moved.
    Clock,
    /// Documented failures can be made to happen.
    Faults,
    /// The target can reach our receiver.
    WebhookSink,
    /// The request log can be read.
    Inspect,
    /// The byte layout of encrypted PINs and secrets is known.
    PinCodec,
    /// The byte layout of the sealed value is known.
    EnvelopeCodec,
    /// Undocumented names and paths are known.
    Dialect,
    /// A scripted browser is at hand.
    Browser,
}

impl Capability {
    /// Every capability.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    /// The capabilities of a sandbox: all but a browser, which is a property of the machine.
    pub fn of_a_sandbox() -> BTreeSet<Self> {
        Self::ALL.iter().copied().filter(|one| *one != Self::Browser).collect()
    }

    /// The capability of that name.
    pub fn named(name: &str) -> Option<Self> {
        name.parse().ok()
    }
}
