//! The query `vwCards`, as the guides print it.

use cucumber::gherkin::Step;
use serde_json::{Value, json};

use crate::{
    Mismatch, StepResult, World,
    checks::json as at,
    steps::graphql::{Actor, documents::spelled, times::is_time},
};

const CARDS_GUIDE: &str = "query vwCards($where: AgioCard_vw_card_bool_exp, $limit: Int = 100, \
    $offset: Int, $includeBalance: Boolean! = false) { cards: AgioCard_vw_card(where: $where, \
    order_by: [{ last_used_at: desc_nulls_last }, { status: asc }, { created_at: desc }], limit: \
    $limit, offset: $offset) { id card_type status last4 nickname is_starred created_at last_used_at \
    balance @include(if: $includeBalance) { credit_limit spending_power pending_charges \
    posted_charges balance_due } } }";

const FUNDING_GUIDE: &str = "query vwCards($includeBalance: Boolean! = true) { cards: \
    AgioCard_vw_card(limit: 100) { id card_type status last4 balance @include(if: $includeBalance) { \
    credit_limit spending_power pending_charges posted_charges balance_due } } }";

when!("{actor} sends vwCards", sends);
async fn sends(world: &mut World, actor: Actor) -> StepResult {
    world.ask(&actor.0, CARDS_GUIDE, &Value::Null).await.map(drop)
}

when!("{actor} sends vwCards of the funding guide", sends_funding);
async fn sends_funding(world: &mut World, actor: Actor) -> StepResult {
    world.ask(&actor.0, FUNDING_GUIDE, &Value::Null).await.map(drop)
}

when!("{actor} sends vwCards with the variables", sends_with);
async fn sends_with(world: &mut World, step: &Step, actor: Actor) -> StepResult {
    let variables: Value = serde_json::from_str(&spelled(world, step)?)
        .map_err(|error| Mismatch::suite("JSON", error.to_string()))?;
    world.ask(&actor.0, CARDS_GUIDE, &variables).await.map(drop)
}

fn rows(world: &World) -> StepResult<Vec<Value>> {
    let answer = world.answer()?;
    let rows = answer.result("cards").and_then(Value::as_array).filter(|_| answer.status == 200);
    rows.cloned().ok_or_else(|| Mismatch::behaviour("rows of vwCards", answer.summary()))
}

fn names(text: &str) -> Vec<&str> {
    text.split('"').skip(1).step_by(2).collect()
}

fn row(world: &World, name: &str) -> StepResult<Value> {
    let id = world.graphql.cards.get(name)?.id;
    let rows = rows(world)?;
    match rows.iter().filter(|row| row["id"] == id).collect::<Vec<_>>().as_slice() {
        [row] => Ok((*row).clone()),
        several => Err(Mismatch::behaviour(
            format!("one row with id {id}"),
            format!("{} of {}", several.len(), rows.len()),
        )),
    }
}

then!(regex r"^vwCards has (.+) once each, with all columns of the guide$", has_whole);
fn has_whole(world: &mut World, all: String) -> StepResult {
    for name in names(&all) {
        let row = row(world, name)?;
        let text = |column: &str| row[column].as_str().is_some_and(|text| !text.is_empty());
        let null_or = |column: &str, holds: bool| {
            row.get(column).is_some_and(|value| value.is_null() || holds)
        };
        let checks = [
            ("card_type", text("card_type")),
            ("status", text("status")),
            ("last4", text("last4")),
            ("created_at", is_time(&row["created_at"])),
            ("nickname", null_or("nickname", row["nickname"].is_string())),
            ("is_starred", null_or("is_starred", row["is_starred"].is_boolean())),
            ("last_used_at", null_or("last_used_at", is_time(&row["last_used_at"]))),
        ];
        if let Some((column, _)) = checks.into_iter().find(|(_, holds)| !holds) {
            return Err(Mismatch::behaviour(format!("a good {column}"), row.to_string()));
        }
    }
    Ok(())
}

then!("vwCards shows {string} as {string} and {string}", shows);
fn shows(world: &mut World, name: String, kind: String, status: String) -> StepResult {
    let row = row(world, &name)?;
    at::equals(&row, "/card_type", &json!(kind))?;
    at::equals(&row, "/status", &json!(status))
}

