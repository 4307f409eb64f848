//! Mutants of what an operation does, and of where it is seen.

use std::collections::BTreeSet;

use super::Made;
use crate::matrix::{
    Kind, Mutant,
    mutant::Fault,
    recording::{Answers, DELIVERY, Telling, Told},
};

impl Made<'_> {
    /// Effects that are lost, repeated, or made by somebody else.
    pub(super) fn effects(&mut self, told: &Told, answers: &Answers) {
        if told.reason != "ok" || told.operation == "*" || told.operation == DELIVERY {
            return;
        }
        let operation = &told.operation;
        let mut add = |kind: Kind, patch: String, reached_by: &BTreeSet<String>| {
            let fault = Fault { kind, level: self.levels.of(told, "", kind), patch };
            self.mutants.push(Mutant::of(&told.surface, operation, fault, reached_by));
        };
        if answers.changes {
            add(Kind::Lost, format!("effect {operation} lost"), &answers.scenarios);
            add(Kind::Twice, format!("effect {operation} twice"), &answers.scenarios);
            if !answers.of_things.is_empty() {
                for (kind, others) in [
                    (Kind::Elsewhere, "elsewhere"),
                    (Kind::Abroad, "abroad"),
                    (Kind::Everywhere, "everywhere"),
                ] {
                    add(kind, format!("effect {operation} {others}"), &answers.scenarios);
                }
            }
        }
        // Who asks shows most where somebody else is refused.
        let asked: BTreeSet<String> = self
            .recording
            .answers
            .iter()
            .filter(|(other, _)| other.surface == told.surface && other.operation == told.operation)
            .flat_map(|(_, answers)| answers.scenarios.iter().cloned())
            .collect();
        // Whoever asks, it is somebody else's turn.
        if let Some(callers) = self.recording.callers.get(&told.surface) {
            let owner = |caller: &str| caller.split('/').next().unwrap_or_default().to_owned();
            let mut owners = BTreeSet::new();
            // One of each owner: what its other credentials may is the same. Those that call most
            // are there in every scenario.
            let mut callers: Vec<_> = callers.iter().collect();
            callers.sort_by_key(|(_, often)| std::cmp::Reverse(**often));
            let known = callers.into_iter().map(|(caller, _)| caller);
            for caller in known.filter(|one| owners.insert(owner(one))).take(2) {
                add(Kind::Principal, format!("principal {operation} = {caller}"), &asked);
            }
        }
    }

    /// Events that are not delivered, or not raised.
    pub(super) fn events(&mut self) {
        for ((surface, event, way), scenarios) in &self.recording.events {
            let told = Told::well(surface, event);
            let (member, patch) = match way {
                Telling::Delivery => ("delivery", format!("effect {event} lost")),
                Telling::Any => ("event", format!("events.skip = {event:?}")),
            };
            let level = self.levels.of(&told, member, Kind::Unseen);
            let fault = Fault { kind: Kind::Unseen, level, patch };
            self.mutants.push(Mutant::of(surface, event, fault, scenarios).about(member));
        }
    }

    /// Changes that are not seen in one of the places that are asked for them.
    pub(super) fn views(&mut self) {
        for ((surface, operation, place), scenarios) in &self.recording.seen_after {
            let told = Told::well(surface, place);
            let fault = Fault {
                kind: Kind::Unseen,
                level: self.levels.of(&told, operation, Kind::Unseen),
                patch: format!("view {place} before {operation}"),
            };
            self.mutants.push(Mutant::of(surface, operation, fault, scenarios).about(place));
        }
    }
}
