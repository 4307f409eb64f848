//! Are the things there that `[known.ER]` names?

use serde_json::json;

use crate::{
    doctor::{Finding, known::stands},
    drivers::envelope::Project,
    surfaces::envelope::target::Known,
};

/// The things of the first project.
pub(super) async fn examine(known: &Known, project: &Project) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some(id) = &known.card {
        let what = "[known.ER] card";
        let repair = "name a card that is active; one that is frozen is unfrozen before it is used";
        findings.push(match project.call("/cards/get", &json!({ "card_id": id })).await {
            Ok(reply) if reply.is_served() => {
                let state = Ok(reply.payload["status"].clone());
                stands(what, state, &["active", "frozen"], repair)
            }
            Ok(reply) => Finding::problem(what, reply.summary(), repair),
            Err(mismatch) => Finding::problem(what, mismatch.actual, repair),
        });
    }
    if let Some(id) = &known.external_user_id {
        let what = "[known.ER] external_user_id";
        let fields = json!({ "user_id": id, "external_user_id": id });
        let repair = "name a user that this project has registered";
        findings.push(match project.call("/users/get", &fields).await {
            Ok(reply) if reply.is_served() => Finding::ok(what, "it is known"),
            Ok(reply) => Finding::problem(what, reply.summary(), repair),
            Err(mismatch) => Finding::problem(what, mismatch.actual, repair),
        });
    }
    findings
}