then!(regex r#"^vwCards shows "([^"]+)" as "([^"]+)", which was (never used|used)$"#, shows_use);
fn shows_use(world: &mut World, name: String, nickname: String, used: String) -> StepResult {
    let row = row(world, &name)?;
    at::equals(&row, "/nickname", &json!(nickname))?;
    let last = &row["last_used_at"];
    let holds = if used == "used" { is_time(last) } else { last.is_null() };
    if holds {
        return Ok(());
    }
    Err(Mismatch::behaviour(format!("last_used_at of a card that was {used}"), row.to_string()))
}

then!("vwCards has {string} and not {string}", has_one);
fn has_one(world: &mut World, there: String, missing: String) -> StepResult {
    row(world, &there)?;
    let id = world.graphql.cards.get(&missing)?.id;
    if rows(world)?.iter().any(|row| row["id"] == id) {
        return Err(Mismatch::behaviour(format!("no row with id {id}"), "there is one"));
    }
    Ok(())
}

then!("vwCards is empty", is_empty);
fn is_empty(world: &mut World) -> StepResult {
    let rows = rows(world)?;
    if rows.is_empty() {
        return Ok(());
    }
    Err(Mismatch::behaviour("no row", json!(rows).to_string()))
}

then!("every {string} of vwCards is {string}", every);
fn every(world: &mut World, column: String, value: String) -> StepResult {
    for row in rows(world)? {
        at::equals(&row, &format!("/{column}"), &json!(value))?;
    }
    Ok(())
}

const BALANCE: [&str; 5] =
    ["credit_limit", "spending_power", "pending_charges", "posted_charges", "balance_due"];

then!(regex r#"^vwCards tells (no|a) balance of "([^"]+)"$"#, tells_balance);
fn tells_balance(world: &mut World, whether: String, name: String) -> StepResult {
    let row = row(world, &name)?;
    if whether == "no" {
        return match row.get("balance") {
            None => Ok(()),
            Some(balance) => Err(Mismatch::behaviour("no member balance", balance.to_string())),
        };
    }
    let number = |value: &Value| {
        value.is_number() || value.as_str().is_some_and(|text| text.parse::<f64>().is_ok())
    };
    match BALANCE.iter().find(|member| !number(&row["balance"][**member])) {
        None => Ok(()),
        Some(member) => Err(Mismatch::behaviour(format!("a number as {member}"), row.to_string())),
    }
}

then!(regex r"^vwCards has in this order (.+)$", in_order);
fn in_order(world: &mut World, order: String) -> StepResult {
    let wanted = names(&order);
    let rows = rows(world)?;
    let mut seen = Vec::new();
    for row in &rows {
        for name in &wanted {
            if row["id"] == world.graphql.cards.get(name)?.id {
                seen.push(*name);
            }
        }
    }
    if seen == wanted {
        return Ok(());
    }
    Err(Mismatch::behaviour(format!("{wanted:?}"), format!("{seen:?}")))
}

then!("the pages of {int} cards that {actor} sees are the whole list", pages);
async fn pages(world: &mut World, size: usize, actor: Actor) -> StepResult {
    let read = async |world: &mut World, variables: Value| {
        world.ask(&actor.0, CARDS_GUIDE, &variables).await?;
        rows(world)
    };
    let whole = read(world, Value::Null).await?;
    let mut paged: Vec<Value> = Vec::new();
    loop {
        let page = read(world, json!({ "limit": size, "offset": paged.len() })).await?;
        let again = page.iter().any(|row| paged.iter().any(|seen| seen["id"] == row["id"]));
        let first_is_short = paged.is_empty() && page.len() != size;
        if again || page.len() > size || first_is_short {
            return Err(Mismatch::behaviour(
                format!("pages of {size} rows, no row twice"),
                json!(page).to_string(),
            ));
        }
        let is_last = page.len() < size;
        paged.extend(page);
        if is_last {
            break;
        }
    }
    let ids = |rows: &[Value]| rows.iter().map(|row| row["id"].clone()).collect::<Vec<_>>();
    let (whole, paged) = (ids(&whole), ids(&paged));
    if paged.starts_with(&whole) {
        return Ok(());
    }
    Err(Mismatch::behaviour(format!("{whole:?}"), format!("{paged:?}")))
}
