//! The implementation under test: where it is, with what credentials, and what it can do. A target
//! is a running sandbox, a sandbox that we start ([`embedded`]), or what a target file describes.
//! Everything that can be wrong about it is found before the first request.

pub mod capability;
pub mod cost;
pub mod embedded;
pub(crate) mod file;
mod hook;
mod problem;
mod surface;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
    time::Duration,
};

use serde::{Deserialize, Serialize};

pub use self::{
    capability::Capability,
    cost::{Budget, Cost, Expense},
    hook::{Hook, WebhookSink},
    problem::{BadFile, Problem},
    surface::Surface,
};
pub(crate) use self::{file::ControlPlane, problem::Problems};
use crate::{drivers::Tls, register::Level, surfaces::Surfaces};

/// An implementation under test.
#[derive(Debug, Clone)]
pub struct Target {
    /// The name in reports.
    pub name: String,
    /// Sandbox or foreign.
    pub kind: Kind,
    /// The environment, which decides about costs.
    pub environment: Environment,
    /// Abilities beyond its surfaces.
    pub capabilities: BTreeSet<Capability>,
    /// The highest level judged.
    pub level: Level,
    /// The isolation of scenarios.
    pub isolation: Isolation,
    /// The surfaces that are to be judged.
    pub surfaces: Surfaces,
    /// Surfaces that the target file describes and that have no suite yet.
    pub without_suite: Vec<Surface>,
    /// The hook that makes people and things, on a target without a control plane.
    pub hook: Option<Hook>,
    /// The receiver of webhooks that the target can reach.
    pub webhook_sink: Option<WebhookSink>,
    /// A scripted browser on this machine.
    pub webdriver: Option<String>,
    /// Expected readings of ambiguities: id to name.
    pub readings: BTreeMap<String, String>,
    /// The list of scenarios that are known to fail.
    pub ratchet: Option<PathBuf>,
    /// Allowed costs and budget.
    pub safety: Safety,
    /// Client certificate and trusted authorities.
    pub tls: Tls,
    /// The longest time for one request.
    pub request_timeout: Duration,
    /// The total time that a run waits where the target says that it is busy.
    pub busy_for: Duration,
    /// The longest time for a write to show in a read.
    pub settle_for: Duration,
    /// The pause between two questions for a slow result.
    pub poll_every: Duration,
    /// The longest time for a slow result.
    pub poll_for: Duration,
    /// The largest difference between the target's clock and ours.
    pub time_skew_tolerance: Duration,
}

/// Sandbox or foreign.
#[derive(Clone, PartialEq, Eq)]
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

impl std::fmt::Debug for Kind {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Sandbox { control, .. } => write!(formatter, "Sandbox({control})"),
            Self::Foreign => formatter.write_str("Foreign"),
        }
    }
}

/// The kind of environment that a target is, from careless to careful.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Environment {
    /// Nobody minds anything.
    Local,
    /// Nothing is shipped and nothing is made that stays.
    Staging,
    /// Only reads, unless allowed.
    Production,
}

impl Environment {
    /// Whether scenarios of this cost run without being allowed by name.
    pub fn permits(self, cost: Cost) -> bool {
        match self {
            Self::Local => true,
            Self::Staging => !matches!(cost, Cost::Ships | Cost::Irreversible),
            Self::Production => false,
        }
    }

    /// The word for it.
    pub fn word(self) -> &'static str {
        self.into()
    }
}

/// The costs that a run may have.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Safety {
    /// Costs that are allowed whatever the environment.
    pub allow: BTreeSet<Cost>,
    /// Limits of what runs out.
    pub budget: Budget,
}

/// The way in which scenarios are kept apart. Verdicts must not depend on the number of jobs, so
/// what scenarios share decides what runs at the same time, and the number of jobs only how much of
/// it.
///
/// # Rationale
/// The spec names the three and leaves the second open. A target file has one set of credentials
/// for each surface, so "what one credential does is not seen by another" means that surfaces are
/// independent of each other, and scenarios of one surface are not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Isolation {
    /// A world per scenario: any number at the same time.
    World,
    /// Scenarios under one credential do not see those under another: scenarios of one surface run
    /// one after another, surfaces at the same time.
    Credential,
    /// Everything is shared: one scenario after another, whatever the number of jobs.
    Shared,
}

