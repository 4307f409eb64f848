//! Which scenarios run, and why the others do not.

use cucumber::gherkin::{Feature, Scenario};

use crate::{
    register::{Level, Requirement, register},
    report::{Case, Outcome},
    source::Source,
    target::{Capability, Surface, Target},
};

/// A run that was asked for.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The implementation under test.
    pub target: Target,
    /// Where features come from.
    pub source: Source,
    /// Prefixes of requirement ids; none means all.
    pub filter: Vec<String>,
    /// The highest level judged.
    pub level: Level,
    /// How many scenarios run at once.
    pub jobs: usize,
    /// From which the seeds of all worlds follow.
    pub seed: String,
    /// Deviations that every world is made with.
    pub deviations: Vec<String>,
}

impl Plan {
    /// Everything that a target can be judged by.
    pub fn of(target: Target) -> Self {
        Self {
            level: target.level,
            jobs: target.default_jobs(),
            target,
            source: Source::default(),
            filter: Vec::new(),
            seed: "conformance".to_owned(),
            deviations: Vec::new(),
        }
    }

    /// The features with the scenarios that run, and the scenarios that do not.
    pub fn choose(&self) -> anyhow::Result<(Vec<Feature>, Vec<Case>)> {
        let mut features = self.source.read()?;
        let mut skipped = Vec::new();
        for feature in &mut features {
            let whole = feature.clone();
            feature.scenarios.retain(|scenario| match self.reason_to_skip(scenario) {
                None => true,
                Some(Skip::Unasked) => false,
                Some(Skip::Because(reason)) => {
                    skipped.push(Case::of(&whole, scenario, Outcome::Skipped(reason)));
                    false
                }
            });
        }
        features.retain(|feature| !feature.scenarios.is_empty());
        Ok((features, skipped))
    }

    fn reason_to_skip(&self, scenario: &Scenario) -> Option<Skip> {
        let requirements = requirements(&scenario.tags);
        let asked = |requirement: &&Requirement| {
            self.filter.is_empty()
                || self.filter.iter().any(|prefix| requirement.id.starts_with(prefix.as_str()))
        };
        if !requirements.iter().any(asked) {
            return Some(Skip::Unasked);
        }
        let surfaces = requirements.iter().filter_map(|one| Surface::of(&one.id));
        if let Some(surface) = surfaces.into_iter().find(|one| !self.target.has(*one)) {
            return Some(Skip::Because(format!("capability: surface {surface}")));
        }
        if let Some(above) = requirements.iter().find(|one| one.level > self.level) {
            return Some(Skip::Because(format!("level: {}", above.level)));
        }
        let of_requirements = requirements.iter().flat_map(|one| one.needs.iter().copied());
        let lacks = |need: &Capability| !self.target.capabilities.contains(need);
        of_requirements
            .chain(needs(&scenario.tags))
            .find(lacks)
            .map(|need| Skip::Because(format!("capability: {need}")))
    }
}

enum Skip {
    Unasked,
    Because(String),
}

/// What a scenario needs beyond its requirement: tags `@needs:clock`.
fn needs(tags: &[String]) -> impl Iterator<Item = Capability> + '_ {
    tags.iter().filter_map(|tag| Capability::named(tag.strip_prefix("needs:")?))
}

/// The requirements that tags name.
pub fn requirements(tags: &[String]) -> Vec<&'static Requirement> {
    tags.iter().filter_map(|tag| register().get(tag)).collect()
}
