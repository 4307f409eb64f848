//! Gives every scenario a world of its own, or the configured credentials, and takes it down.

use std::{collections::BTreeMap, sync::Arc};

use cucumber::gherkin::{Feature, Scenario};
use jiff::Timestamp;
use serde_json::json;

use crate::{
    Mismatch, StepResult, World,
    budget::{ScenarioBudget, Usage},
    drivers::{Control, Http, hook::Office},
    exchange::Exchange,
    mismatch::Class,
    plan::Plan,
    rehearsal,
    report::Observed,
    surfaces,
    target::{Expense, Kind, Surface, Target},
};

/// The ingredients of the stage of one scenario.
pub(crate) struct Props<'a> {
    /// The id of its world.
    pub(crate) name: &'a str,
    /// The requirement that it judges first.
    pub(crate) requirement: String,
    /// The HTTP client.
    pub(crate) http: Http,
    /// The expenses that are known beforehand.
    pub(crate) needs: Needs,
}

/// Expenses that a scenario is known to have: with the making of what it starts from and, where the
/// target file names such things, without.
#[derive(Debug, Default)]
pub(crate) struct Needs {
    whole: BTreeMap<Expense, u64>,
    least: Option<BTreeMap<Expense, u64>>,
}

impl Needs {
    /// The expenses of the rehearsal.
    pub(crate) fn of(target: &Target, feature: &Feature, scenario: &Scenario) -> Self {
        let Some(rehearsed) = rehearsal::on(target, feature, scenario) else {
            return Self::default();
        };
        let knows = rehearsal::knows(target, scenario);
        let least = knows.then(|| rehearsed.unprepared().uses());
        Self { whole: rehearsed.uses(), least }
    }

    /// Sets it aside; what cannot be made any more has to be there already.
    fn reserve(&self, budget: &ScenarioBudget) -> StepResult {
        match (budget.reserve(&self.whole), &self.least) {
            (Err(_), Some(least)) => budget.reserve(least),
            (reserved, _) => reserved,
        }
    }
}

/// Sets the stage; what goes wrong is the world's trouble.
pub(crate) async fn set(world: &mut World, plan: &Plan, props: Props<'_>) {
    world.target = Some(Arc::new(plan.target.clone()));
    let http = props.http;
    world.http = Some(http.clone());
    if let Err(trouble) = props.needs.reserve(http.budget()) {
        world.trouble = Some(trouble);
        return;
    }
    let judged = Surface::of(&props.requirement).unwrap_or(Surface::PG);
    world.office = plan.target.hook.clone().map(|hook| Office {
        hook: Arc::new(hook),
        run: plan.seed.clone(),
        surface: judged,
        scenario: props.requirement,
        http: http.clone(),
        used: Arc::default(),
    });
    if let Err(trouble) = try_set(world, plan, (props.name, judged), &http).await {
        world.trouble = Some(trouble.while_preparing());
    }
}

/// Makes the scenario's world where the target has worlds, and names who acts on each surface.
async fn try_set(
    world: &mut World,
    plan: &Plan,
    (name, judged): (&str, Surface),
    http: &Http,
) -> StepResult {
    if let Kind::Sandbox { control, token } = &plan.target.kind {
        let control = Control {
            base: control.clone(),
            token: token.clone(),
            world: name.to_owned(),
            clock: world.clock.clone(),
            http: http.clone(),
        };
        world.chosen_readings = plan.readings.iter().cloned().collect();
        let definition = json!({
            "seed": plan.seed,
            "clock": {"mode": "running", "at": birth(Timestamp::now())},
            "labels": {"suite": "conformance", "scenario": name},
            "deviations": plan.deviations,
            "readings": world.chosen_readings,
        });
        world.born = control.make(definition.clone()).await?;
        world.sandbox.definition = definition;
        world.control = Some(control);
    }
    plan.target.surfaces.set_stage(world, judged, &plan.target, http)
}

/// World time at which the worlds of scenarios begin: shortly before the last full minute. The
/// worlds of a minute have one origin so, and a sandbox need not make the same things for each of
/// them. It is no full second: a format that cuts off fractions has something to cut off.
fn birth(now: Timestamp) -> Timestamp {
    const BEFORE: i64 = 765_433;
    const MINUTE: i64 = 60_000_000;
    let micros = now.as_microsecond().div_euclid(MINUTE) * MINUTE - BEFORE;
    Timestamp::from_microsecond(micros).unwrap_or(now)
}

/// A credential of a new world, which the control plane tells when it has made the world.
pub(crate) fn told<T>(credential: Option<T>, whose: &str) -> StepResult<T> {
    let lacking =
        || Mismatch::precondition(format!("{whose} in a new world"), "the control plane told none");
    credential.ok_or_else(lacking)
}

/// The record of a scenario once its steps are over.
#[derive(Default)]
pub(crate) struct Left {
    pub(crate) hits: u64,
    pub(crate) observed: Observed,
    /// Why hits or what was observed are not whole: the sandbox did not answer any more.
    pub(crate) unread: Option<Mismatch>,
    pub(crate) reading: Option<String>,
    pub(crate) usage: Usage,
    /// The HTTP client, and the number of exchanges that are the scenario's.
    sent: Option<(Http, usize)>,
}

impl Left {
    /// The record of a scenario that has not come to its end.
    pub(crate) fn of(http: &Http) -> Self {
        let (sent, usage) = (Some((http.clone(), http.sent())), http.budget().close());
        Self { sent, usage, ..Self::default() }
    }

    /// The exchanges of the scenario, without secrets.
    pub(crate) fn exchanges(&self) -> Vec<Exchange> {
        self.sent.as_ref().map(|(http, most)| http.first_exchanges(*most)).unwrap_or_default()
    }
}

/// Takes the stage down. What the sandbox has logged is kept where the plan `observes`; how often
/// the deviations of a plan decided something is asked where it has any.
pub(crate) async fn clear(world: &World, plan: &Plan) -> Left {
    let (mut hits, mut observed, mut unread) = (0, Observed::default(), None);
    // What taking it down sends is none of the scenario's.
    let sent = world.http.as_ref().map(|http| (http.clone(), http.sent()));
    for control in world.controls().into_iter().filter(|_| world.trouble.is_none()) {
        if !plan.deviations.is_empty() {
            let counted = read(control.deviations().await, &mut unread);
            hits += counted.into_iter().map(|(_, hits)| hits).sum::<u64>();
        }
        if plan.observes {
            observed.requests.extend(read(control.requests().await, &mut unread));
            observed.events.extend(read(control.events().await, &mut unread));
        }
        // A world that stays expires by itself.
        let _ = control.delete().await;
    }
    if let Some(browser) = &world.partner.browser {
        browser.close().await;
    }
    tidy(world).await;
    let left = world.http.as_ref().map(Left::of).unwrap_or_default();
    Left { hits, observed, unread, reading: world.reading.clone(), sent, ..left }
}

/// The value that a sandbox tells of a world. One that the scenario took down has nothing to tell;
/// a sandbox that does not answer leaves it unread.
fn read<T: Default>(told: StepResult<T>, unread: &mut Option<Mismatch>) -> T {
    told.unwrap_or_else(|trouble| {
        if trouble.class == Class::Unreachable {
            unread.get_or_insert(trouble);
        }
        T::default()
    })
}

/// Takes away what would reach into the next scenario on a target without worlds. What cannot be
/// taken away stays; it is no failure of this scenario.
async fn tidy(world: &World) {
    if world.on_sandbox() {
        return;
    }
    surfaces::tidy(world).await;
    if let Some(office) = &world.office {
        office.clean_up().await;
    }
}
