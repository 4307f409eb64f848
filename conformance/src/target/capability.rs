//! What a target can be asked for.

use std::{collections::BTreeSet, fmt};

use serde::{Deserialize, Serialize};

/// Without one of these, scenarios that need it are skipped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
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
    pub const ALL: [Self; 14] = [
        Self::SecondCredential,
        Self::NoAccessKey,
        Self::Provision,
        Self::Review,
        Self::Deposit,
        Self::Authorize,
        Self::Clock,
        Self::Faults,
        Self::WebhookSink,
        Self::Inspect,
        Self::PinCodec,
        Self::EnvelopeCodec,
        Self::Dialect,
        Self::Browser,
    ];

    /// What a sandbox has: all but a browser, which is a property of the machine.
    pub fn of_a_sandbox() -> BTreeSet<Self> {
        Self::ALL.into_iter().filter(|one| *one != Self::Browser).collect()
    }

    /// The capability of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.to_string() == name)
    }
}

impl fmt::Display for Capability {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = serde_json::to_value(self).map_err(|_| fmt::Error)?;
        formatter.write_str(name.as_str().unwrap_or_default())
    }
}
