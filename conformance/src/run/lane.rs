//! A thread's share of the scenarios, played one after the other or so many at once.

use std::{
    collections::BTreeMap,
    panic,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use cucumber::{Cucumber, cli, gherkin::Feature, runner};
use sha2::{Digest, Sha256};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::Course;
use crate::{
    World,
    budget::ScenarioBudget,
    drivers::{Client, Http},
    plan::Plan,
    register,
    report::{CalledOff, Case, Collector, Files, Outcome, path_of},
    source::Chosen,
    stage::{self, Left},
    steps::sentence,
};

/// Feature file and line of a scenario.
type Place = (String, usize);

/// The state that all lanes share.
#[derive(Clone)]
pub(super) struct Lane {
    plan: Arc<Plan>,
    course: Course,
    client: Client,
    files: Arc<Mutex<Files>>,
    /// The HTTP clients of the scenarios that run at this moment.
    stages: Arc<Mutex<BTreeMap<Place, Http>>>,
    /// Where every scenario goes that is over.
    over: UnboundedSender<Case>,
}

impl Lane {
    /// Lanes of this plan, and what comes out of them.
    pub(super) fn of(
        plan: Arc<Plan>,
        course: Course,
    ) -> anyhow::Result<(Self, UnboundedReceiver<Case>)> {
        let (over, cases) = unbounded_channel();
        let (client, files, stages) = (plan.client()?, Arc::default(), Arc::default());
        Ok((Self { plan, course, client, files, stages, over }, cases))
    }

    /// Plays scenarios, so many at once.
    pub(super) async fn play(self, features: Vec<Feature>, jobs: usize) {
        let left = Arc::<Mutex<BTreeMap<Place, Left>>>::default();
        let Self { plan, course, client, files, stages, over } = self;
        let (stop, began, keep_exchanges) =
            (course.stop.clone(), course.began, plan.keep_exchanges);
        let fail_fast = plan.fail_fast;

        let mut options = cli::Opts::<cli::Empty, runner::basic::Cli, cli::Empty>::default();
        options.runner.concurrency = Some(jobs.max(1));
        let (kept, cleared) = (left.clone(), stages.clone());
        let at_end = plan.clone();
        let runner = runner::Basic::default()
            .steps(sentence::collection(&features))
            .before(move |feature, _, scenario, world| {
                let (plan, client, course) = (plan.clone(), client.clone(), course.clone());
                let (stages, place) = (stages.clone(), (path_of(feature), scenario.position.line));
                let name = world_name(&plan, &place);
                let needs = stage::Needs::of(&plan.target, feature, scenario);
                let first =
                    register::requirements(&scenario.tags).first().map(|one| one.id.clone());
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
                let (kept, stages, plan) = (kept.clone(), cleared.clone(), at_end.clone());
                let place = (path_of(feature), scenario.position.line);
                Box::pin(async move {
                    if let Some(world) = world {
                        let left = stage::clear(world, &plan).await;
                        locked(&stages).remove(&place);
                        locked(&kept).insert(place, left);
                    }
                })
            });
        let finish = |mut case: Case| {
            if let Some(left) = locked(&left).remove(&(case.feature.clone(), case.line)) {
                complete(&mut case, left, keep_exchanges);
            }
            if fail_fast && case.outcome.failure().is_some() {
                stop.soon("the run ended at the first failure");
            }
            // Nobody listens any more where nobody waited for what runs.
            let _ = over.send(case);
        };
        Cucumber::<World, _, (), _, _>::custom(
            Chosen(features),
            runner,
            Collector::of(files, began, finish),
        )
        .with_cli(options)
        .run(())
        .await;
    }

    /// The scenarios that run although nobody waits for them any more. What comes to its end after
    /// this is told to nobody.
    pub(super) fn broken_off(&self) -> Vec<Case> {
        let why = self.course.stop.why().unwrap_or_default();
        let open = locked(&self.files).broken_off(&why).into_iter().map(|mut case| {
            let http = locked(&self.stages).remove(&(case.feature.clone(), case.line));
            if let Some(http) = http {
                complete(&mut case, Left::of(&http), true);
                if !self.plan.keep_exchanges {
                    case.cap();
                }
            }
            case
        });
        open.collect()
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Adds what only the stage knows of a scenario.
fn complete(case: &mut Case, mut left: Left, keep_exchanges: bool) {
    let usage = std::mem::take(&mut left.usage);
    case.hits = left.hits;
    case.observed = std::mem::take(&mut left.observed);
    case.operations = usage.operations;
    case.prepared = usage.prepared;
    let spent = usage.spent.into_iter();
    case.spent = spent.map(|(kind, amount)| (kind.name().to_owned(), amount)).collect();
    case.requests = case.spent.remove("requests").unwrap_or_default();
    case.left_behind = usage.left_behind;
    let mut keeps = keep_exchanges;
    if let (Outcome::Passed, Some(why)) = (&case.outcome, left.unread.take()) {
        let step = "the sandbox tells what it counted".to_owned();
        case.outcome = Outcome::Blocked { step, why };
    }
    match (&case.outcome, left.reading.take()) {
        (Outcome::Passed, Some(reading)) => case.outcome = Outcome::Reading { reading },
        (Outcome::Passed | Outcome::Skipped { .. }, _) => {}
        _ => keeps = true,
    }
    if keeps {
        case.exchanges = left.exchanges();
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
