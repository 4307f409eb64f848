//! The implementation under test: where it is, with what credentials, and what it can do. A target
//! is a running sandbox, a sandbox that we start ([`embedded`]), or what a target file describes.
//! Everything that can be wrong about it is found before the first request.

pub mod capability;
pub mod embedded;
mod file;
mod secret;

use std::{collections::BTreeSet, time::Duration};

pub use capability::Capability;

use crate::{
    drivers::{Credential, session_key::PinCodec},
    register::Level,
};

/// The path of the partner surface on a sandbox.
const PARTNER_PATH: &str = "/partner/cards/graphql";

/// An implementation under test.
#[derive(Debug, Clone)]
pub struct Target {
    /// What reports call it.
    pub name: String,
    /// Sandbox or foreign.
    pub kind: Kind,
    /// What can be asked of it.
    pub capabilities: BTreeSet<Capability>,
    /// The highest level judged.
    pub level: Level,
    /// How scenarios are kept apart.
    pub isolation: Isolation,
    /// The partner surface, where it is to be judged.
    pub partner: Option<PartnerSurface>,
    /// How long one request may take.
    pub request_timeout: Duration,
    /// How long a read after a write is repeated.
    pub settle_for: Duration,
    /// How far the target's clock may be from ours.
    pub time_skew_tolerance: Duration,
}

/// Sandbox or foreign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// Has a control plane: worlds, ops, clock.
    Sandbox {
        /// `…/_sandbox`, without a slash at the end.
        control: String,
        /// The control token, where one is set.
        token: Option<String>,
    },
    /// Any other implementation.
    Foreign,
}

/// How scenarios are kept apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Isolation {
    /// A world per scenario.
    World,
    /// A credential per scenario.
    Credential,
    /// Everything is shared.
    Shared,
}

/// The partner surface of a target.
#[derive(Debug, Clone, Default)]
pub struct PartnerSurface {
    /// Its URL.
    pub url: String,
    /// Headers that the target wants besides.
    pub headers: Vec<(String, String)>,
    /// Credentials of "the partner" (foreign targets only).
    pub primary: Option<Credential>,
    /// Credentials of "the second partner" (foreign targets only).
    pub second: Option<Credential>,
    /// The byte layout of encrypted values, where known.
    pub pin_codec: Option<PinCodec>,
    /// Ids of things that exist already.
    pub known: Known,
}

/// Things of the first partner that exist already on a target without a back office.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// A card user (`cardUserId`).
    pub card_user: Option<String>,
    /// An application that is approved or active.
    pub card_application: Option<i64>,
    /// A card.
    pub card: Option<i64>,
}

impl Target {
    /// A running sandbox at `url` (without a path).
    pub fn sandbox(url: &str, token: Option<String>) -> Self {
        let url = url.trim_end_matches('/').trim_end_matches("/_sandbox");
        Self {
            name: format!("sandbox {url}"),
            kind: Kind::Sandbox { control: format!("{url}/_sandbox"), token },
            capabilities: Capability::of_a_sandbox(),
            level: Level::Decided,
            isolation: Isolation::World,
            partner: Some(PartnerSurface {
                url: format!("{url}{PARTNER_PATH}"),
                pin_codec: Some(PinCodec::default()),
                ..PartnerSurface::default()
            }),
            request_timeout: Duration::from_secs(15),
            settle_for: Duration::ZERO,
            time_skew_tolerance: Duration::from_secs(2),
        }
    }

    /// Whether it has a control plane.
    pub fn is_sandbox(&self) -> bool {
        matches!(self.kind, Kind::Sandbox { .. })
    }

    /// How many scenarios run at once unless told otherwise.
    pub fn default_jobs(&self) -> usize {
        if self.isolation == Isolation::World { 8 } else { 1 }
    }

    /// How long a read after a write is repeated until it shows the write.
    pub fn settle(&self) -> Duration {
        self.settle_for
    }

    /// The byte layout of encrypted PINs and secrets, where known.
    pub fn pin_codec(&self) -> Option<PinCodec> {
        self.partner.as_ref()?.pin_codec
    }
}
