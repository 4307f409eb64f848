//! Addresses and types of events, as receivers are given them.

use serde::Deserialize;

use crate::{
    control::{Problem, names},
    issuer::EventKind,
    surface::Surface,
    world::outbox::{SINK, address},
};

/// Most types of events that a receiver names.
const MOST_EVENTS: usize = 32;

/// Types of events.
#[derive(Deserialize)]
pub(super) struct Events(pub(super) Vec<String>);

impl Events {
    /// Refuses a type that no event of the surface has.
    pub(super) fn check(&self, surface: Surface) -> Result<(), Problem> {
        if self.0.len() > MOST_EVENTS {
            let detail = format!("a receiver names at most {MOST_EVENTS} types");
            return Err(Problem::invalid("/events", detail));
        }
        for (at, wanted) in self.0.iter().enumerate() {
            let place = format!("/events/{at}");
            names::known(&place, "type of events", wanted, EventKind::names_told_by(surface))?;
        }
        Ok(())
    }
}

/// Refuses what is neither an address nor the sink.
pub(super) fn check_url(url: &str) -> Result<(), Problem> {
    match address::problem(url) {
        Some(problem) if url != SINK => {
            let detail = format!("the address {problem}; give an http address, or \"sink\"");
            Err(Problem::invalid("/url", detail))
        }
        _ => Ok(()),
    }
}
