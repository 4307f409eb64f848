//! Does the envelope surface take the keys, open what is sealed for it, and answer sealed?

mod dialect;
mod known;
mod layout;

use std::sync::Arc;

use serde_json::json;

use crate::{
    clock::TargetClock,
    doctor::{Finding, Health, foreign_answer},
    drivers::{
        Http,
        envelope::{Endpoint, Project, Reply},
    },
    surfaces::envelope::target::{EnvelopeSurface, ProjectKey},
    target::{Capability, Target},
};

/// A read that changes nothing: the round trip of a sealed request and a sealed answer.
const BALANCE: &str = "/project/balance";

/// Round trip, second and locked key, product, webhooks, known things.
pub(super) async fn examine(
    surface: &EnvelopeSurface,
    target: &Target,
    http: &Http,
) -> Vec<Finding> {
    let Some(primary) = &surface.primary else { return Vec::new() };
    let project = project(surface, primary, http);
    let trip = round_trip("ER round trip", &project).await;
    let opens = trip.health == Health::Ok;
    let mut findings = vec![trip];
    if !opens {
        return findings;
    }
    if let Some(key) = &surface.second {
        findings.push(second_key(&project, &self::project(surface, key, http)).await);
    }
    if let Some(key) = &surface.no_access {
        findings.push(locked_key(&self::project(surface, key, http)).await);
    }
    if let Some(table) = &surface.dialect {
        findings.extend(dialect::examine(table, &project).await);
    }
    if target.capabilities.contains(&Capability::WebhookSink) {
        findings.push(subscriptions(&project).await);
    }
    findings.extend(known::examine(&surface.known, &project).await);
    findings
}

fn project(surface: &EnvelopeSurface, key: &ProjectKey, http: &Http) -> Project {
    Project {
        name: "the doctor".to_owned(),
        key: key.clone(),
        endpoint: Arc::new(Endpoint {
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
            return foreign_answer::silence(what, &mismatch, "is the server still running?");
        }
    };
    if reply.is_served() && reply.sealed.is_some() {
        return Finding::ok(what, format!("{BALANCE} was opened, and its answer opens"));
    }
    foreign_answer::in_place(what, &reply.answer)
        .unwrap_or_else(|| Finding::problem(what, reply.summary(), repair(&reply, project)))
}

fn repair(reply: &Reply, project: &Project) -> String {
    let sealed = reply.answer.json["encrypted"].as_str();
    match reply.answer.status {
        401 | 403 => "look at api_key: the server does not take it".to_owned(),
        // Some answer 404 to a key that they do not know.
        404 => "look at api_key, and at surfaces.ER.url: it ends where /project/balance begins"
            .to_owned(),
        200..300 => match sealed.map(|text| layout::that_opens(text, &project.key.api_secret)) {
            Some(Some(settings)) => {
                format!("write [surfaces.ER.envelope_codec] with {settings}: so the answer opens")
            }
            Some(None) => "the answer opens in no layout that the file can describe: look at \
                           api_secret"
                .to_owned(),
            None => "the answer is not sealed: {\"encrypted\":…} is expected".to_owned(),
        },
        _ => "look at api_secret and [surfaces.ER.envelope_codec], and at the server's clock"
            .to_owned(),
    }
}

/// Is the second project another one, and not the first under another key?
async fn second_key(first: &Project, second: &Project) -> Finding {
    const WHAT: &str = "ER second key";
    const REPAIR: &str = "name the key of another project, or remove credentials.second";
    if second.key.api_key == first.key.api_key {
        return Finding::problem(WHAT, "it is the first one again", REPAIR);
    }
    let trip = round_trip(WHAT, second).await;
    if trip.health != Health::Ok {
        return trip;
    }
    match (address(first).await, address(second).await) {
        (Some(one), Some(other)) if one == other => Finding::problem(
            WHAT,
            "it has the same deposit address: it is another key of the same project",
            REPAIR,
        ),
        (Some(_), Some(_)) => Finding::ok(WHAT, "it is another project's"),
        _ => Finding::warning(
            WHAT,
            "it is taken; whether it is another project's cannot be told",
            "make sure that it is, or scenarios about other projects' things will fail",
        ),
    }
}

async fn address(project: &Project) -> Option<String> {
    let reply = project.call("/project/wallet/trc20", &json!({})).await.ok()?;
    reply.text("usdt_trc20").filter(|_| reply.is_served()).map(str::to_owned)
}

/// A key without access is known and refused.
async fn locked_key(project: &Project) -> Finding {
    const WHAT: &str = "ER key without access";
    const REPAIR: &str = "name a key that the server knows and gives no access, or remove \
                          credentials.no_access";
    match project.call(BALANCE, &json!({})).await {
        Ok(reply) if reply.is_served() => Finding::problem(WHAT, "it has access", REPAIR),
        Ok(reply) if reply.answer.status == 403 => foreign_answer::in_place(WHAT, &reply.answer)
            .unwrap_or_else(|| Finding::ok(WHAT, "it is refused (HTTP 403)")),
        Ok(reply) if matches!(reply.answer.status, 401 | 404) => {
            Finding::problem(WHAT, format!("it is not known: {}", reply.summary()), REPAIR)
        }
        Ok(reply) => Finding::warning(
            WHAT,
            reply.summary(),
            "a known key without access is refused with 403; scenarios about it will fail",
        ),
        Err(mismatch) => Finding::problem(WHAT, mismatch.actual, "is the server still running?"),
    }
}

/// Webhooks are optional; without them the sink waits in vain.
async fn subscriptions(project: &Project) -> Finding {
    const WHAT: &str = "ER webhooks";
    match project.call("/wh/subscriptions", &json!({})).await {
        Ok(reply) if reply.is_served() => Finding::ok(WHAT, "subscriptions are listed"),
        Ok(reply) => Finding::warning(
            WHAT,
            reply.summary(),
            "scenarios about webhooks will fail; remove [webhook_sink], or look at \
             surfaces.ER.dialect.paths",
        ),
        Err(mismatch) => Finding::problem(WHAT, mismatch.actual, "is the server still running?"),
    }
}
