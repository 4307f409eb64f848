//! Mutants by group and surface.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Judged, Matrix, judge::Verdict};
use crate::register::Level;

/// The numbers of mutants of one group or operation on one surface.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// All of them.
    pub mutants: usize,
    /// Killed by a requirement of the level.
    pub killed: usize,
    /// Killed by weaker requirements alone, or only in the way of scenarios.
    pub weakly: usize,
    /// Declared to be no fault.
    pub equivalent: usize,
    /// Noticed by no scenario, or taken for a fault of the suite.
    pub survived: usize,
    /// Without a difference to any answer, or only listed.
    pub unreached: usize,
}

impl Tally {
    fn add(&mut self, one: &Judged) {
        self.mutants += 1;
        let place = match (one.verdict, &one.equivalent) {
            (Verdict::Unreached | Verdict::Listed, None) => &mut self.unreached,
            (Verdict::Killed, _) => &mut self.killed,
            (_, Some(_)) => &mut self.equivalent,
            (Verdict::Weakly | Verdict::Blocked, None) => &mut self.weakly,
            (Verdict::Survived | Verdict::Blamed, None) => &mut self.survived,
        };
        *place += 1;
    }
}

impl Matrix {
    /// The numbers by surface and group of kinds, of mutants that break what is only `decided`, or
    /// of the others.
    pub fn tally(&self, decided: bool) -> BTreeMap<(String, &'static str), Tally> {
        let mut all: BTreeMap<_, Tally> = BTreeMap::new();
        for one in &self.mutants {
            if (one.mutant.level == Level::Decided) == decided {
                let key = (one.mutant.surface.clone(), one.mutant.kind.group());
                all.entry(key).or_default().add(one);
            }
        }
        all
    }

    /// The numbers by surface and operation, of mutants that break a document or a public page.
    pub fn by_operation(&self) -> BTreeMap<(String, String), Tally> {
        let mut all: BTreeMap<_, Tally> = BTreeMap::new();
        for one in self.mutants.iter().filter(|one| one.mutant.level != Level::Decided) {
            let key = (one.mutant.surface.clone(), one.mutant.operation.clone());
            all.entry(key).or_default().add(one);
        }
        all
    }
}
