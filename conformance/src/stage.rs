//! Gives every scenario a world of its own, or the configured credentials, and takes it down.

use std::{collections::BTreeMap, sync::Arc};

use cucumber::gherkin::{Feature, Scenario};
use serde_json::{Value, json};
use tokio::sync::OnceCell;

use crate::{
    Mismatch, StepResult, World,
    drivers::{
        Control, Credential, Http, Partner,
        envelope::{Place, Project},
        hook::Office,
        partner::Endpoint,
    },
    ledger::{Ledger, Page},
    plan::Plan,
    rehearsal,
    target::{Expense, Kind, Surface, Target, envelope::ProjectKey},
};

/// What the stage of one scenario is made from.
pub(crate) struct Props<'a> {
    /// The id of its world.
    pub(crate) name: &'a str,
    /// The requirement that it judges first.
    pub(crate) requirement: String,
    /// What it sends with.
    pub(crate) http: Http,
    /// What it is known to use up.
    pub(crate) needs: Needs,
}

/// What a scenario is known to use up: with the making of what it starts from and, where the target
/// file names such things, without.
#[derive(Debug, Default)]
pub(crate) struct Needs {
    whole: BTreeMap<Expense, u64>,
    least: Option<BTreeMap<Expense, u64>>,
}

impl Needs {
    /// As it was rehearsed.
    pub(crate) fn of(target: &Target, feature: &Feature, scenario: &Scenario) -> Self {
        let Some(rehearsed) = rehearsal::on(target, feature, scenario) else {
            return Self::default();
        };
        let knows = rehearsal::knows(target, scenario);
        let least = knows.then(|| rehearsed.unprepared().uses());
        Self { whole: rehearsed.uses(), least }
    }

    /// Sets it aside; what cannot be made any more has to be there already.
    fn reserve(&self, ledger: &Ledger) -> StepResult {
        match (ledger.reserve(&self.whole), &self.least) {
            (Err(_), Some(least)) => ledger.reserve(least),
            (reserved, _) => reserved,
        }
    }
}

/// Sets the stage; what goes wrong is the world's trouble.
pub(crate) async fn set(world: &mut World, plan: &Plan, props: Props<'_>) {
    world.target = Some(Arc::new(plan.target.clone()));
    let http = props.http;
    world.http = Some(http.clone());
    if let Err(trouble) = props.needs.reserve(http.ledger()) {
        world.trouble = Some(trouble);
        return;
    }
    world.office = plan.target.hook.clone().map(|hook| Office {
        hook: Arc::new(hook),
        run: plan.seed.clone(),
        surface: Surface::of(&props.requirement).unwrap_or(Surface::PG),
        scenario: props.requirement,
        http: http.clone(),
        used: Arc::default(),
    });
    if let Err(trouble) = try_set(world, plan, props.name, &http).await {
        world.trouble = Some(trouble.while_preparing());
    }
}

async fn try_set(world: &mut World, plan: &Plan, name: &str, http: &Http) -> StepResult {
    let surface = plan.target.partner.clone().unwrap_or_default();
    let (primary, second, sandbox_world) = match &plan.target.kind {
        Kind::Foreign => (surface.primary.clone(), surface.second.clone(), None),
        Kind::Sandbox { control, token } => {
            let control = Control {
                base: control.clone(),
                token: token.clone(),
                world: name.to_owned(),
                clock: world.clock.clone(),
                http: http.clone(),
            };
            let definition = json!({
                "seed": format!("{}/{name}", plan.seed),
                "labels": {"suite": "conformance"},
                "deviations": plan.deviations,
                "readings": plan.readings.iter().cloned().collect::<BTreeMap<_, _>>(),
            });
            let born = control.make(definition).await?;
            let credential = |partner: &str| {
                let lacking = || {
                    let wanted = format!("credentials of {partner} in a new world");
                    Mismatch::precondition(wanted, "the control plane told none")
                };
                credential(&born, partner).ok_or_else(lacking)
            };
            let both = (credential("acme")?, credential("globex")?);
            world.born = born;
            world.control = Some(control);
            (Some(both.0), Some(both.1), Some(name.to_owned()))
        }
    };
    set_projects(world, plan, sandbox_world.clone(), http)?;
    let endpoint = Arc::new(Endpoint {
        url: surface.url,
        headers: surface.headers,
        sandbox_world,
        inputs: OnceCell::new(),
    });
    for (actor, credential) in [("the partner", primary), ("the second partner", second)] {
        let Some(credential) = credential else { continue };
        let partner = Partner {
            name: actor.to_owned(),
            credential,
            endpoint: endpoint.clone(),
            clock: world.clock.clone(),
            http: http.clone(),
        };
        world.partners.name(actor, partner);
    }
    Ok(())
}

