//! Requests of each scenario, as they were seen on a sandbox: how many, which operations that
//! change something, what they use up. So a plan can be told, and safe mode and budgets can decide,
//! before anything is sent.
//!
//! `fixtures/operations.tsv` has a line per scenario: feature, name, which of that name, requests,
//! cents moved, operations; then how many of these cents and which of these operations made what
//! the scenario starts from, and are spared where the target file names such things.
//! `conformance rehearse` writes it anew.

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap},
    fmt::Write as _,
    sync::LazyLock,
};

use cucumber::gherkin::{Feature, Scenario};

use crate::{
    budget::{self, Operation, Prepared},
    report::{Case, Outcome, path_of},
    surfaces,
    target::{Cost, Expense, Surface, Target},
};

static SCENARIOS: LazyLock<HashMap<Key, Rehearsed>> =
    LazyLock::new(|| read(include_str!("../../fixtures/operations.tsv")));

/// Feature, name, and which of that name in that feature: lines move, names seldom do.
type Key = (String, String, usize);

/// The requests, operations and money of one scenario.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rehearsed {
    /// The surface that the scenario is about.
    pub surface: Option<Surface>,
    /// Requests to surfaces.
    pub requests: u64,
    /// Money moved, in cents.
    pub cents: u64,
    /// Operations that change something, and how often.
    pub counts: BTreeMap<String, u64>,
    /// Of these, what made the things that it starts from.
    pub prepared: Prepared,
}

impl Rehearsed {
    /// The rest of it on a target that has the things already that a scenario starts from.
    pub fn unprepared(&self) -> Self {
        let mut counts = self.counts.clone();
        for (name, made) in &self.prepared.operations {
            counts.entry(name.clone()).and_modify(|count| *count = count.saturating_sub(*made));
        }
        counts.retain(|_, count| *count > 0);
        let cents = self.cents.saturating_sub(self.prepared.cents);
        Self { cents, counts, prepared: Prepared::default(), ..self.clone() }
    }

    fn operation(&self, name: &str) -> Operation {
        Operation::rehearsed(self.surface, name)
    }

    /// The operations, each once.
    pub fn operations(&self) -> impl Iterator<Item = Operation> + '_ {
        self.counts.keys().map(|name| self.operation(name))
    }

    /// The kinds of cost.
    pub fn costs(&self) -> Vec<Cost> {
        let mut costs: Vec<_> = self.operations().flat_map(|one| one.costs).collect();
        costs.sort_unstable();
        costs.dedup();
        costs
    }

    /// The amount of each expense.
    pub fn uses(&self) -> BTreeMap<Expense, u64> {
        let mut uses = BTreeMap::from([(Expense::Requests, self.requests)]);
        if self.cents > 0 {
            uses.insert(Expense::Money, self.cents);
        }
        for (name, count) in &self.counts {
            for (kind, amount) in self.operation(name).uses {
                *uses.entry(kind).or_default() += amount * count;
            }
        }
        uses
    }
}

/// The rehearsal of a scenario; `None` for one that was never rehearsed.
pub fn of(feature: &Feature, scenario: &Scenario) -> Option<&'static Rehearsed> {
    let before = |other: &&Scenario| {
        other.name == scenario.name && other.position.line < scenario.position.line
    };
    // The feature may have lost scenarios that do not run, so its own list cannot be counted.
    let nth = match whole(&path_of(feature)) {
        Some(scenarios) => scenarios
            .iter()
            .filter(|(name, line)| *name == scenario.name && *line < scenario.position.line)
            .count(),
        None => feature.scenarios.iter().filter(before).count(),
    };
    SCENARIOS.get(&(path_of(feature), scenario.name.clone(), nth))
}

