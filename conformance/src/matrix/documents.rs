//! Mutants of GraphQL documents: each reads a part of them wrongly.

use super::{
    Kind, Levels, Mutant,
    mutant::Fault,
    recording::{Recording, Told},
};
use crate::target::Surface;

/// Misreadings of what is executed, as the sandbox reads them.
const EXECUTED: [&str; 8] = [
    "operation first",
    "operation last",
    "alias ignored",
    "inner-alias ignored",
    "fragment ignored",
    "inline-fragment ignored",
    "skip ignored",
    "include ignored",
];

/// Misreadings of what needs no signature, because it only asks about the schema.
const EXEMPTED: [&str; 7] = [
    "exemption first",
    "exemption last",
    "exemption named",
    "exemption alias",
    "exemption unconditional",
    "exemption beside-inline-fragments",
    "exemption beside-fragments",
];

/// Every misreading on the surfaces that it is about.
pub(super) fn mutants(recording: &Recording, levels: &Levels) -> Vec<Mutant> {
    let of_surface = |surface: Surface, misreadings: &[&str]| -> Vec<Mutant> {
        let told = Told::well(&surface.to_string(), "*");
        let reached_by = recording.of_surface(&told.surface);
        let mutant = |misreading: &&str| {
            let fault = Fault {
                kind: Kind::Misread,
                level: levels.of(&told, misreading, Kind::Misread),
                patch: format!("document {misreading}"),
            };
            Mutant::of(&told.surface, "document", fault, &reached_by).about(misreading)
        };
        misreadings.iter().map(mutant).collect()
    };
    let executed = [Surface::PG, Surface::AG].map(|surface| of_surface(surface, &EXECUTED));
    let exempted = of_surface(Surface::PG, &EXEMPTED);
    executed.into_iter().flatten().chain(exempted).collect()
}
