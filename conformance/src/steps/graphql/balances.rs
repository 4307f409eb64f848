//! The answers of `cardBalance`, and the operations that change them.

use cucumber::gherkin::Step;
use serde_json::{Value, json};

use super::Actor;
use crate::{
    Mismatch, StepResult, World,
    checks::{graphql::refusal, json as at},
    drivers::graphql::names::is_user,
};

const MEMBERS: [&str; 5] =
    ["creditLimit", "spendingPower", "pendingCharges", "postedCharges", "balanceDue"];

fn document(id: i64, members: &str) -> String {
    format!("{{ cardBalance(cardId: {id}) {{ success balance {{ {members} }} error }} }}")
}

/// The amounts that `cardBalance` tells of a card.
pub(in crate::steps) async fn balance(
    world: &World,
    actor: &Actor,
    name: &str,
) -> StepResult<Value> {
    let id = world.graphql.cards.get(name)?.id;
    let mut document = document(id, &MEMBERS.join(" "));
    if is_user(&actor.0) {
        document = document.replacen("{ success balance", "{ success id balance", 1);
    }
    let answer = world.query(&actor.0, &document, &Value::Null).await?;
    let result = refusal::succeeded(&answer, "cardBalance")?;
    // The in-app guide prints the id; the partner guide leaves it out.
    if is_user(&actor.0) {
        at::equals(result, "/id", &json!(id))?;
    }
    Ok(result["balance"].clone())
}

when!("{actor} asks for the balance of {string}", asks);
async fn asks(world: &mut World, actor: Actor, name: String) -> StepResult {
    let id = world.graphql.cards.get(&name)?.id;
    let document = document(id, "creditLimit spendingPower balanceDue");
    world.ask(&actor.0, &document, &Value::Null).await.map(drop)
}

when!("{actor} asks for the balance of a card that nobody has", asks_for_nobodys);
async fn asks_for_nobodys(world: &mut World, actor: Actor) -> StepResult {
    let document = document(2_147_483_000, "creditLimit spendingPower balanceDue");
    world.ask(&actor.0, &document, &Value::Null).await.map(drop)
}

given!("{actor} notes the balance of {string}", notes);
async fn notes(world: &mut World, actor: Actor, name: String) -> StepResult {
    let noted = balance(world, &actor, &name).await.map_err(Mismatch::while_preparing)?;
    world.values.insert("the balance before".to_owned(), noted);
    Ok(())
}

fn amounts(step: &Step) -> StepResult<Vec<(String, f64)>> {
    let rows = step.table.iter().flat_map(|table| &table.rows);
    rows.map(|row| match row[1].parse() {
        Ok(amount) => Ok((row[0].clone(), amount)),
        Err(_) => Err(Mismatch::suite("an amount", row[1].clone())),
    })
    .collect()
}

/// Amounts in dollars have cents; they are compared as cents.
fn cents(value: &Value) -> Option<i64> {
    value.as_f64().map(|dollars| (dollars * 100.0).round() as i64)
}

fn holds(seen: &Value, before: Option<&Value>, expected: &[(String, f64)]) -> StepResult {
    for (member, amount) in expected {
        let base = before.map_or(Some(0), |before| cents(&before[member]));
        let wanted = base.map(|base| base.saturating_add((amount * 100.0).round() as i64));
        if wanted.is_none() || cents(&seen[member]) != wanted {
            let wanted = wanted.unwrap_or_default() as f64 / 100.0;
            return Err(Mismatch::behaviour(
                format!("{member} {wanted}"),
                format!("{member} {}", seen[member]),
            ));
        }
    }
    Ok(())
}

then!("{actor} finds the balance of {string} to be", is);
async fn is(world: &mut World, step: &Step, actor: Actor, name: String) -> StepResult {
    let expected = amounts(step)?;
    world
        .until_settled(async |world| holds(&balance(world, &actor, &name).await?, None, &expected))
        .await
}

then!("the balance of {string} has changed for {actor} by", changed);
async fn changed(world: &mut World, step: &Step, name: String, actor: Actor) -> StepResult {
    let expected = amounts(step)?;
    let before = world.value("the balance before")?.clone();
    world
        .until_settled(async |world| {
            holds(&balance(world, &actor, &name).await?, Some(&before), &expected)
        })
        .await
}

then!("creditLimit and spendingPower of {string} have risen for {actor} by the same amount", risen);
async fn risen(world: &mut World, name: String, actor: Actor) -> StepResult {
    let before = world.value("the balance before")?.clone();
    world
        .until_settled(async |world| {
            let seen = balance(world, &actor, &name).await?;
            let by = |member: &str| Some(cents(&seen[member])? - cents(&before[member])?);
            let (limit, power) = (by("creditLimit"), by("spendingPower"));
            if limit == power && limit.is_some_and(|by| by > 0) {
                return Ok(());
            }
            Err(Mismatch::behaviour(
                "both higher by the same amount",
                format!("from {before} to {seen}"),
            ))
        })
        .await
}

