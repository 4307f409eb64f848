//! The actors of a recorded session: the callers of the world by their labels, with the credentials
//! that the control plane tells.

use std::{collections::BTreeMap, sync::Arc};

use serde_json::Value;

use crate::{
    Mismatch, StepResult, World,
    drivers::{envelope::Project, in_app::User, managed::Caller, partner::Partner},
    surfaces::{envelope::target::ProjectKey, managed::target::Credential},
};

async fn credentials(world: &World) -> StepResult<Value> {
    world.control()?.read("/credentials").await
}

fn labelled<'a>(rows: &'a Value, label: &str, name: &str) -> Option<&'a Value> {
    rows.as_array()?.iter().find(|row| row[name] == label)
}

fn text(row: &Value, name: &str) -> String {
    row[name].as_str().unwrap_or_default().to_owned()
}

fn nobody(label: &str) -> Mismatch {
    Mismatch::precondition(format!("credentials of {label}"), "the control plane tells none")
}

/// A partner with one of its credentials, `acme/primary`.
pub(super) async fn partner(world: &World, label: &str) -> StepResult<Partner> {
    let all = credentials(world).await?;
    let found = label.split_once('/').and_then(|(partner, name)| {
        let partner = labelled(&all["PG"]["partners"], partner, "label")?;
        labelled(&partner["credentials"], name, "name").cloned()
    });
    let row = found.ok_or_else(|| nobody(label))?;
    let mut partner = world.partner.partners.get("the partner")?;
    partner.name = label.to_owned();
    partner.credential.name = label.to_owned();
    partner.credential.api_token = text(&row, "api_token");
    partner.credential.client_secret = text(&row, "client_secret");
    Ok(partner)
}

/// A user of the app, with a fresh token.
pub(super) async fn user(world: &World, label: &str) -> StepResult<User> {
    let all = credentials(world).await?;
    let row = labelled(&all["AG"]["users"], label, "label").ok_or_else(|| nobody(label))?;
    let mut user = world.in_app.users.get("the user")?;
    user.name = label.to_owned();
    user.token = text(row, "token");
    user.keeps_token = true;
    Ok(user)
}

/// A project, `main`.
pub(super) async fn project(world: &World, label: &str) -> StepResult<Project> {
    let all = credentials(world).await?;
    let name = label.split('/').next().unwrap_or(label);
    let row = labelled(&all["ER"]["projects"], name, "label").ok_or_else(|| nobody(label))?;
    let mut project = world.envelope.projects.get("the project")?;
    project.name = label.to_owned();
    project.key = ProjectKey {
        name: label.to_owned(),
        api_key: text(row, "api_key"),
        api_secret: text(row, "api_secret"),
    };
    Ok(project)
}

/// A user of managed cards, who logs in once.
pub(super) async fn caller(world: &mut World, label: &str) -> StepResult<Caller> {
    if let Some(known) = world.recorded_callers.get(label) {
        return Ok(known.clone());
    }
    let mut caller = world.managed.callers.get("the caller")?;
    if label != "nobody" {
        let all = credentials(world).await?;
        let row = labelled(&all["MC"]["users"], label, "label").ok_or_else(|| nobody(label))?;
        let login = ["username", "password"].map(|name| (name.to_owned(), text(row, name)));
        caller.credential = Credential::Login(BTreeMap::from(login));
    }
    caller.name = label.to_owned();
    caller.label = label.to_owned();
    caller.tokens = Arc::default();
    world.recorded_callers.insert(label.to_owned(), caller.clone());
    Ok(caller)
}
