//! The actors of the envelope surface.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::{
    StepResult, World,
    drivers::{
        Http,
        envelope::{Endpoint, Project},
    },
    stage::told,
    surfaces::envelope::target::{EnvelopeSurface, ProjectKey},
    target::Target,
};

/// The projects: those of a new world, or those that the target file names.
pub(super) fn set(
    surface: &EnvelopeSurface,
    world: &mut World,
    target: &Target,
    http: &Http,
) -> StepResult {
    let sandbox_world = world.control.as_ref().map(|control| control.world.clone());
    let endpoint = Arc::new(Endpoint {
        url: surface.url.clone(),
        headers: surface.headers.clone(),
        sandbox_world,
        codec: surface.codec.unwrap_or_default(),
        dialect: surface.dialect.clone(),
    });
    let projects = [
        ("the project", "main", surface.primary.clone()),
        ("the second project", "poor", surface.second.clone()),
        ("the locked project", "locked", surface.no_access.clone()),
    ];
    for (actor, label, configured) in projects {
        let key = match target.is_sandbox() {
            true => Some(told(
                project_key(&world.born, label),
                &format!("the key of the project {label}"),
            )?),
            false => configured,
        };
        let Some(key) = key else { continue };
        let project = Project {
            name: actor.to_owned(),
            key,
            endpoint: endpoint.clone(),
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

/// Takes away the subscriptions that would reach into the next scenario.
pub(super) async fn tidy(world: &World) {
    for (_, hook) in world.envelope.hooks.all() {
        let (Some(id), Ok(project)) = (&hook.subscription, world.project(&hook.owner)) else {
            continue;
        };
        let _ = project.call("/wh/unsubscribe", &json!({ "subscription_id": id })).await;
    }
}
