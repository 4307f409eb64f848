//! Files the engine's events by scenario.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
    time::Instant,
};

use cucumber::{
    Event, Writer, cli,
    event::{self, HookType},
    gherkin::{Feature, Scenario, Step, StepType},
    parser, writer,
};

use super::{Case, Done, Outcome, Reason, path_of};
use crate::World;

/// The scenarios that run at this moment.
#[derive(Default)]
pub(crate) struct Files {
    open: BTreeMap<(String, usize), Open>,
}

struct Open {
    case: Case,
    /// The step that is next.
    step: usize,
    began: Instant,
    step_began: Instant,
    /// Whether it was called off before its first step.
    called_off: bool,
}

impl Files {
    /// The scenarios that run, as far as they have come. They are told of no more.
    pub(crate) fn broken_off(&mut self, why: &str) -> Vec<Case> {
        let outcome =
            Outcome::Skipped { reason: Reason::Filter, detail: format!("{why} while it ran") };
        let open = std::mem::take(&mut self.open).into_values();
        open.map(|open| Case { outcome: outcome.clone(), ..open.case }).collect()
    }
}

/// The payload by which the hook before a scenario unwinds when the scenario is not to begin.
pub(crate) struct CalledOff;

/// Files scenarios, and gives each away as soon as it is over.
pub(crate) struct Collector<F> {
    files: Arc<Mutex<Files>>,
    /// When the run began.
    run_began: Instant,
    finish: F,
}

impl<F: FnMut(Case)> Collector<F> {
    pub(crate) fn of(files: Arc<Mutex<Files>>, run_began: Instant, finish: F) -> Self {
        Self { files, run_began, finish }
    }

    fn scenario(&mut self, feature: &Feature, scenario: &Scenario, event: event::Scenario<World>) {
        let key = (path_of(feature), scenario.position.line);
        let now = Instant::now();
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        match event {
            event::Scenario::Started => {
                let mut case = Case::of(feature, scenario, Outcome::Passed);
                case.began = millis(self.run_began, now);
                let open = Open { case, step: 0, began: now, step_began: now, called_off: false };
                files.open.insert(key, open);
            }
            event::Scenario::Background(step, happened) | event::Scenario::Step(step, happened) => {
                let Some(open) = files.open.get_mut(&key) else { return };
                open.step(&step, happened, now);
            }
            event::Scenario::Hook(HookType::Before, event::Hook::Failed(_, info)) => {
                let Some(open) = files.open.get_mut(&key) else { return };
                open.unprepared(&info);
            }
            event::Scenario::Finished => {
                let Some(mut open) = files.open.remove(&key).filter(|open| !open.called_off) else {
                    return;
                };
                open.case.millis = millis(open.began, now);
                (self.finish)(open.case);
            }
            event::Scenario::Hook(..) | event::Scenario::Log(..) => {}
        }
    }
}

impl Open {
    /// Something happened to a step.
    fn step(&mut self, step: &Step, happened: event::Step<World>, now: Instant) {
        let done = match &happened {
            event::Step::Started => {
                self.step_began = now;
                return;
            }
            event::Step::Passed(..) => Done::Held,
            event::Step::Failed(..) | event::Step::Skipped => Done::Failed,
        };
        if let Some(filed) = self.case.steps.get_mut(self.step) {
            filed.result = done;
            filed.began = millis(self.began, self.step_began);
            filed.millis = millis(self.step_began, now);
        }
        self.step += 1;
        let name = format!("{} {}", step.keyword.trim(), step.value);
        match happened {
            event::Step::Failed(.., error) => {
                let preparing = step.ty == StepType::Given;
                self.case.outcome = Outcome::of_failure(name, &text_of(&error), preparing);
            }
            event::Step::Skipped => {
                let why = "nobody taught us this step";
                self.case.outcome = Outcome::of_failure(name, why, false);
            }
            event::Step::Started | event::Step::Passed(..) => {}
        }
    }

    /// The stage could not be set, so that no step was begun.
    fn unprepared(&mut self, info: &event::Info) {
        if info.is::<CalledOff>() {
            self.called_off = true;
            return;
        }
        let text = info.downcast_ref::<String>().cloned();
        let text = text.unwrap_or_else(|| "the stage could not be set".to_owned());
        self.case.outcome = Outcome::of_failure("the stage is set".to_owned(), &text, true);
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

impl<F: FnMut(Case)> Writer<World> for Collector<F> {
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
impl<F> writer::Normalized for Collector<F> {}
