//! The scenarios that run, and the reason of each that does not.

mod filter;
mod mistake;

use std::{
    collections::BTreeSet,
    sync::{Arc, OnceLock},
};

use cucumber::{
    gherkin::{Feature, Scenario, tagexpr::TagOperation},
    tag::Ext as _,
};

use self::filter::Wanted;
use crate::{
    budget,
    drivers::Client,
    register::{self, Level},
    rehearsal,
    report::{Case, Outcome, Reason, Reproduction, path_of},
    source::Source,
    stop::Stop,
    target::{Capability, Cost, Kind, Surface, Target},
};

/// A run that was asked for.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The implementation under test, with what may be done to it.
    pub target: Target,
    /// The origin of features.
    pub source: Source,
    /// The filter: beginnings of requirement ids, or feature files with or without a line;
    /// none means all.
    pub filter: Vec<String>,
    /// The expression that tags have to fit.
    pub tags: Option<TagOperation>,
    /// Only the scenarios of these ids.
    pub only: Option<BTreeSet<String>>,
    /// The highest level judged.
    pub level: Level,
    /// The number of scenarios that run at once.
    pub jobs: usize,
    /// The seed of all worlds.
    pub seed: String,
    /// The name of the run, by which its worlds differ from those of runs of the same seed that use
    /// the same sandbox at the same time; empty for one that is alone.
    pub name: String,
    /// Deviations that every world is made with.
    pub deviations: Vec<String>,
    /// Whether the order is shuffled by the seed.
    pub shuffled: bool,
    /// Whether the first failure ends the run.
    pub fail_fast: bool,
    /// The number of further attempts at a scenario that failed.
    pub retries: usize,
    /// Whether a scenario that held only when tried again counts as passed.
    pub allow_flaky: bool,
    /// Whether exchanges of scenarios that passed are kept as well.
    pub keep_exchanges: bool,
    /// True when the requests of each scenario are kept as the sandbox has logged them.
    pub observes: bool,
    /// The HTTP client, made when it is first needed.
    pub client: Arc<OnceLock<Client>>,
    /// The options that show a part of it again.
    pub again: Reproduction,
    /// Readings that every world is made with: ambiguity and name.
    pub readings: Vec<(String, String)>,
    /// Ends its runs early.
    pub stop: Stop,
}

impl Plan {
    /// Everything that a target can be judged by.
    pub fn of(target: Target) -> Self {
        let again = match &target.kind {
            Kind::Sandbox { control, .. } => {
                let url = control.trim_end_matches("/_sandbox");
                Reproduction { target: format!("sandbox={url}"), ..Reproduction::default() }
            }
            Kind::Foreign => Reproduction::default(),
        };
        Self {
            level: target.level,
            jobs: target.default_jobs(),
            target,
            source: Source::default(),
            filter: Vec::new(),
            tags: None,
            only: None,
            seed: "conformance".to_owned(),
            name: String::new(),
            deviations: Vec::new(),
            shuffled: false,
            fail_fast: false,
            retries: 0,
            allow_flaky: false,
            keep_exchanges: false,
            observes: false,
            client: Arc::default(),
            again,
            readings: Vec::new(),
            stop: Stop::default(),
        }
    }

    /// The HTTP client of all runs of this plan.
    pub(crate) fn client(&self) -> anyhow::Result<Client> {
        if let Some(client) = self.client.get() {
            return Ok(client.clone());
        }
        let mut client = Client::new(self.target.request_timeout, &self.target.tls)?;
        if let Kind::Sandbox { control, .. } = &self.target.kind {
            client = client.with_sandbox(control)?;
        }
        Ok(self.client.get_or_init(|| client).clone())
    }

