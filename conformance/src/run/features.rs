//! The scenarios of a run, and the order in which they are played.

use std::collections::{BTreeMap, BTreeSet};

use cucumber::gherkin::Feature;
use sha2::{Digest, Sha256};

use crate::{
    report::{Case, Outcome, Reason, path_of},
    target::Surface,
};

/// The scenarios of each surface, in order.
pub(super) fn by_surface(features: Vec<Feature>) -> Vec<Vec<Feature>> {
    let mut lanes: BTreeMap<Option<Surface>, Vec<Feature>> = BTreeMap::new();
    for mut feature in features {
        let mut own: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for scenario in std::mem::take(&mut feature.scenarios) {
            let surface = scenario.tags.iter().find_map(|tag| Surface::of(tag));
            own.entry(surface).or_default().push(scenario);
        }
        for (surface, scenarios) in own {
            lanes.entry(surface).or_default().push(Feature { scenarios, ..feature.clone() });
        }
    }
    lanes.into_values().collect()
}

/// Scenarios that were to run and did not, because the run ended before.
pub(super) fn not_reached(features: &[Feature], cases: &[Case], why: Option<&str>) -> Vec<Case> {
    let ran: BTreeSet<_> = cases.iter().map(|case| (&case.feature, case.line)).collect();
    let mut rest = Vec::new();
    for feature in features {
        let path = path_of(feature);
        for scenario in &feature.scenarios {
            if !ran.contains(&(&path, scenario.position.line)) {
                let detail = why.unwrap_or("the run ended before").to_owned();
                let outcome = Outcome::Skipped { reason: Reason::Filter, detail };
                rest.push(Case::of(feature, scenario, outcome));
            }
        }
    }
    rest
}

/// The scenarios of these ids.
pub(super) fn only(features: &[Feature], ids: &BTreeSet<String>) -> Vec<Feature> {
    let mut features = features.to_vec();
    for feature in &mut features {
        let path = path_of(feature);
        feature.scenarios.retain(|one| ids.contains(&format!("{path}:{}", one.position.line)));
    }
    features.retain(|feature| !feature.scenarios.is_empty());
    features
}

/// One feature per scenario, in an order that follows from the seed.
pub(super) fn shuffled(features: Vec<Feature>, seed: &str) -> Vec<Feature> {
    let mut single = Vec::new();
    for mut feature in features {
        for scenario in std::mem::take(&mut feature.scenarios) {
            let mut one = feature.clone();
            let place = format!("{seed}\n{}\n{}", path_of(&one), scenario.position.line);
            one.scenarios = vec![scenario];
            single.push((Sha256::digest(place), one));
        }
    }
    single.sort_by_key(|(hash, _)| *hash);
    single.into_iter().map(|(_, feature)| feature).collect()
}