then!("the balance has numbers as creditLimit, spendingPower and balanceDue", numbers);
fn numbers(world: &mut World) -> StepResult {
    let result = world.result("cardBalance")?;
    for member in ["creditLimit", "spendingPower", "balanceDue"] {
        let value = &result["balance"][member];
        if !value.is_number() {
            return Err(Mismatch::behaviour(format!("{member}: a number"), value.to_string()));
        }
    }
    Ok(())
}

then!("cardBalance answers neither success nor a balance", neither);
fn neither(world: &mut World) -> StepResult {
    let answer = world.answer()?;
    let result = answer.result("cardBalance").cloned().unwrap_or(json!({}));
    if result["success"] != true && result["balance"].is_null() {
        return Ok(());
    }
    Err(Mismatch::behaviour("no success and no balance", answer.summary()))
}

then!("the balance of {string} stays for {actor} as it was", stays);
/// The target has had its time for what takes a while to change.
async fn stays(world: &mut World, name: String, actor: Actor) -> StepResult {
    tokio::time::sleep(world.target()?.settle()).await;
    let before = world.value("the balance before")?.clone();
    let seen = balance(world, &actor, &name).await?;
    if at::same(&before, &seen) {
        return Ok(());
    }
    Err(Mismatch::behaviour(before.to_string(), seen.to_string()))
}

then!("{actor} sees a deposit address of {string}", deposit_address);
/// No source says which of the two types has the column: those that have it agree.
async fn deposit_address(world: &mut World, actor: Actor, name: String) -> StepResult {
    let id = world.graphql.cards.get(&name)?.id;
    let mut shown = Vec::new();
    let mut seen = String::new();
    for table in ["AgioCard_vw_card", "AgioCard_card"] {
        let document = format!("{{ {table} {{ id deposit_address }} }}");
        let answer = world.query(&actor.0, &document, &Value::Null).await?;
        seen = answer.summary();
        let Some(rows) = answer.result(table).and_then(Value::as_array) else { continue };
        let row = rows.iter().find(|row| row["id"] == id);
        let row = row.ok_or_else(|| Mismatch::behaviour(format!("card {id} in {table}"), &seen))?;
        shown.push(at::text(row, "/deposit_address")?.to_owned());
    }
    shown.dedup();
    if shown.len() == 1 {
        return Ok(());
    }
    Err(Mismatch::behaviour("one deposit_address, in one of the two types or in both", seen))
}

/// The names of the amounts in `cardBalance` and in the relation.
const RELATED: [(&str, &str); 5] = [
    ("creditLimit", "credit_limit"),
    ("spendingPower", "spending_power"),
    ("pendingCharges", "pending_charges"),
    ("postedCharges", "posted_charges"),
    ("balanceDue", "balance_due"),
];

/// The factor between the numbers of a card in the list that was just asked for and those of
/// `cardBalance`: one where both are dollars, a hundred where the list is in cents.
async fn factor_of_relation(world: &World, name: &str) -> StepResult<i64> {
    let card = world.graphql.cards.get(name)?;
    let answer = world.answer()?;
    if answer.status == 400 {
        return Err(Mismatch::missing("a relation balance of AgioCard_vw_card", "not there"));
    }
    let rows = answer.result("AgioCard_vw_card").and_then(Value::as_array);
    let row = rows.into_iter().flatten().find(|row| row["id"] == card.id);
    let seen = row.map(|row| row["balance"].clone()).unwrap_or_default();
    let expected = balance(world, &Actor(card.owner), name).await?;
    let holds = |factor: &i64| {
        RELATED.iter().all(|(own, related)| {
            let seen = match &seen[related] {
                Value::String(text) => text.parse::<f64>().ok().map(|n| (n * 100.0).round() as i64),
                other => cents(other),
            };
            seen.is_some() && seen == cents(&expected[own]).and_then(|own| own.checked_mul(*factor))
        })
    };
    [1, 100].into_iter().find(holds).ok_or_else(|| {
        Mismatch::behaviour(format!("{expected}, or a hundred times it"), seen.to_string())
    })
}

then!(
    "the balance of {string} there is that of cardBalance (reading {string}) or a hundred times it (reading {string})",
    unit_of_relation
);
async fn unit_of_relation(
    world: &mut World,
    name: String,
    dollars: String,
    hundred: String,
) -> StepResult {
    let factor = factor_of_relation(world, &name).await?;
    world.found_reading(if factor == 1 { &dollars } else { &hundred });
    Ok(())
}

then!(
    "all five numbers of {string} there are those of cardBalance, in dollars or in cents",
    in_one_unit
);
async fn in_one_unit(world: &mut World, name: String) -> StepResult {
    factor_of_relation(world, &name).await.map(drop)
}

when!("the statement of {string} is closed", statement_closed);
/// No target file names a way to do it, so it is a sandbox's own.
async fn statement_closed(world: &mut World, name: String) -> StepResult {
    if !world.on_sandbox() {
        return Err(Mismatch::missing("a statement that can be closed", "not on this target"));
    }
    let id = world.graphql.cards.get(&name)?.id;
    world.op("close-statement", &json!({ "card": id })).await.map(drop)
}
