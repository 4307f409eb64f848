//! The callers of the managed cards surface.

use std::{collections::BTreeMap, sync::Arc};

use serde_json::Value;

use super::target::{Credential, ManagedSurface};
use crate::{
    StepResult, World,
    drivers::{
        Http,
        managed::{Caller, Endpoint},
    },
    stage::told,
    target::Target,
};

/// The callers of a sandbox by the names of scenarios, with the labels of the world (MC 3).
const PERSONAS: [(&str, &str); 6] = [
    ("the caller", "amara"),
    ("the second caller", "baraka"),
    ("the penniless caller", "bola"),
    ("the deactivated caller", "chidi"),
    ("the Ugandan caller", "chipo"),
    ("the unverified caller", "dalila"),
];

/// The reading of AMB-MC-07 under which reads need a media type.
const NEEDS_TYPE: &str = "required";

/// The callers: those of a new world, or those that the target file names.
pub(super) fn set(
    surface: &ManagedSurface,
    world: &mut World,
    target: &Target,
    http: &Http,
) -> StepResult {
    // A sandbox may serve fewer surfaces than it could.
    if target.is_sandbox() && world.born.pointer("/surfaces/MC").is_none() {
        return Ok(());
    }
    let sandbox_world = world.control.as_ref().map(|control| control.world.clone());
    let endpoint = Arc::new(Endpoint {
        url: surface.url.clone(),
        headers: surface.headers.clone(),
        types_reads: !target.is_sandbox() || world.born["readings"]["AMB-MC-07"] == NEEDS_TYPE,
        dialect: surface.dialect.clone(),
        sandbox_world,
    });
    let born = world.born.clone();
    let callers = &mut world.managed.callers;
    let mut name = |name: &str, label: &str, credential: Credential| {
        let caller = Caller {
            name: name.to_owned(),
            label: label.to_owned(),
            credential,
            endpoint: endpoint.clone(),
            tokens: Arc::default(),
            clock: world.clock.clone(),
            http: http.clone(),
        };
        callers.name(name, caller);
    };
    if target.is_sandbox() {
        for (actor, label) in PERSONAS {
            let login = told(login(&born, label), &format!("a login of {label}"))?;
            name(actor, label, login);
        }
        return Ok(());
    }
    let configured = [
        ("the caller", "primary", &surface.primary),
        ("the second caller", "second", &surface.second),
    ];
    for (actor, label, credential) in configured {
        if let Some(credential) = credential {
            name(actor, label, credential.clone());
        }
    }
    Ok(())
}

/// Name and password of a user of a new world.
fn login(born: &Value, label: &str) -> Option<Credential> {
    let users = born.pointer("/surfaces/MC/users")?.as_array()?;
    let row = users.iter().find(|row| row["label"] == label)?;
    let field = |name: &str| Some((name.to_owned(), row[name].as_str()?.to_owned()));
    Some(Credential::Login(BTreeMap::from([field("username")?, field("password")?])))
}
