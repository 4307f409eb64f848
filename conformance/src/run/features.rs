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

/// The tag of a scenario that waits for real time. It starts before all others, which run meanwhile.
const WAITS: &str = "waits";

/// The scenarios that wait for real time, then the others.
pub(super) fn waiting_first(features: Vec<Feature>) -> Vec<Feature> {
    let (mut waiting, mut others) = (Vec::new(), Vec::new());
    for mut feature in features {
        let (first, rest): (Vec<_>, Vec<_>) = std::mem::take(&mut feature.scenarios)
            .into_iter()
            .partition(|scenario| scenario.tags.iter().any(|tag| tag == WAITS));
        for (features, scenarios) in [(&mut waiting, first), (&mut others, rest)] {
            if !scenarios.is_empty() {
                features.push(Feature { scenarios, ..feature.clone() });
            }
        }
    }
    waiting.append(&mut others);
    waiting
}

/// A lane that is worth a thread of its own has at least so many scenarios.
const LANE: usize = 32;

/// The scenarios in lanes, at most so many, each with the number of scenarios that it plays at once.
pub(super) fn spread(
    features: Vec<Feature>,
    jobs: usize,
    most: usize,
) -> Vec<(Vec<Feature>, usize)> {
    let scenarios: usize = features.iter().map(|feature| feature.scenarios.len()).sum();
    let lanes = most.min(jobs).min(scenarios.div_ceil(LANE)).max(1);
    let share = |lane| jobs / lanes + usize::from(lane < jobs % lanes);
    let mut out: Vec<_> = (0..lanes).map(|lane| (Vec::new(), share(lane))).collect();
    let mut next = (0..lanes).cycle();
    for mut feature in features {
        let mut own = vec![Vec::new(); lanes];
        for scenario in std::mem::take(&mut feature.scenarios) {
            own[next.next().unwrap_or_default()].push(scenario);
        }
        for ((features, _), scenarios) in out.iter_mut().zip(own) {
            if !scenarios.is_empty() {
                features.push(Feature { scenarios, ..feature.clone() });
            }
        }
    }
    out
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
