//! Does the partner surface take the credentials?

use std::sync::Arc;

use serde_json::Value;
use tokio::sync::OnceCell;

use super::Finding;
use crate::{
    clock::TargetClock,
    drivers::{Answer, Credential, Draft, Http, Partner, partner::Endpoint},
    target::{PartnerSurface, Target},
};

const SCHEMA: &str = "{ __schema { mutationType { fields { name } } } }";

/// Operations of the documents; a server may leave some out, and scenarios on them will fail.
const DOCUMENTED: [&str; 8] = [
    "createCard",
    "freezeCard",
    "unfreezeCard",
    "cancelCard",
    "generateEncryptionKeys",
    "setCardPin",
    "getCardPin",
    "revealCardSecrets",
];

/// Key, signature, second credential, operations.
pub(super) async fn examine(
    surface: &PartnerSurface,
    target: &Target,
    http: &Http,
) -> Vec<Finding> {
    let Some(primary) = &surface.primary else { return Vec::new() };
    let partner = actor(surface, primary, http);
    let mut findings = Vec::new();
    let answer = partner.send(&Draft::query(SCHEMA, &Value::Null).unsigned()).await;
    match &answer {
        Ok(answer) if answer.result("__schema").is_some() => {
            findings.push(Finding::ok("PG key", "introspection answers"));
            findings.push(operations(answer));
        }
        Ok(answer) if answer.status == 401 => {
            findings.push(refused("PG key", answer, "surfaces.PG.credentials.primary.api_token"));
            return findings;
        }
        Ok(answer) => findings.push(Finding::warning(
            "PG introspection",
            answer.summary(),
            "let the key alone be enough for it, as the guide says; what reads the schema will fail",
        )),
        Err(mismatch) => {
            findings.push(Finding::problem("PG key", &mismatch.actual, "is the url right?"));
            return findings;
        }
    }
    findings.push(signature("PG signature", &partner).await);
    if let Some(second) = &surface.second {
        if second.api_token == primary.api_token {
            findings.push(Finding::problem(
                "PG second credential",
                "it is the first one again",
                "name the token of another partner, or remove credentials.second",
            ));
        } else {
            findings.push(signature("PG second signature", &actor(surface, second, http)).await);
        }
    }
    if surface.known.card_application.is_none() && target.hook.is_none() {
        findings.push(Finding::warning(
            "PG known things",
            "neither a hook nor [known.PG] card_application",
            "name an approved application, so that scenarios about cards have one to start from",
        ));
    }
    findings
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

/// Asks for the balance of a card that nobody has: a signed read that changes nothing.
async fn signature(what: &str, partner: &Partner) -> Finding {
    let document = "{ cardBalance(cardId: 2147483000) { success error } }";
    match partner.query(document, &Value::Null).await {
        Ok(answer) if answer.status != 401 => {
            Finding::ok(what, format!("a signed read is answered (HTTP {})", answer.status))
        }
        Ok(answer) => refused(what, &answer, "client_secret, and how the server checks signatures"),
        Err(mismatch) => Finding::problem(what, &mismatch.actual, "is the server still running?"),
    }
}

fn refused(what: &str, answer: &Answer, look_at: &str) -> Finding {
    Finding::problem(what, answer.summary(), format!("look at {look_at}"))
}

fn operations(answer: &Answer) -> Finding {
    let fields = answer.json.pointer("/data/__schema/mutationType/fields");
    let names: Vec<_> = fields
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|field| field["name"].as_str())
        .collect();
    let missing: Vec<_> = DOCUMENTED.into_iter().filter(|one| !names.contains(one)).collect();
    if missing.is_empty() {
        return Finding::ok("PG operations", "those of the documents are in the schema");
    }
    Finding::warning(
        "PG operations",
        format!("the schema lacks {}", missing.join(", ")),
        "scenarios on them will fail; use a filter or the ratchet until they are there",
    )
}
