//! Does the partner surface take the credentials?

mod known;

use std::{collections::BTreeSet, sync::Arc};

use serde_json::Value;
use tokio::sync::OnceCell;

use crate::{
    clock::TargetClock,
    doctor::{Finding, Health, foreign_answer, graphql, session},
    drivers::{
        Http,
        partner::{Credential, Draft, Endpoint, Partner},
    },
    surfaces::partner::{
        costs::ROWS,
        target::{Known, PartnerSurface},
    },
    target::{Surface, Target},
};

/// The place to look at where a signed request is refused.
const SECRET: &str = "client_secret, and how the server checks signatures";

/// Key, operations, signature, second credential, sessions, known things.
pub(super) async fn examine(
    surface: &PartnerSurface,
    target: &Target,
    http: &Http,
) -> Vec<Finding> {
    let Some(primary) = &surface.primary else { return Vec::new() };
    let partner = actor(surface, primary, http);
    let mut findings = Vec::new();
    let answer = partner.send(&Draft::query(graphql::SCHEMA, &Value::Null).unsigned()).await;
    match &answer {
        Ok(answer) if answer.result("__schema").is_some() => {
            findings.push(Finding::ok("PG key", "introspection answers"));
            findings.push(graphql::operations(Surface::PG, ROWS, answer, str::to_owned));
        }
        Ok(answer) if answer.status == 401 => {
            findings.push(graphql::refused(
                "PG key",
                answer,
                "surfaces.PG.credentials.primary.api_token",
            ));
            return findings;
        }
        Ok(answer) => {
            if let Some(stranger) = foreign_answer::graphql("PG key", answer) {
                findings.push(stranger);
                return findings;
            }
            findings.push(Finding::warning(
                "PG introspection",
                answer.summary(),
                "let the key alone be enough for it, as the guide says; what reads the schema will \
                 fail",
            ));
        }
        Err(mismatch) => {
            findings.push(foreign_answer::silence("PG key", mismatch, "is the url right?"));
            return findings;
        }
    }
    let signed = graphql::read("PG signature", &partner, SECRET).await;
    let takes_signatures = signed.health == Health::Ok;
    findings.push(signed);
    if !takes_signatures {
        return findings;
    }
    if let Some(second) = &surface.second {
        findings.push(second_credential(&partner, &actor(surface, second, http)).await);
    }
    if let Some(codec) = &surface.pin_codec {
        findings.push(session::examine(Surface::PG, codec, target, &partner).await);
    }
    let known = &surface.known;
    findings.extend(known::examine(known, &partner).await);
    if *known == Known::default() && target.hook.is_none() {
        findings.push(Finding::warning(
            "PG known things",
            "neither a hook nor [known.PG]",
            "name an approved application or a card, so that scenarios about cards have one to \
             start from",
        ));
    }
    findings
}

/// Is the second partner another one, and not the first under another token?
async fn second_credential(first: &Partner, second: &Partner) -> Finding {
    const WHAT: &str = "PG second credential";
    const REPAIR: &str = "name the token of another partner, or remove credentials.second";
    if second.credential.api_token == first.credential.api_token {
        return Finding::problem(WHAT, "it is the first one again", REPAIR);
    }
    let signed = graphql::read(WHAT, second, SECRET).await;
    if signed.health != Health::Ok {
        return signed;
    }
    match (organizations(first).await, organizations(second).await) {
        (Some(one), Some(other)) if one == other => Finding::problem(
            WHAT,
            "it sees the same organizations: it is another token of the same partner",
            REPAIR,
        ),
        (Some(_), Some(_)) => Finding::ok(WHAT, "it is another partner's"),
        _ => Finding::warning(
            WHAT,
            "it is taken; whether it is another partner's cannot be told",
            "make sure that it is, or scenarios about other partners' things will fail",
        ),
    }
}

/// The organizations that a partner manages; `None` where they cannot be listed, or there are none.
async fn organizations(partner: &Partner) -> Option<BTreeSet<String>> {
    const TABLE: &str = "AgioCard_partner_managed_organization";
    let document = format!("{{ {TABLE} {{ organization_id }} }}");
    let answer = partner.query(&document, &Value::Null).await.ok()?;
    let rows = answer.result(TABLE)?.as_array()?;
    let ids: BTreeSet<_> = rows.iter().map(|row| row["organization_id"].to_string()).collect();
    (!ids.is_empty()).then_some(ids)
}

fn actor(surface: &PartnerSurface, credential: &Credential, http: &Http) -> Partner {
    Partner {
        name: "the doctor".to_owned(),
        credential: credential.clone(),
        endpoint: Arc::new(Endpoint {
            url: surface.url.clone(),
            headers: surface.headers.clone(),
            sandbox_world: None,
            inputs: OnceCell::new(),
        }),
        clock: Arc::new(TargetClock::default()),
        http: http.clone(),
    }
}