/// The requests that a scenario would send to a target: without what makes the things that it
/// starts from, where making them is not allowed there and the target file names such things.
pub fn on(
    target: &Target,
    feature: &Feature,
    scenario: &Scenario,
) -> Option<Cow<'static, Rehearsed>> {
    let whole = of(feature, scenario)?;
    let (environment, safety) = (target.environment, &target.safety);
    let mut making = whole.prepared.operations.keys().map(|name| whole.operation(name));
    let spared = knows(target, scenario)
        && making.any(|one| budget::forbidden(environment, safety, &one).is_some());
    Some(if spared { Cow::Owned(whole.unprepared()) } else { Cow::Borrowed(whole) })
}

/// Whether the target file names things that a scenario may start from.
pub fn knows(target: &Target, scenario: &Scenario) -> bool {
    let surfaces = scenario.tags.iter().filter_map(|tag| Surface::of(tag));
    surfaces.into_iter().any(|surface| target.names_things(surface))
}

/// Names and lines of the scenarios of a feature that is compiled in.
fn whole(path: &str) -> Option<&'static Vec<(String, usize)>> {
    static ALL: LazyLock<HashMap<String, Vec<(String, usize)>>> = LazyLock::new(|| {
        let features = crate::source::Source::Embedded.read().unwrap_or_default();
        let lines = |feature: &Feature| {
            feature.scenarios.iter().map(|one| (one.name.clone(), one.position.line)).collect()
        };
        features.iter().map(|feature| (path_of(feature), lines(feature))).collect()
    });
    ALL.get(path)
}

fn read(text: &str) -> HashMap<Key, Rehearsed> {
    text.lines()
        .filter_map(|line| {
            let [feature, name, nth, requests, cents, counts, prepared_cents, prepared] =
                line.split('\t').collect::<Vec<_>>().try_into().ok()?;
            let prepared =
                Prepared { operations: counted(prepared), cents: prepared_cents.parse().ok()? };
            let folder = feature.split('/').next().unwrap_or_default();
            let rehearsed = Rehearsed {
                surface: surfaces::of_folder(folder),
                requests: requests.parse().ok()?,
                cents: cents.parse().ok()?,
                counts: counted(counts),
                prepared,
            };
            Some(((feature.to_owned(), name.to_owned(), nth.parse().ok()?), rehearsed))
        })
        .collect()
}

/// `createCard=2,deposit=1`.
fn counted(text: &str) -> BTreeMap<String, u64> {
    let one = |one: &str| {
        let (name, count) = one.split_once('=')?;
        Some((name.to_owned(), count.parse().ok()?))
    };
    text.split(',').filter_map(one).collect()
}

fn spelled(counts: &BTreeMap<String, u64>) -> String {
    let all: Vec<_> = counts.iter().map(|(name, count)| format!("{name}={count}")).collect();
    all.join(",")
}

/// The file for what these cases were seen to send. One that did not run was not seen.
pub fn written(cases: &[Case]) -> String {
    let mut seen: HashMap<(&str, &str), usize> = HashMap::new();
    let mut out = String::new();
    for case in cases {
        let nth = seen.entry((&case.feature, &case.scenario)).or_default();
        if matches!(case.outcome, Outcome::Skipped { .. }) {
            *nth += 1;
            continue;
        }
        let _ = writeln!(
            out,
            "{}\t{}\t{nth}\t{}\t{}\t{}\t{}\t{}",
            case.feature,
            case.scenario,
            case.requests,
            case.spent.get("money").copied().unwrap_or_default(),
            spelled(&case.operations),
            case.prepared.cents,
            spelled(&case.prepared.operations)
        );
        *nth += 1;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let text =
            "partner/a.feature\tA name\t0\t3\t1050\tcreateCard=2,deposit=1\t0\tcreateCard=1\n";
        let read = read(text);
        let one = &read[&("partner/a.feature".to_owned(), "A name".to_owned(), 0)];
        assert_eq!(
            one.uses(),
            BTreeMap::from([(Expense::Money, 1050), (Expense::Cards, 2), (Expense::Requests, 3)])
        );
        assert_eq!(one.costs(), [Cost::Money, Cost::CreatesCustomer]);
        let left = BTreeMap::from([("createCard".to_owned(), 1), ("deposit".to_owned(), 1)]);
        assert_eq!(one.unprepared().counts, left);
    }
}
