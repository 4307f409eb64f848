//! `rotate-credential`: a new credential, and the end of the one before, in one op (SB 5.1).

use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    Outcome,
    people::{credential_named, label_at},
};
use crate::{
    surfaces::control::{Problem, act, duration, input},
    world::{
        Holder,
        access::Environment,
        clock::written,
        commands::{EndCredential, IssueCredential},
    },
    worlds::Handle,
};

const OP: &str = "rotate-credential";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rotation {
    /// The one that ends.
    credential: String,
    /// Name of the new one.
    name: Option<String>,
    /// How long the old one still works, so that clients can change over; not at all when absent.
    overlap: Option<String>,
}

pub(super) fn rotate(handle: &Handle, body: Value) -> Outcome {
    let wanted: Rotation = input::read(body)?;
    let old = credential_named(handle, &wanted.credential)?;
    let overlap = wanted.overlap.map(|text| duration::micros(&text, "/overlap")).transpose()?;
    if overlap.is_some_and(|overlap| overlap < 0) {
        return Err(Problem::invalid("/overlap", "a duration that is not negative"));
    }
    if let Some(name) = &wanted.name {
        label_at(name, "/name")?;
    }
    let now = handle.now();
    let (holder, name) = handle.read(|world| {
        let all = &world.access.credentials;
        let old = all.labelled(&old).ok_or_else(|| Problem::entity("credential", &old))?;
        if old.revoked || old.expires_at.is_some_and(|end| end <= now) {
            let state = if old.revoked { "revoked" } else { "expired" };
            return Err(Problem::state(state, vec!["valid".to_owned()]));
        }
        let ours = all.iter().filter(|one| one.holder == old.holder).count();
        Ok((old.holder, wanted.name.unwrap_or_else(|| format!("credential-{}", ours + 1))))
    })?;
    let environment = Environment::This;
    let issue = IssueCredential { holder, name: Some(name), expires_in_us: None, environment };
    let made = act(handle, OP, &issue).map_err(|problem| problem.with("pointer", "/name"))?;
    let end = EndCredential {
        credential: old.clone(),
        revoke: overlap.is_none(),
        after_us: overlap.unwrap_or(0),
    };
    act(handle, OP, &end)?;
    let (token, secret) = match holder {
        Holder::Partner(_) => ("api_token", "client_secret"),
        Holder::Project(_) => ("api_key", "api_secret"),
    };
    let ends_at = handle.read(|world| {
        let old = world.access.credentials.labelled(&old);
        old.and_then(|old| old.expires_at).map(written)
    });
    let state = if overlap.is_none() { "revoked" } else { "valid" };
    let result = json!({
        "credential": made.label, "name": made.name,
        token: made.api_token, secret: made.client_secret.reveal(),
        "former": {"credential": old, "state": state, "expires_at": ends_at},
    });
    Ok((result, vec![format!("credential:{}", made.label), format!("credential:{old}")]))
}
