//! Fees that a partner charges its card users.

use serde_json::{Value, json};

use super::Actor;
use crate::{Mismatch, StepResult, World};

/// The mutation that charges.
pub const CHARGE: &str =
    "mutation($input: ChargeCardInput!) { chargeCard(input: $input) { success chargeId error } }";

/// The documents' own charge.
pub fn charge_input(card_user: &str, cents: i64) -> Value {
    json!({ "cardUserId": card_user, "feeCents": cents, "feeDescription": "Monthly service fee" })
}

when!("{actor} charges {string} {int} cents", charges);
async fn charges(world: &mut World, actor: Actor, name: String, cents: i64) -> StepResult {
    let user = world.partner.card_users.get(&name)?.id;
    let input = json!({ "input": charge_input(&user, cents) });
    world.ask(&actor.0, CHARGE, &input).await.map(drop)
}

when!("{actor} charges the holder of {string} {int} cents for {string}", charges_for);
async fn charges_for(
    world: &mut World,
    actor: Actor,
    name: String,
    cents: i64,
    what: String,
) -> StepResult {
    let user = world.graphql.cards.get(&name)?.card_user;
    let user = user.ok_or_else(|| Mismatch::missing("a card user", "no [known.PG] card_user"))?;
    let mut input = charge_input(&user, cents);
    input["feeDescription"] = json!(what);
    world.ask(&actor.0, CHARGE, &json!({ "input": input })).await.map(drop)
}

when!("{actor} charges the holder of {string} {int} cents", charges_holder);
async fn charges_holder(world: &mut World, actor: Actor, name: String, cents: i64) -> StepResult {
    let holder = format!("the holder of {name}");
    if !world.partner.card_users.has(&holder) {
        return Err(Mismatch::missing("a card user", "no [known.PG] card_user"));
    }
    charges(world, actor, holder, cents).await
}
