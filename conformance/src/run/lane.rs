//! Scenarios that are played one after the other, or so many at once.

use std::{
    collections::BTreeMap,
    panic,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use cucumber::{Cucumber, cli, gherkin::Feature, runner};
use sha2::{Digest, Sha256};

use super::{Course, features::shuffled};
use crate::{
    World,
    budget::ScenarioBudget,
    drivers::Http,
    plan::{self, Plan},
    report::{CalledOff, Case, Collector, Files, Outcome, path_of},
    source::Chosen,
    stage::{self, Left},
    steps::sentence,
};

/// Feature file and line of a scenario.
type Place = (String, usize);

/// The state that all lanes share.
pub(super) struct Lane<'a> {
    pub(super) plan: &'a Plan,
    pub(super) course: &'a Course,
    /// The number of scenarios of a lane that run at once.
    pub(super) jobs: usize,
    pub(super) files: Arc<Mutex<Files>>,
    /// The HTTP clients of the scenarios that run at this moment.
    pub(super) stages: Arc<Mutex<BTreeMap<Place, Http>>>,
}

impl Lane<'_> {
    /// Plays scenarios, so many at once.
    pub(super) async fn play(
        &self,
        mut features: Vec<Feature>,
        watch: impl FnMut(&Case) + Copy,
    ) -> anyhow::Result<()> {
        let (client, left) = (self.plan.client()?, Arc::<Mutex<BTreeMap<Place, Left>>>::default());
        let (plan, course, stages) =
            (Arc::new(self.plan.clone()), self.course.clone(), self.stages.clone());
        if plan.shuffled {
            features = shuffled(features, &plan.seed);
        }

        let mut options = cli::Opts::<cli::Empty, runner::basic::Cli, cli::Empty>::default();
        options.runner.concurrency = Some(self.jobs.max(1));
        let (kept, cleared) = (left.clone(), stages.clone());
        let observes = plan.observes;
        let runner = runner::Basic::default()
            .steps(sentence::collection(&features))
            .before(move |feature, _, scenario, world| {
                let (plan, client, course) = (plan.clone(), client.clone(), course.clone());
                let (stages, place) = (stages.clone(), (path_of(feature), scenario.position.line));
                let name = world_name(&plan, &place);
                let needs = stage::Needs::of(&plan.target, feature, scenario);
                let first = plan::requirements(&scenario.tags).first().map(|one| one.id.clone());
                let requirement = first.unwrap_or_default();
                Box::pin(async move {
                    if course.stop.why().is_some() {
                        panic::resume_unwind(Box::new(CalledOff));
                    }
                    let Course { budget, patience, .. } = course;
                    let budget = Arc::new(ScenarioBudget::of(budget));
                    let http = Http::new(client).within(budget).patient(patience);
                    locked(&stages).insert(place, http.clone());
                    let props = stage::Props { name: &name, requirement, http, needs };
                    stage::set(world, &plan, props).await;
                    // No step is begun on a stage that could not be set.
                    if let Some(trouble) = &world.trouble {
                        panic::resume_unwind(Box::new(trouble.to_string()));
                    }
                })
            })
            .after(move |feature, _, scenario, _, world| {
                let (kept, stages) = (kept.clone(), cleared.clone());
                let place = (path_of(feature), scenario.position.line);
                Box::pin(async move {
                    if let Some(world) = world {
                        let left = stage::clear(world, observes).await;
                        locked(&stages).remove(&place);
                        locked(&kept).insert(place, left);
                    }
                })
            });
        let mut watch = watch;
        let finish = |case: &mut Case| {
            if let Some(left) = locked(&left).remove(&(case.feature.clone(), case.line)) {
                complete(case, left, self.plan.keep_exchanges);
            }
            if self.plan.fail_fast && case.outcome.failure().is_some() {
                self.course.stop.soon("the run ended at the first failure");
            }
            watch(case);
        };
        Cucumber::<World, _, (), _, _>::custom(
            Chosen(features),
            runner,
            Collector::of(self.files.clone(), self.course.began, finish),
        )
        .with_cli(options)
        .run(())
        .await;
        Ok(())
    }

    /// The scenarios that are over and, where they were not waited for, those that run.
    pub(super) fn cases(&self) -> Vec<Case> {
        let mut files = locked(&self.files);
        let why = self.course.stop.why().unwrap_or_default();
        let open = files.broken_off(&why).into_iter().map(|mut case| {
            let http = locked(&self.stages).remove(&(case.feature.clone(), case.line));
            if let Some(http) = http {
                complete(&mut case, Left::of(&http), true);
                if !self.plan.keep_exchanges {
                    case.cap();
                }
            }
            case
        });
        let open: Vec<_> = open.collect();
        files.cases.drain(..).chain(open).collect()
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Adds what only the stage knows of a scenario.
fn complete(case: &mut Case, left: Left, keep_exchanges: bool) {
    case.hits = left.hits;
    case.observed = left.observed;
    case.operations = left.usage.operations;
    case.prepared = left.usage.prepared;
    let spent = left.usage.spent.into_iter();
    case.spent = spent.map(|(kind, amount)| (kind.name().to_owned(), amount)).collect();
    case.requests = case.spent.remove("requests").unwrap_or_default();
    case.left_behind = left.usage.left_behind;
    let mut keeps = keep_exchanges;
    match (&case.outcome, left.reading) {
        (Outcome::Passed, Some(reading)) => case.outcome = Outcome::Reading { reading },
        (Outcome::Passed | Outcome::Skipped { .. }, _) => {}
        _ => keeps = true,
    }
    if keeps {
        case.exchanges = left.exchanges;
    }
    if !keep_exchanges {
        case.cap();
    }
}

/// The id of a scenario's world: it follows from what is run, so that a run can be repeated, and
/// differs between runs, scenarios and sets of deviations.
fn world_name(plan: &Plan, place: &Place) -> String {
    let mut hash = Sha256::new();
    let Plan { seed, name, deviations, readings, .. } = plan;
    let text = format!("{seed}\n{name}\n{}\n{}\n{deviations:?}\n{readings:?}", place.0, place.1);
    hash.update(text);
    format!("c-{}", &hex::encode(hash.finalize())[..24])
}