    /// The features with the scenarios that run, and the scenarios that do not. What was asked for
    /// and is not there is an error.
    pub fn choose(&self) -> anyhow::Result<(Vec<Feature>, Vec<Case>)> {
        let all = self.source.read()?;
        let features: &[Feature] = &all;
        let wanted = filter::read(&self.filter, &self.source, features)?;
        self.tags.as_ref().map_or(Ok(()), |tags| filter::check_tags(tags, features))?;
        self.only.as_ref().map_or(Ok(()), |only| filter::check_only(only, features))?;
        let (mut chosen, mut skipped) = (Vec::new(), Vec::new());
        for feature in features {
            let mut scenarios = Vec::new();
            for scenario in &feature.scenarios {
                if !self.asks_for(&wanted, feature, scenario) {
                    continue;
                }
                if let Some(outcome) = mistake::of(scenario) {
                    skipped.push(Case::of(feature, scenario, outcome));
                    continue;
                }
                match self.reason_to_skip(feature, scenario) {
                    None => scenarios.push(scenario.clone()),
                    Some((reason, detail)) => {
                        let outcome = Outcome::Skipped { reason, detail };
                        skipped.push(Case::of(feature, scenario, outcome));
                    }
                }
            }
            if !scenarios.is_empty() {
                chosen.push(with_scenarios(feature, scenarios));
            }
        }
        Ok((chosen, skipped))
    }

    /// Whether a requirement is asked for: by its id, or by a place at which it is `judged`.
    pub(crate) fn asks_for_requirement(
        &self,
        id: &str,
        features: &[Feature],
        judged: impl Fn(&str) -> bool,
    ) -> bool {
        let asks = |text: &String| match Wanted::of(text, &self.source, features) {
            Wanted::Id(prefix) => id.starts_with(&prefix),
            Wanted::Place { .. } => judged(id),
        };
        self.filter.is_empty() || self.filter.iter().any(asks)
    }

    fn asks_for(&self, wanted: &[Wanted], feature: &Feature, scenario: &Scenario) -> bool {
        let id = || format!("{}:{}", path_of(feature), scenario.position.line);
        (wanted.is_empty() || wanted.iter().any(|one| one.matches(feature, scenario)))
            && self.only.as_ref().is_none_or(|only| only.contains(&id()))
            && self.tags.as_ref().is_none_or(|tags| tags.eval(&scenario.tags))
    }

    fn reason_to_skip(&self, feature: &Feature, scenario: &Scenario) -> Option<(Reason, String)> {
        let requirements = register::requirements(&scenario.tags);
        let surfaces = requirements.iter().filter_map(|one| Surface::of(&one.id));
        if let Some(surface) = surfaces.into_iter().find(|one| !self.target.has(*one)) {
            return Some((Reason::Capability, format!("surface {surface}")));
        }
        if let Some(above) = requirements.iter().find(|one| one.level > self.level) {
            return Some((Reason::Level, above.level.to_string()));
        }
        let of_requirements = requirements.iter().flat_map(|one| one.needs.iter().copied());
        let lacks = |need: &Capability| !self.target.capabilities.contains(need);
        if let Some(need) = of_requirements.chain(needs(&scenario.tags)).find(lacks) {
            return Some((Reason::Capability, need.to_string()));
        }
        self.too_dear(feature, scenario).map(|why| (Reason::SafeMode, why))
    }

    /// The reason that forbids a scenario on this target: a cost that its tags or its rehearsal
    /// name.
    fn too_dear(&self, feature: &Feature, scenario: &Scenario) -> Option<String> {
        let (environment, safety) = (self.target.environment, &self.target.safety);
        let allowed = |cost: &Cost| environment.permits(*cost) || safety.allow.contains(cost);
        let tagged = scenario.tags.iter().filter_map(|tag| Cost::named(tag));
        if let Some(cost) = tagged.into_iter().find(|cost| !allowed(cost)) {
            return Some(format!(
                "{cost} is not allowed on {} (--allow {cost})",
                environment.word()
            ));
        }
        let rehearsed = rehearsal::on(&self.target, feature, scenario)?;
        let mut operations = rehearsed.operations();
        operations.find_map(|operation| budget::forbidden(environment, safety, &operation))
    }
}

/// A feature with these of its scenarios.
fn with_scenarios(feature: &Feature, scenarios: Vec<Scenario>) -> Feature {
    let Feature {
        keyword, name, description, background, rules, tags, span, position, path, ..
    } = feature;
    Feature {
        keyword: keyword.clone(),
        name: name.clone(),
        description: description.clone(),
        background: background.clone(),
        scenarios,
        rules: rules.clone(),
        tags: tags.clone(),
        span: *span,
        position: *position,
        path: path.clone(),
    }
}

/// The capabilities that a scenario needs beyond its requirement: tags `@needs:clock`.
fn needs(tags: &[String]) -> impl Iterator<Item = Capability> + '_ {
    tags.iter().filter_map(|tag| Capability::named(tag.strip_prefix("needs:")?))
}
