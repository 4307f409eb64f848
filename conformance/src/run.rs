//! Carries a plan out.

use std::{
    collections::BTreeMap,
    panic,
    sync::{Arc, Mutex, Once, PoisonError},
};

use cucumber::{Cucumber, World as _, cli, runner};
use sha2::{Digest, Sha256};

use crate::{
    Mismatch, World,
    drivers::Http,
    plan::Plan,
    report::{Collector, Outcome, Report},
    source::Chosen,
    stage::{self, Left},
};

/// Where a scenario stands: feature file and line.
type Place = (String, usize);

/// Runs everything that a plan chooses. Verdicts do not depend on the number of jobs.
pub async fn run(plan: &Plan) -> anyhow::Result<Report> {
    quiet_mismatches();
    let (features, skipped) = plan.choose()?;
    let client = Http::client(plan.target.request_timeout)?;
    let left: Arc<Mutex<BTreeMap<Place, Left>>> = Arc::default();
    let shared = Arc::new(plan.clone());

    let mut options = cli::Opts::<cli::Empty, runner::basic::Cli, cli::Empty>::default();
    options.runner.concurrency = Some(plan.jobs.max(1));
    let kept = left.clone();
    let runner = runner::Basic::default()
        .steps(World::collection())
        .before(move |feature, _, scenario, world| {
            let (plan, client) = (shared.clone(), client.clone());
            let name = world_name(&plan, &place(feature, scenario.position.line));
            Box::pin(async move { stage::set(world, &plan, &name, client).await })
        })
        .after(move |feature, _, scenario, _, world| {
            let (kept, place) = (kept.clone(), place(feature, scenario.position.line));
            Box::pin(async move {
                if let Some(world) = world {
                    let left = stage::clear(world).await;
                    kept.lock().unwrap_or_else(PoisonError::into_inner).insert(place, left);
                }
            })
        });
    let collector =
        Cucumber::<World, _, (), _, _>::custom(Chosen(features), runner, Collector::default())
            .with_cli(options)
            .run(())
            .await;

    let mut cases = collector.cases;
    let mut left = left.lock().unwrap_or_else(PoisonError::into_inner);
    for case in &mut cases {
        let Some(left) = left.remove(&(case.feature.clone(), case.line)) else { continue };
        case.hits = left.hits;
        match (&case.outcome, left.reading) {
            (Outcome::Passed, Some(reading)) => case.outcome = Outcome::Reading(reading),
            (Outcome::Passed, None) => {}
            _ => case.exchanges = left.exchanges,
        }
    }
    cases.extend(skipped);
    cases.sort_by(|l, r| (&l.feature, l.line).cmp(&(&r.feature, r.line)));
    Ok(Report { target: plan.target.name.clone(), seed: plan.seed.clone(), cases })
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

fn place(feature: &cucumber::gherkin::Feature, line: usize) -> Place {
    let path = feature.path.as_ref().map(|path| path.display().to_string());
    (path.unwrap_or_else(|| feature.name.clone()), line)
}

/// The id of a scenario's world: it follows from what is run, so that a run can be repeated, and
/// differs between scenarios and sets of deviations.
fn world_name(plan: &Plan, place: &Place) -> String {
    let mut hash = Sha256::new();
    let text = format!("{}\n{}\n{}\n{:?}", plan.seed, place.0, place.1, plan.deviations);
    hash.update(text);
    format!("c-{}", &hex::encode(hash.finalize())[..24])
}
