//! Events that were told, and what webhooks carried.

use serde_json::Value;

use super::{Recording, Told};
use crate::target::Surface;

/// The name by which the sandbox knows what a webhook carries.
pub(in crate::matrix) const DELIVERY: &str = "webhook.attempt";

/// A way in which somebody learns of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::matrix) enum Telling {
    /// A webhook.
    Delivery,
    /// A webhook, or the stream of a user's events.
    Any,
}

impl Recording {
    /// Adds an event of a scenario, and its body to those of deliveries where it was delivered.
    pub(super) fn add_event(&mut self, scenario: &str, event: &Value, is_streamed: bool) {
        let surface = match Surface::of(event["surface"].as_str().unwrap_or_default()) {
            // The program of both is named by the partner API, and told of by the other.
            Some(Surface::PG) => Surface::AG,
            Some(surface) => surface,
            None => return,
        };
        let is_delivered = event["deliveries"].as_array().is_some_and(|all| !all.is_empty());
        // Of the other surfaces events are told by webhooks alone.
        let is_told = surface == Surface::AG && (is_delivered || is_streamed);
        let ways = [(Telling::Delivery, is_delivered), (Telling::Any, is_told)];
        for (way, _) in ways.into_iter().filter(|(_, told)| *told) {
            let kind = event["type"].as_str().unwrap_or_default();
            let key = (surface.to_string(), kind.to_owned(), way);
            self.events.entry(key).or_default().insert(scenario.to_owned());
        }
        if is_delivered {
            let told = Told::well(&surface.to_string(), DELIVERY);
            let seen = self.answers.entry(told).or_default();
            seen.scenarios.insert(scenario.to_owned());
            seen.walk(scenario, &event["payload"], "");
        }
    }
}
