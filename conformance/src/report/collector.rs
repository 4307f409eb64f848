//! Files the engine's events by scenario.

use std::collections::BTreeMap;

use cucumber::{
    Event, Writer, cli, event,
    gherkin::{Feature, Scenario, StepType},
    parser, writer,
};

use super::{Case, Outcome};
use crate::World;

/// Collects cases.
#[derive(Default)]
pub(crate) struct Collector {
    pub(crate) cases: Vec<Case>,
    open: BTreeMap<(String, usize), Outcome>,
}

impl Collector {
    fn scenario(&mut self, feature: &Feature, scenario: &Scenario, event: event::Scenario<World>) {
        let path = feature.path.as_ref().map(|path| path.display().to_string());
        let key = (path.unwrap_or_default(), scenario.position.line);
        match event {
            event::Scenario::Started => {
                self.open.insert(key, Outcome::Passed);
            }
            event::Scenario::Background(step, happened) | event::Scenario::Step(step, happened) => {
                let name = format!("{} {}", step.keyword.trim(), step.value);
                let outcome = match happened {
                    event::Step::Failed(.., error) => {
                        let text = match &error {
                            event::StepError::Panic(panic) => cucumber::event::Info::clone(panic)
                                .downcast_ref::<String>()
                                .cloned()
                                .unwrap_or_else(|| error.to_string()),
                            _ => error.to_string(),
                        };
                        Outcome::of_failure(name, &text, step.ty == StepType::Given)
                    }
                    event::Step::Skipped => {
                        Outcome::Error { step: name, why: "nobody taught us this step".to_owned() }
                    }
                    event::Step::Started | event::Step::Passed(..) => return,
                };
                self.open.insert(key, outcome);
            }
            event::Scenario::Finished => {
                if let Some(outcome) = self.open.remove(&key) {
                    self.cases.push(Case::of(feature, scenario, outcome));
                }
            }
            event::Scenario::Hook(..) | event::Scenario::Log(..) => {}
        }
    }
}

impl Writer<World> for Collector {
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
impl writer::Normalized for Collector {}
