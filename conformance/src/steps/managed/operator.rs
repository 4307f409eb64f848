//! Deeds of others than the caller: decisions of the operator, refunds of merchants and payments of
//! a bank.

use serde_json::json;

use super::CallerName;
use crate::{Mismatch, StepResult, World};

when!("{caller} is deactivated", deactivated);
async fn deactivated(world: &mut World, actor: CallerName) -> StepResult {
    let input = json!({ "user": world.caller(&actor.0)?.label, "active": false });
    world.op("set-user", &input).await.map(drop).map_err(Mismatch::while_preparing)
}

when!("{caller} is verified", verified);
async fn verified(world: &mut World, actor: CallerName) -> StepResult {
    let input = json!({ "user": world.caller(&actor.0)?.label, "verified": true });
    world.op("set-user", &input).await.map(drop).map_err(Mismatch::while_preparing)
}

when!(regex r#"^the operator makes "([^"]+)" ([a-z_]+)(?: because of "([^"]+)")?$"#, makes);
async fn makes(world: &mut World, card: String, status: String, reason: String) -> StepResult {
    let reference = world.managed.cards.get(&card)?.reference;
    let mut input = json!({ "card": reference, "status": status });
    if !reason.is_empty() {
        input["reason"] = reason.into();
    }
    world.op("set-card-status", &input).await.map(drop)
}

when!(regex r#"^the operator puts "([^"]+)" (under_review|won|lost)$"#, puts);
async fn puts(world: &mut World, dispute: String, status: String) -> StepResult {
    let reference = world.managed.disputes.get(&dispute)?.reference;
    let input = json!({ "dispute": reference, "status": status });
    world.op("decide-dispute", &input).await.map(drop)
}

then!(regex r#"^the operator cannot put "([^"]+)" (under_review|won|lost)$"#, cannot_decide);
/// Only the control plane of a sandbox says why a decision is refused.
async fn cannot_decide(world: &mut World, case: String, status: String) -> StepResult {
    let dispute = world.managed.disputes.get(&case)?.reference;
    let input = json!({ "dispute": dispute, "status": status });
    let answer = world.control()?.try_op("decide-dispute", &input).await?;
    if (400..500).contains(&answer.status) {
        return Ok(());
    }
    let wanted = format!("{case} cannot become {status}");
    Err(Mismatch::behaviour(wanted, answer.summary()))
}

when!(regex r#"^the merchant refunds ([\d.]+) of "([^"]+)"$"#, refunds);
async fn refunds(world: &mut World, amount: String, authorization: String) -> StepResult {
    let one = world.managed.authorizations.get(&authorization)?.reference;
    world.op("refund", &json!({ "transaction": one, "amount": amount })).await.map(drop)
}

when!(regex r"^the bank pays ([\d.]+) into the (\w+) wallet of (the(?: [A-Za-z]+)? caller)$", pays);
async fn pays(world: &mut World, amount: String, currency: String, actor: String) -> StepResult {
    let wallet = format!("{}/{currency}", world.caller(&actor)?.label);
    world.op("deposit", &json!({ "wallet": wallet, "amount": amount })).await.map(drop)
}
