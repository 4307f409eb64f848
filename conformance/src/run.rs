//! Carries a plan out.

use std::{
    collections::{BTreeMap, BTreeSet},
    panic,
    sync::{Arc, Mutex, MutexGuard, Once, PoisonError},
    time::Instant,
};

use cucumber::{Cucumber, cli, gherkin::Feature, runner};
use futures::{StreamExt, TryStreamExt, stream};
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::{
    Mismatch, World,
    budget::{RunBudget, ScenarioBudget},
    drivers::{Http, patience::Patience},
    plan::{self, Plan},
    report::{CalledOff, Case, Collector, Files, Outcome, Reason, Report, path_of},
    source::Chosen,
    stage::{self, Left},
    steps::sentence,
    stop::Stop,
    target::{Isolation, Surface},
};

/// Feature file and line of a scenario.
type Place = (String, usize);

/// Runs everything that a plan chooses. Verdicts do not depend on the number of jobs.
pub async fn run(plan: &Plan) -> anyhow::Result<Report> {
    run_watched(plan, |_| {}).await
}

/// Runs a plan; `watch` is told of every scenario as soon as it is over.
pub async fn run_watched(plan: &Plan, mut watch: impl FnMut(&Case)) -> anyhow::Result<Report> {
    quiet_mismatches();
    let (started, began) = (Timestamp::now(), Instant::now());
    let (features, skipped) = plan.choose()?;
    let stop = plan.stop.within();
    let course = Course {
        began,
        budget: Arc::new(RunBudget::of(&plan.target)),
        patience: Arc::new(Patience::of(&plan.target, stop.clone())),
        stop,
    };
    let mut cases = play(plan, features.clone(), &course, &mut watch).await?;
    for _ in 0..plan.retries {
        let failed: BTreeSet<_> = cases
            .iter()
            .filter(|case| matches!(case.outcome, Outcome::Failed { .. }) && !case.flaky)
            .map(|case| case.id.clone())
            .collect();
        if failed.is_empty() || course.stop.why().is_some() {
            break;
        }
        let again = play(plan, only(&features, &failed), &course, &mut watch).await?;
        for case in again {
            let first = cases.iter_mut().find(|first| first.id == case.id);
            let Some(first) = first else { continue };
            tried_again(first, case, plan.allow_flaky);
        }
    }
    cases.extend(not_reached(&features, &cases, course.stop.why().as_deref()));
    cases.extend(skipped);
    cases.sort_by(|l, r| (&l.feature, l.line).cmp(&(&r.feature, r.line)));
    Ok(Report {
        suite: env!("CARGO_PKG_VERSION").to_owned(),
        target: (&plan.target).into(),
        started: format!("{started:.3}"),
        millis: u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX),
        level: plan.level,
        seed: plan.seed.clone(),
        order: if plan.shuffled { "random" } else { "file" }.to_owned(),
        again: plan.again.clone(),
        cases,
        ratchet: Vec::new(),
        ended_by: plan.stop.by_signal(),
    })
}

/// A scenario that failed was tried again: one that held is flaky, and counts as passed where that
/// is allowed.
fn tried_again(first: &mut Case, again: Case, allow_flaky: bool) {
    if again.outcome != Outcome::Passed {
        first.attempts.extend(again.attempt());
        return;
    }
    first.flaky = true;
    if allow_flaky {
        let failed = first.attempt().into_iter().chain(std::mem::take(&mut first.attempts));
        *first = Case { flaky: true, attempts: failed.collect(), ..again };
    }
}

/// The state that all scenarios of a run share.
#[derive(Clone)]
struct Course {
    began: Instant,
    budget: Arc<RunBudget>,
    patience: Arc<Patience>,
    stop: Stop,
}

/// Plays scenarios once: all in one lane, or a lane for what has credentials of its own. What runs
/// when nobody wants to wait any more counts as far as it has come.
async fn play(
    plan: &Plan,
    features: Vec<Feature>,
    course: &Course,
    watch: &mut impl FnMut(&Case),
) -> anyhow::Result<Vec<Case>> {
    let (lanes, jobs) = match plan.target.isolation {
        Isolation::World => (vec![features], plan.jobs),
        Isolation::Shared => (vec![features], 1),
        Isolation::Credential => (by_surface(features), 1),
    };
    let lane = Lane { plan, course, jobs, files: Arc::default(), stages: Arc::default() };
    let watch = Mutex::new(watch);
    let told = |case: &Case| (watch.lock().unwrap_or_else(PoisonError::into_inner))(case);
    let played = lanes.into_iter().map(|features| lane.play(features, told));
    // Lanes wait for the network most of the time; one task is enough for all of them.
    let at_once = if plan.target.isolation == Isolation::Credential { plan.jobs } else { 1 };
    let all = stream::iter(played).buffer_unordered(at_once.max(1)).try_collect::<Vec<()>>();
    let ended = tokio::select! {
        ended = all => ended.map(drop),
        () = plan.stop.at_once() => Ok(()),
    };
    ended?;
    Ok(lane.cases())
}

/// The state that all lanes share.
struct Lane<'a> {
    plan: &'a Plan,
    course: &'a Course,
    /// The number of scenarios of a lane that run at once.
    jobs: usize,
    files: Arc<Mutex<Files>>,
    /// The HTTP clients of the scenarios that run at this moment.
    stages: Arc<Mutex<BTreeMap<Place, Http>>>,
}

impl Lane<'_> {
    /// Plays scenarios, so many at once.
    async fn play(
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
                        let left = stage::clear(world).await;
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
    fn cases(&self) -> Vec<Case> {
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

/// The scenarios of each surface, in order.
fn by_surface(features: Vec<Feature>) -> Vec<Vec<Feature>> {
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

/// Adds what only the stage knows of a scenario.
fn complete(case: &mut Case, left: Left, keep_exchanges: bool) {
    case.hits = left.hits;
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

/// Scenarios that were to run and did not, because the run ended before.
fn not_reached(features: &[Feature], cases: &[Case], why: Option<&str>) -> Vec<Case> {
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
fn only(features: &[Feature], ids: &BTreeSet<String>) -> Vec<Feature> {
    let mut features = features.to_vec();
    for feature in &mut features {
        let path = path_of(feature);
        feature.scenarios.retain(|one| ids.contains(&format!("{path}:{}", one.position.line)));
    }
    features.retain(|feature| !feature.scenarios.is_empty());
    features
}

/// One feature per scenario, in an order that follows from the seed.
fn shuffled(features: Vec<Feature>, seed: &str) -> Vec<Feature> {
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

/// The engine carries a step that does not hold as a panic; the report shows it, so the terminal
/// need not. Any other panic speaks as usual.
fn quiet_mismatches() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if info.payload_as_str().and_then(Mismatch::recover).is_none() {
                usual(info);
            }
        }));
    });
}

/// The id of a scenario's world: it follows from what is run, so that a run can be repeated, and
/// differs between scenarios and sets of deviations.
fn world_name(plan: &Plan, place: &Place) -> String {
    let mut hash = Sha256::new();
    let Plan { seed, deviations, readings, .. } = plan;
    let text = format!("{seed}\n{}\n{}\n{deviations:?}\n{readings:?}", place.0, place.1);
    hash.update(text);
    format!("c-{}", &hex::encode(hash.finalize())[..24])
}
