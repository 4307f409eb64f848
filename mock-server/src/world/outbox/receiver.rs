//! Receivers of webhooks, and which events each gets (ER 11.2, SB 11).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    issuer::EventKind,
    programs::prepaid::ProjectId,
    rulebook::{Rulebook, er::FanOut},
    surface::Surface,
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
    /// World time of creation.
    pub created_at: Timestamp,
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
}

impl Audience {
    /// Surface whose deliveries the audience gets.
    pub fn surface(self) -> Surface {
        match self {
            Self::Project(_) => Surface::ER,
            Self::InAppUsers => Surface::AG,
        }
    }

    /// The project, where the audience is one.
    pub fn project(self) -> Option<ProjectId> {
        match self {
            Self::Project(project) => Some(project),
            Self::InAppUsers => None,
        }
    }

    /// True when an event is told to the audience.
    pub(super) fn hears(self, event: &EventKind, rules: &Rulebook) -> bool {
        match (self, event) {
            (Self::Project(project), EventKind::Prepaid(notice)) => {
                !rules.er.hook.card_scope || notice.project == project
            }
            (Self::InAppUsers, EventKind::Collateral(event)) => event.addressee.is_some(),
            (Self::Project(_), EventKind::Collateral(_) | EventKind::Managed(_))
            | (Self::InAppUsers, EventKind::Prepaid(_) | EventKind::Managed(_)) => false,
        }
    }

    /// Receivers of the surface that get one event.
    pub(super) fn fan_out(self, rules: &Rulebook) -> FanOut {
        match self {
            Self::Project(_) => rules.er.hook.fan_out,
            Self::InAppUsers => FanOut::All,
        }
    }

    /// True when a new receiver gets the events of the last hour.
    pub(super) fn is_backfilled(self, rules: &Rulebook) -> bool {
        match self {
            Self::Project(_) => rules.er.hook.backfill,
            Self::InAppUsers => false,
        }
    }

    /// Pauses before the second and further attempts of a delivery, in milliseconds.
    pub(super) fn retry_delays_ms(self, rules: &Rulebook) -> &[String] {
        match self {
            Self::Project(_) => &rules.er.hook.retry_delays_ms,
            Self::InAppUsers => &rules.ag.events.retry_delays_ms,
        }
    }
}