/// Who acts on the envelope surface.
fn set_projects(
    world: &mut World,
    plan: &Plan,
    sandbox_world: Option<String>,
    http: &Http,
) -> StepResult {
    let Some(surface) = plan.target.envelope.clone() else { return Ok(()) };
    let on_sandbox = plan.target.is_sandbox();
    let place = Arc::new(Place {
        url: surface.url,
        headers: surface.headers,
        sandbox_world,
        codec: surface.codec.unwrap_or_default(),
        dialect: surface.dialect,
    });
    let projects = [
        ("the project", "main", surface.primary),
        ("the second project", "poor", surface.second),
        ("the locked project", "locked", surface.no_access),
    ];
    for (actor, label, configured) in projects {
        let lacking = || {
            let wanted = format!("the key of the project {label} in a new world");
            Mismatch::precondition(wanted, "the control plane told none")
        };
        let key = match on_sandbox {
            true => Some(project_key(&world.born, label).ok_or_else(lacking)?),
            false => configured,
        };
        let Some(key) = key else { continue };
        let project = Project {
            name: actor.to_owned(),
            key,
            place: place.clone(),
            clock: world.clock.clone(),
            http: http.clone(),
        };
        world.envelope.projects.name(actor, project);
    }
    Ok(())
}

fn project_key(born: &Value, label: &str) -> Option<ProjectKey> {
    let projects = born.pointer("/surfaces/ER/projects")?.as_array()?;
    let row = projects.iter().find(|row| row["label"] == label)?;
    Some(ProjectKey {
        name: label.to_owned(),
        api_key: row["api_key"].as_str()?.to_owned(),
        api_secret: row["api_secret"].as_str()?.to_owned(),
    })
}

fn credential(born: &Value, partner: &str) -> Option<Credential> {
    let partners = born.pointer("/surfaces/PG/partners")?.as_array()?;
    let row = partners.iter().find(|row| row["label"] == partner)?;
    let all = row["credentials"].as_array()?;
    let primary = all.iter().find(|one| one["name"] == "primary")?;
    Some(Credential {
        name: format!("{partner}/primary"),
        api_token: primary["api_token"].as_str()?.to_owned(),
        client_secret: primary["client_secret"].as_str()?.to_owned(),
    })
}

/// What is left of a scenario once its steps are over.
#[derive(Default)]
pub(crate) struct Left {
    pub(crate) hits: u64,
    pub(crate) reading: Option<String>,
    pub(crate) exchanges: Vec<crate::exchange::Exchange>,
    pub(crate) page: Page,
}

impl Left {
    /// As much as is known of a scenario that has not come to its end.
    pub(crate) fn of(http: &Http) -> Self {
        let (exchanges, page) = (http.exchanges(), http.ledger().close());
        Self { hits: 0, reading: None, exchanges, page }
    }
}

/// Takes the stage down.
pub(crate) async fn clear(world: &World) -> Left {
    let mut hits = 0;
    // What taking it down sends is none of the scenario's.
    let exchanges = world.http.as_ref().map(Http::exchanges).unwrap_or_default();
    if let Some(control) = world.control.as_ref().filter(|_| world.trouble.is_none()) {
        let counted: Result<_, Mismatch> = control.deviations().await;
        hits = counted.map_or(0, |all| all.into_iter().map(|(_, hits)| hits).sum());
        // A world that stays expires by itself.
        let _ = control.delete().await;
    }
    tidy(world).await;
    let left = world.http.as_ref().map(Left::of).unwrap_or_default();
    Left { hits, reading: world.reading.clone(), exchanges, ..left }
}

/// Takes away what would reach into the next scenario on a target without worlds. What cannot be
/// taken away stays; it is no failure of this scenario.
async fn tidy(world: &World) {
    if world.on_sandbox() {
        return;
    }
    for (_, hook) in world.envelope.hooks.all() {
        let (Some(id), Ok(project)) = (&hook.subscription, world.project(&hook.owner)) else {
            continue;
        };
        let _ = project.call("/wh/unsubscribe", &json!({ "subscription_id": id })).await;
    }
    if let Some(office) = &world.office {
        office.clean_up().await;
    }
}
