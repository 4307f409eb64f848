//! Carries a plan out.

mod features;
mod lane;
mod threads;

use std::{
    collections::BTreeSet,
    panic,
    pin::pin,
    sync::{Arc, OnceLock},
    time::Instant,
};

use cucumber::gherkin::Feature;
use futures::{StreamExt, TryStreamExt, stream};
use jiff::Timestamp;

use self::{
    features::{by_surface, not_reached, only, shuffled, spread, waiting_first},
    lane::Lane,
};
use crate::{
    Mismatch,
    budget::RunBudget,
    drivers::patience::Patience,
    plan::Plan,
    report::{Case, Outcome, Report},
    stop::Stop,
    target::Isolation,
};

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
    let shared = Arc::new(plan.clone());
    let mut cases = play(&shared, features.clone(), &course, &mut watch).await?;
    for _ in 0..plan.retries {
        let failed: BTreeSet<_> = cases
            .iter()
            .filter(|case| matches!(case.outcome, Outcome::Failed { .. }) && !case.flaky)
            .map(|case| case.id.clone())
            .collect();
        if failed.is_empty() || course.stop.why().is_some() {
            break;
        }
        let again = play(&shared, only(&features, &failed), &course, &mut watch).await?;
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

/// Plays scenarios once: spread over the threads, or in a lane for what has credentials of its own.
/// Scenarios that run when nobody wants to wait any more count as far as they have come.
async fn play(
    plan: &Arc<Plan>,
    mut features: Vec<Feature>,
    course: &Course,
    watch: &mut impl FnMut(&Case),
) -> anyhow::Result<Vec<Case>> {
    features = match plan.shuffled {
        true => shuffled(features, &plan.seed),
        false => waiting_first(features),
    };
    let (lanes, at_once) = match plan.target.isolation {
        Isolation::World => {
            let lanes = spread(features, plan.jobs, threads::count());
            let all = lanes.len();
            (lanes, all)
        }
        Isolation::Shared => (vec![(features, 1)], 1),
        Isolation::Credential => {
            (by_surface(features).into_iter().map(|lane| (lane, 1)).collect(), plan.jobs)
        }
    };
    let (lane, mut over) = Lane::of(plan.clone(), course.clone())?;
    let played = lanes.into_iter().map(|(features, jobs)| {
        let lane = lane.clone();
        threads::play(move || lane.play(features, jobs))
    });
    let all = stream::iter(played).buffer_unordered(at_once.max(1)).try_collect::<Vec<()>>();
    let mut all = pin!(all);
    let mut cases = Vec::new();
    let ended = loop {
        tokio::select! {
            Some(case) = over.recv() => {
                watch(&case);
                cases.push(case);
            }
            ended = &mut all => break ended,
            () = plan.stop.at_once() => break Ok(Vec::new()),
        }
    };
    quiet_mismatches();
    ended?;
    let broken_off = lane.broken_off();
    while let Ok(case) = over.try_recv() {
        watch(&case);
        cases.push(case);
    }
    cases.extend(broken_off);
    Ok(cases)
}

/// The engine carries a step that does not hold as a panic; the report shows it, so the terminal
/// need not. Any other panic speaks as usual.
///
/// The engine silences all panics of the process while it plays and puts back afterwards what it
/// found. Of two threads that play at once the second finds the silence of the first, so this is
/// called again when all have played.
fn quiet_mismatches() {
    static USUAL: OnceLock<Hook> = OnceLock::new();
    let usual = USUAL.get_or_init(panic::take_hook);
    panic::set_hook(Box::new(move |info| {
        if info.payload_as_str().and_then(Mismatch::recover).is_none() {
            usual(info);
        }
    }));
}

/// A function that is told of panics.
type Hook = Box<dyn Fn(&panic::PanicHookInfo<'_>) + Send + Sync + 'static>;