/// An address that paths can be put behind, without a slash at the end; or what is wrong with it.
/// With a query or a fragment, what is put behind would belong to that.
pub(crate) fn base(text: &str) -> Result<String, String> {
    base_of(text, ["http", "https"])
}

/// An address like that of [`base`], with one of these schemes.
pub(crate) fn base_of(text: &str, schemes: [&str; 2]) -> Result<String, String> {
    let parsed = reqwest::Url::parse(text).map_err(|error| error.to_string())?;
    if !schemes.contains(&parsed.scheme()) {
        return Err("its scheme".to_owned());
    }
    if parsed.query().is_some() || parsed.fragment().is_some() {
        return Err("it has a query or a fragment (\"?\" or \"#\")".to_owned());
    }
    Ok(text.trim_end_matches('/').to_owned())
}

impl Target {
    /// A running sandbox at `url` (without a path).
    pub fn sandbox(url: &str, token: Option<String>) -> Self {
        let url = url.trim_end_matches('/').trim_end_matches("/_sandbox");
        Self {
            name: format!("sandbox {url}"),
            kind: Kind::Sandbox { control: format!("{url}/_sandbox"), token },
            environment: Environment::Local,
            capabilities: Capability::of_a_sandbox(),
            level: Level::Decided,
            isolation: Isolation::World,
            surfaces: Surfaces::of_sandbox(url),
            settle_for: Duration::ZERO,
            ..Self::foreign()
        }
    }

    /// A foreign target about which nothing is known yet.
    fn foreign() -> Self {
        Self {
            name: String::new(),
            kind: Kind::Foreign,
            environment: Environment::Production,
            capabilities: BTreeSet::new(),
            level: Level::Public,
            isolation: Isolation::Shared,
            surfaces: Surfaces::default(),
            without_suite: Vec::new(),
            hook: None,
            webhook_sink: None,
            webdriver: None,
            readings: BTreeMap::new(),
            ratchet: None,
            safety: Safety::default(),
            tls: Tls::default(),
            request_timeout: Duration::from_secs(15),
            busy_for: Duration::from_secs(60),
            settle_for: Duration::from_secs(10),
            poll_every: Duration::from_millis(500),
            poll_for: Duration::from_secs(120),
            time_skew_tolerance: Duration::from_secs(2),
        }
    }

    /// The environment of a target that does not say: on this machine nobody minds, and any
    /// other is taken for one that matters.
    fn environment_by_address(&self) -> Environment {
        let urls = self.surfaces.urls();
        let here = |(_, url): (Surface, &str)| {
            let host =
                reqwest::Url::parse(url).ok().and_then(|url| Some(url.host_str()?.to_owned()));
            host.is_some_and(|host| {
                let address = host.trim_matches(['[', ']']).parse::<std::net::IpAddr>();
                host == "localhost" || address.is_ok_and(|address| address.is_loopback())
            })
        };
        if self.is_sandbox() || urls.into_iter().all(here) {
            Environment::Local
        } else {
            Environment::Production
        }
    }

    /// Whether it has a control plane.
    pub fn is_sandbox(&self) -> bool {
        matches!(self.kind, Kind::Sandbox { .. })
    }

    /// Whether this surface is to be judged.
    pub fn has(&self, surface: Surface) -> bool {
        self.surfaces.has(surface) || surface == Surface::SB && self.is_sandbox()
    }

    /// Whether the target file names things of this surface that scenarios may start from.
    pub fn names_things(&self, surface: Surface) -> bool {
        self.surfaces.names_things(surface)
    }

    /// The number of scenarios that run at once unless told otherwise.
    pub fn default_jobs(&self) -> usize {
        match self.isolation {
            // A scenario waits for answers most of its time. With 32 a run was no faster.
            Isolation::World => 16,
            Isolation::Credential => Surface::ALL.iter().filter(|one| self.has(**one)).count(),
            Isolation::Shared => 1,
        }
    }

    /// The longest time for a write to show in a read.
    pub fn settle(&self) -> Duration {
        self.settle_for
    }
}
