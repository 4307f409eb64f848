//! Events of all programs: the event list of a world, and everything that is delivered from it.

use serde::{Deserialize, Serialize};

use crate::{
    command,
    programs::{collateral, managed, prepaid},
    surface::Surface,
};

/// One domain event.
pub type Event = command::Event<EventKind>;

/// The kind of an event, by program.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// To a collateral card or what belongs to one.
    Collateral(collateral::Event),
    /// To a user of managed cards, a wallet or a card.
    Managed(Box<managed::Notice>),
    /// To a prepaid card.
    Prepaid(Box<prepaid::Notice>),
}

impl From<collateral::Event> for EventKind {
    fn from(event: collateral::Event) -> Self {
        Self::Collateral(event)
    }
}

impl From<managed::Notice> for EventKind {
    fn from(notice: managed::Notice) -> Self {
        Self::Managed(Box::new(notice))
    }
}

impl From<prepaid::Notice> for EventKind {
    fn from(notice: prepaid::Notice) -> Self {
        Self::Prepaid(Box::new(notice))
    }
}

impl EventKind {
    /// The names of all kinds, program by program.
    pub fn names() -> impl Iterator<Item = &'static str> {
        let names = collateral::Event::NAMES.into_iter().chain(prepaid::Notice::NAMES);
        names.chain(managed::Notice::names())
    }

    /// The names of the kinds that the receivers of a surface are told of.
    pub fn names_told_by(surface: Surface) -> Vec<&'static str> {
        match surface {
            Surface::AG => collateral::Event::NAMES.to_vec(),
            Surface::ER => prepaid::Notice::NAMES.to_vec(),
            Surface::MC => managed::Notice::names().collect(),
            Surface::PG | Surface::SB => Vec::new(),
        }
    }

    /// The types of entities: the part before the colon of an event's entity.
    pub const ENTITIES: [&str; 9] = [
        "application",
        "authorization",
        "card",
        "deposit",
        "dispute",
        "order",
        "transaction",
        "user",
        "wallet",
    ];

    /// The name of the kind in the field.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Collateral(event) => event.name(),
            Self::Managed(notice) => notice.name(),
            Self::Prepaid(notice) => notice.kind(),
        }
    }

    /// The surface whose event it is.
    pub fn surface(&self) -> Surface {
        match self {
            Self::Collateral(_) => Surface::PG,
            Self::Managed(_) => Surface::MC,
            Self::Prepaid(_) => Surface::ER,
        }
    }
}
