//! Decisions of the operator, which no caller can make.

use serde_json::json;

use crate::{StepResult, World};

when!(regex r#"^the operator makes "([^"]+)" ([a-z_]+)$"#, makes);
async fn makes(world: &mut World, card: String, status: String) -> StepResult {
    let reference = world.managed.cards.get(&card)?.reference;
    let input = json!({ "card": reference, "status": status, "reason": "looked at" });
    world.op("set-card-status", &input).await.map(drop)
}

when!(regex r#"^the operator puts "([^"]+)" (under_review|won|lost)$"#, puts);
async fn puts(world: &mut World, dispute: String, status: String) -> StepResult {
    let reference = world.managed.disputes.get(&dispute)?.reference;
    let input = json!({ "dispute": reference, "status": status });
    world.op("decide-dispute", &input).await.map(drop)
}

when!(regex r#"^the wallet of (the(?: [A-Za-z]+)? caller) gets a deposit of ([\d.]+)$"#, deposit);
async fn deposit(world: &mut World, actor: String, amount: String) -> StepResult {
    let wallets = world.peek(&actor, "wallets.list", &[]).await?;
    let wallet = wallets.pointer("/results/0/reference").cloned().unwrap_or_default();
    world.op("deposit", &json!({ "wallet": wallet, "amount": amount })).await.map(drop)
}
