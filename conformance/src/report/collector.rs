//! Files the engine's events by scenario.

use std::{collections::BTreeMap, time::Instant};

use cucumber::{
    Event, Writer, cli, event,
    gherkin::{Feature, Scenario, StepType},
    parser, writer,
};

use super::{Case, Done, Outcome, path_of};
use crate::World;

/// Collects cases, and tells somebody about each as soon as it is there.
pub(crate) struct Collector<W> {
    pub(crate) cases: Vec<Case>,
    open: BTreeMap<(String, usize), Open>,
    watch: W,
}

struct Open {
    case: Case,
    /// The step that is next.
    step: usize,
    began: Instant,
    step_began: Instant,
}

impl<W: FnMut(&Case)> Collector<W> {
    pub(crate) fn watched_by(watch: W) -> Self {
        Self { cases: Vec::new(), open: BTreeMap::new(), watch }
    }

    fn scenario(&mut self, feature: &Feature, scenario: &Scenario, event: event::Scenario<World>) {
        let key = (path_of(feature), scenario.position.line);
        let now = Instant::now();
        match event {
            event::Scenario::Started => {
                let case = Case::of(feature, scenario, Outcome::Passed);
                let open = Open { case, step: 0, began: now, step_began: now };
                self.open.insert(key, open);
            }
            event::Scenario::Background(step, happened) | event::Scenario::Step(step, happened) => {
                let Some(open) = self.open.get_mut(&key) else { return };
                let done = match &happened {
                    event::Step::Started => {
                        open.step_began = now;
                        return;
                    }
                    event::Step::Passed(..) => Done::Held,
                    event::Step::Failed(..) | event::Step::Skipped => Done::Failed,
                };
                if let Some(filed) = open.case.steps.get_mut(open.step) {
                    filed.result = done;
                    filed.millis = millis(open.step_began, now);
                }
                open.step += 1;
                let name = format!("{} {}", step.keyword.trim(), step.value);
                match happened {
                    event::Step::Failed(.., error) => {
                        let text = text_of(&error);
                        let preparing = step.ty == StepType::Given;
                        open.case.outcome = Outcome::of_failure(name, &text, preparing);
                    }
                    event::Step::Skipped => {
                        let why = "nobody taught us this step";
                        open.case.outcome = Outcome::of_failure(name, why, false);
                    }
                    event::Step::Started | event::Step::Passed(..) => {}
                }
            }
            event::Scenario::Finished => {
                if let Some(mut open) = self.open.remove(&key) {
                    open.case.millis = millis(open.began, now);
                    (self.watch)(&open.case);
                    self.cases.push(open.case);
                }
            }
            event::Scenario::Hook(..) | event::Scenario::Log(..) => {}
        }
    }
}

fn millis(from: Instant, to: Instant) -> u64 {
    u64::try_from(to.duration_since(from).as_millis()).unwrap_or(u64::MAX)
}

fn text_of(error: &event::StepError) -> String {
    match error {
        event::StepError::Panic(panic) => event::Info::clone(panic)
            .downcast_ref::<String>()
            .cloned()
            .unwrap_or_else(|| error.to_string()),
        _ => error.to_string(),
    }
}

impl<W: FnMut(&Case)> Writer<World> for Collector<W> {
    type Cli = cli::Empty;

    async fn handle_event(
        &mut self,
        event: parser::Result<Event<event::Cucumber<World>>>,
        _: &cli::Empty,
    ) {
        if let Ok(event::Cucumber::Feature(feature, event)) = event.map(Event::into_inner)
            && let event::Feature::Scenario(scenario, event)
            | event::Feature::Rule(_, event::Rule::Scenario(scenario, event)) = event
        {
            self.scenario(&feature, &scenario, event.event);
        }
    }
}

/// Order does not matter: events are filed by scenario.
impl<W> writer::Normalized for Collector<W> {}
