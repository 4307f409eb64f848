//! Does the envelope surface take the key, open what is sealed for it, and answer sealed?

use std::sync::Arc;

use serde_json::json;

use super::Finding;
use crate::{
    clock::TargetClock,
    drivers::{
        Http,
        envelope::{Place, Project},
    },
    target::envelope::{EnvelopeSurface, ProjectKey},
};

/// A read that changes nothing: the round trip of a sealed request and a sealed answer.
const BALANCE: &str = "/project/balance";

/// Every configured project; all but the first may be refused for what they are.
pub(super) async fn examine(surface: &EnvelopeSurface, http: &Http) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (what, key) in [("ER round trip", &surface.primary), ("ER second key", &surface.second)] {
        if let Some(key) = key {
            findings.push(round_trip(what, &project(surface, key, http)).await);
        }
    }
    findings
}

fn project(surface: &EnvelopeSurface, key: &ProjectKey, http: &Http) -> Project {
    Project {
        name: "the doctor".to_owned(),
        key: key.clone(),
        place: Arc::new(Place {
            url: surface.url.clone(),
            headers: surface.headers.clone(),
            sandbox_world: None,
            codec: surface.codec.unwrap_or_default(),
            dialect: surface.dialect.clone(),
        }),
        clock: Arc::new(TargetClock::default()),
        http: http.clone(),
    }
}

async fn round_trip(what: &str, project: &Project) -> Finding {
    let reply = match project.call(BALANCE, &json!({})).await {
        Ok(reply) => reply,
        Err(mismatch) => {
            return Finding::problem(what, &mismatch.actual, "is the server still running?");
        }
    };
    if reply.is_served() && reply.sealed.is_some() {
        return Finding::ok(what, format!("{BALANCE} was opened, and its answer opens"));
    }
    let repair = match reply.answer.status {
        401 | 403 => "look at api_key: the server does not take it",
        // Some answer 404 to a key that they do not know.
        404 => "look at api_key, and at surfaces.ER.url: it ends where /project/balance begins",
        200..300 if reply.answer.json["encrypted"].is_string() => {
            "the answer does not open: look at api_secret and [surfaces.ER.envelope_codec]"
        }
        200..300 => "the answer is not sealed: {\"encrypted\":…} is expected",
        _ => "look at api_secret and [surfaces.ER.envelope_codec], and at the server's clock",
    };
    Finding::problem(what, reply.summary(), repair)
}
