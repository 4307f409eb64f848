//! Carries a plan out.

use std::{
    collections::{BTreeMap, BTreeSet},
    panic,
    sync::{Arc, LazyLock, Mutex, Once, PoisonError},
    time::Instant,
};

use cucumber::{Cucumber, World as _, cli, gherkin::Feature, runner, step};
use futures::{StreamExt, TryStreamExt, stream};
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::{
    Mismatch, World,
    ledger::Purse,
    plan::{self, Plan},
    report::{Case, Collector, Outcome, Reason, Report, path_of},
    source::Chosen,
    stage::{self, Left},
    target::{Isolation, Surface},
};

/// Where a scenario stands: feature file and line.
type Place = (String, usize);

/// Runs everything that a plan chooses. Verdicts do not depend on the number of jobs.
pub async fn run(plan: &Plan) -> anyhow::Result<Report> {
    run_watched(plan, |_| {}).await
}

/// Runs a plan; `watch` is told of every scenario as soon as its steps are over.
pub async fn run_watched(plan: &Plan, mut watch: impl FnMut(&Case)) -> anyhow::Result<Report> {
    quiet_mismatches();
    let (started, began) = (Timestamp::now(), Instant::now());
    let (features, skipped) = plan.choose()?;
    let purse = Arc::new(Purse::of(&plan.target));
    let mut cases = play(plan, features.clone(), &purse, &mut watch).await?;
    for _ in 0..plan.retries {
        let failed: BTreeSet<_> = cases
            .iter()
            .filter(|case| matches!(case.outcome, Outcome::Failed { .. }))
            .map(|case| case.id.clone())
            .collect();
        if failed.is_empty() {
            break;
        }
        let again = play(plan, only(&features, &failed), &purse, &mut watch).await?;
        for case in again {
            let first = cases.iter_mut().find(|first| first.id == case.id);
            let Some(first) = first else { continue };
            first.flaky |= case.outcome == Outcome::Passed;
            if case.outcome == Outcome::Passed && plan.allow_flaky {
                *first = Case { flaky: true, ..case };
            }
        }
    }
    cases.extend(not_reached(&features, &cases));
    cases.extend(skipped);
    cases.sort_by(|l, r| (&l.feature, l.line).cmp(&(&r.feature, r.line)));
    Ok(Report {
        suite: env!("CARGO_PKG_VERSION").to_owned(),
        target: (&plan.target).into(),
        started: format!("{started:.0}"),
        millis: u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX),
        level: plan.level,
        seed: plan.seed.clone(),
        order: if plan.shuffled { "random" } else { "file" }.to_owned(),
        cases,
        ratchet: Vec::new(),
    })
}

/// Plays scenarios once: all in one lane, or a lane for what has credentials of its own.
async fn play(
    plan: &Plan,
    features: Vec<Feature>,
    purse: &Arc<Purse>,
    watch: &mut impl FnMut(&Case),
) -> anyhow::Result<Vec<Case>> {
    let (lanes, jobs) = match plan.target.isolation {
        Isolation::World => (vec![features], plan.jobs),
        Isolation::Shared => (vec![features], 1),
        Isolation::Credential => (by_surface(features), 1),
    };
    let watch = Mutex::new(watch);
    let told = |case: &Case| (watch.lock().unwrap_or_else(PoisonError::into_inner))(case);
    let lanes = lanes.into_iter().map(|features| play_lane(plan, features, purse, jobs, told));
    // Lanes wait for the network most of the time; one task is enough for all of them.
    let at_once = if plan.target.isolation == Isolation::Credential { plan.jobs } else { 1 };
    let played: Vec<Vec<Case>> =
        stream::iter(lanes).buffer_unordered(at_once.max(1)).try_collect().await?;
    Ok(played.into_iter().flatten().collect())
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

/// Plays scenarios, so many at once.
async fn play_lane(
    plan: &Plan,
    mut features: Vec<Feature>,
    purse: &Arc<Purse>,
    jobs: usize,
    watch: impl FnMut(&Case) + Copy,
) -> anyhow::Result<Vec<Case>> {
    static STEPS: LazyLock<step::Collection<World>> = LazyLock::new(World::collection);
    let client = plan.client()?;
    let left: Arc<Mutex<BTreeMap<Place, Left>>> = Arc::default();
    let (shared, purse) = (Arc::new(plan.clone()), purse.clone());
    if plan.shuffled {
        features = shuffled(features, &plan.seed);
    }

    let mut options = cli::Opts::<cli::Empty, runner::basic::Cli, cli::Empty>::default();
    options.runner.concurrency = Some(jobs.max(1));
    options.runner.fail_fast = plan.fail_fast;
    let kept = left.clone();
    let runner = runner::Basic::default()
        .steps(STEPS.clone())
        .before(move |feature, _, scenario, world| {
            let (plan, client, purse) = (shared.clone(), client.clone(), purse.clone());
            let name = world_name(&plan, &(path_of(feature), scenario.position.line));
            let needs = stage::Needs::of(&plan.target, feature, scenario);
            let first = plan::requirements(&scenario.tags).first().map(|one| one.id.clone());
            let requirement = first.unwrap_or_default();
            Box::pin(async move {
                let props = stage::Props { name: &name, requirement, client, purse, needs };
                stage::set(world, &plan, props).await;
            })
        })
        .after(move |feature, _, scenario, _, world| {
            let (kept, place) = (kept.clone(), (path_of(feature), scenario.position.line));
            Box::pin(async move {
                if let Some(world) = world {
                    let left = stage::clear(world).await;
                    kept.lock().unwrap_or_else(PoisonError::into_inner).insert(place, left);
                }
            })
        });
    let collector = Cucumber::<World, _, (), _, _>::custom(
        Chosen(features),
        runner,
        Collector::watched_by(watch),
    )
    .with_cli(options)
    .run(())
    .await;

    let mut cases = collector.cases;
    let mut left = left.lock().unwrap_or_else(PoisonError::into_inner);
    for case in &mut cases {
        if let Some(left) = left.remove(&(case.feature.clone(), case.line)) {
            complete(case, left, plan.keep_exchanges);
        }
    }
    Ok(cases)
}

/// Adds what only the stage knows of a scenario.
fn complete(case: &mut Case, left: Left, keep_exchanges: bool) {
    case.hits = left.hits;
    case.operations = left.page.operations;
    case.prepared = left.page.prepared;
    let spent = left.page.spent.into_iter();
    case.spent = spent.map(|(kind, amount)| (kind.name().to_owned(), amount)).collect();
    case.requests = case.spent.remove("requests").unwrap_or_default();
    case.left_behind = left.page.left_behind;
    let mut keeps = keep_exchanges;
    match (&case.outcome, left.reading) {
        (Outcome::Passed, Some(reading)) => case.outcome = Outcome::Reading { reading },
        (Outcome::Passed | Outcome::Skipped { .. }, _) => {}
        _ => keeps = true,
    }
    if keeps {
        case.exchanges = left.exchanges;
    }
}

/// Scenarios that were to run and did not, because the run ended before.
fn not_reached(features: &[Feature], cases: &[Case]) -> Vec<Case> {
    let ran: BTreeSet<_> = cases.iter().map(|case| (&case.feature, case.line)).collect();
    let mut rest = Vec::new();
    for feature in features {
        let path = path_of(feature);
        for scenario in &feature.scenarios {
            if !ran.contains(&(&path, scenario.position.line)) {
                let detail = "the run ended at the first failure".to_owned();
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
