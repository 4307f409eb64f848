//! Receivers of webhooks, and which events each gets (ER 11.2, SB 11).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    collections::List,
    issuer::EventKind,
    programs::prepaid::ProjectId,
    rulebook::{Rulebook, er::FanOut},
    surface::Surface,
    world::faults::fits,
};

/// A webhook receiver (subscription).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receiver {
    /// Number in its world, from 1; shown as `h-<n>`.
    pub number: u64,
    /// `subscription_id`.
    pub external_id: String,
    /// Party whose events it gets.
    pub audience: Audience,
    /// URL that deliveries are posted to.
    pub url: String,
    /// True until it is unsubscribed.
    pub active: bool,
    /// True while deliveries to it are held back.
    pub paused: bool,
    /// True from an answer by which it wants no more deliveries (410 on MC) until it is resumed.
    pub switched_off: bool,
    /// Types of the events that it gets, each with a trailing `*` for any ending; all when empty.
    pub events: Vec<String>,
    /// Order in which held deliveries are sent when it is resumed.
    pub order: ReleaseOrder,
    /// Number of times that each delivery is sent, 1 to 10.
    pub duplicate: u32,
    /// Real time that it has to answer, in milliseconds; that of its surface when none.
    pub timeout_ms: Option<u64>,
    /// World times at which its own secret was changed, oldest first.
    pub secret_changes: List<Timestamp>,
    /// World time of creation.
    pub created_at: Timestamp,
}

/// Order in which held deliveries are sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ReleaseOrder {
    /// Oldest first.
    #[default]
    Fifo,
    /// Newest first.
    Lifo,
    /// By chance, which follows from the seed.
    Shuffle,
}

impl Receiver {
    /// A receiver that gets every event of an audience.
    pub fn new(number: u64, audience: Audience, url: String, created_at: Timestamp) -> Self {
        Self {
            number,
            external_id: String::new(),
            audience,
            url,
            active: true,
            paused: false,
            switched_off: false,
            events: Vec::new(),
            order: ReleaseOrder::default(),
            duplicate: 1,
            timeout_ms: None,
            secret_changes: List::default(),
            created_at,
        }
    }

    /// True when it gets deliveries.
    pub fn is_open(&self) -> bool {
        self.active && !self.switched_off
    }

    /// True when it shares its secret with other receivers.
    pub fn is_shared(&self) -> bool {
        self.audience == Audience::ManagedUsers
    }

    /// True when an event is told to it.
    pub(super) fn wants(&self, event: &EventKind, rules: &Rulebook) -> bool {
        let is_named = |wanted: &String| fits(wanted, event.name());
        self.audience.hears(event, rules)
            && (self.events.is_empty() || self.events.iter().any(is_named))
    }
}

/// Party whose events a receiver gets. The surface follows from it, and with the surface the form
/// of deliveries and the rules for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// A project: events of its cards (ER 11).
    Project(ProjectId),
    /// The users of the app: events that any of them is told of (AG 7.4).
    InAppUsers,
    /// The users of managed cards: events of all of them (MC 14).
    ManagedUsers,
}

impl Audience {
    /// Surface whose deliveries the audience gets.
    pub fn surface(self) -> Surface {
        match self {
            Self::Project(_) => Surface::ER,
            Self::InAppUsers => Surface::AG,
            Self::ManagedUsers => Surface::MC,
        }
    }

    /// The project, where the audience is one.
    pub fn project(self) -> Option<ProjectId> {
        match self {
            Self::Project(project) => Some(project),
            Self::InAppUsers | Self::ManagedUsers => None,
        }
    }

    /// True when an event is told to the audience.
    pub(super) fn hears(self, event: &EventKind, rules: &Rulebook) -> bool {
        match (self, event) {
            (Self::Project(project), EventKind::Prepaid(notice)) => {
                !rules.er.hook.card_scope || notice.project == project
            }
            (Self::InAppUsers, EventKind::Collateral(event)) => event.addressee.is_some(),
            (Self::ManagedUsers, EventKind::Managed(_)) => true,
            (Self::Project(_), EventKind::Collateral(_) | EventKind::Managed(_))
            | (Self::InAppUsers, EventKind::Prepaid(_) | EventKind::Managed(_))
            | (Self::ManagedUsers, EventKind::Collateral(_) | EventKind::Prepaid(_)) => false,
        }
    }

    /// Receivers of the surface that get one event.
    pub(super) fn fan_out(self, rules: &Rulebook) -> FanOut {
        match self {
            Self::Project(_) => rules.er.hook.fan_out,
            Self::InAppUsers | Self::ManagedUsers => FanOut::All,
        }
    }

    /// True when a new receiver gets the events of the last hour.
    pub(super) fn is_backfilled(self, rules: &Rulebook) -> bool {
        match self {
            Self::Project(_) => rules.er.hook.backfill,
            Self::InAppUsers | Self::ManagedUsers => false,
        }
    }

    /// Pauses before the second and further attempts of a delivery, in milliseconds.
    pub(super) fn retry_delays_ms(self, rules: &Rulebook) -> &[String] {
        match self {
            Self::Project(_) => &rules.er.hook.retry_delays_ms,
            Self::InAppUsers => &rules.ag.events.retry_delays_ms,
            Self::ManagedUsers => &rules.mc.hook.retry_delays_ms,
        }
    }

    /// True when each delivery has an id of its own, the same in every attempt.
    pub(super) fn has_message_ids(self) -> bool {
        match self {
            Self::ManagedUsers => true,
            Self::Project(_) | Self::InAppUsers => false,
        }
    }
}
