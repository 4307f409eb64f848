//! Transactions as who holds the cards lists and counts them.

use cucumber::gherkin::Step;
use serde_json::{Value, json};

use super::{Actor, times::is_time};
use crate::{Mismatch, StepResult, World, drivers::Answer};

/// The query of the page on transactions, which lists a page and counts what there is.
const DOCUMENT: &str = "query UserCardTransactions($where: AgioCard_card_transaction_bool_exp, \
    $order_by: [AgioCard_card_transaction_order_by!], $limit: Int, $offset: Int) { transactions: \
    AgioCard_card_transaction(where: $where, order_by: $order_by, limit: $limit, offset: $offset) { \
    id event_type transaction_type status amount currency merchant_name declined_reason \
    authorized_at posted_at created_at } transactions_aggregate: \
    AgioCard_card_transaction_aggregate(where: $where) { aggregate { count } } }";

async fn send(world: &World, actor: &Actor, more: Value) -> StepResult<Answer> {
    let mut variables = json!({ "order_by": [{ "created_at": "desc" }] });
    for (name, value) in more.as_object().into_iter().flatten() {
        variables[name] = value.clone();
    }
    world.query(&actor.0, DOCUMENT, &variables).await
}

fn rows(answer: &Answer) -> StepResult<&Vec<Value>> {
    let rows = answer.result("transactions").and_then(Value::as_array);
    rows.filter(|_| answer.status == 200 && answer.errors().is_empty())
        .ok_or_else(|| Mismatch::behaviour("transactions", answer.summary()))
}

fn count(answer: &Answer) -> StepResult<i64> {
    let count = answer.json.pointer("/data/transactions_aggregate/aggregate/count");
    let count = count.and_then(Value::as_i64);
    count.ok_or_else(|| Mismatch::behaviour("a count of transactions", answer.summary()))
}

/// The condition that a transaction is one of the application of a card.
fn of_application(world: &World, name: &str) -> StepResult<Value> {
    let application = world.graphql.cards.get(name)?.application;
    let application = application.ok_or_else(|| {
        Mismatch::missing("the application of the card", "the target file names none")
    })?;
    Ok(json!({ "where": { "card_application_id": { "_eq": application } } }))
}

/// The number of the row of the last purchase, which ends its id at the back office.
pub(in crate::steps) fn purchase(world: &World) -> StepResult<i64> {
    let id = &world.value("the purchase")?["transaction"];
    let text = id.as_str().map_or_else(|| id.to_string(), str::to_owned);
    let digits = text.rsplit(|letter: char| !letter.is_ascii_digit()).next();
    let number = digits.and_then(|digits| digits.parse().ok());
    number.ok_or_else(|| Mismatch::precondition("a purchase with a number", text))
}

/// Whether a value is the JSON of a table, or what its words `a time` and `a text` say.
fn is(seen: &Value, wanted: &str) -> StepResult<bool> {
    Ok(match wanted {
        "a time" => is_time(seen),
        "a text" => seen.as_str().is_some_and(|text| !text.is_empty()),
        json => {
            let json: Value = serde_json::from_str(json)
                .map_err(|error| Mismatch::suite("a JSON value", format!("{json}: {error}")))?;
            *seen == json
        }
    })
}

then!("{actor} sees the purchase among the transactions of {string} with", sees);
async fn sees(world: &mut World, step: &Step, actor: Actor, name: String) -> StepResult {
    let (id, of_application) = (purchase(world)?, of_application(world, &name)?);
    world
        .until_settled(async |world| {
            let answer = send(world, &actor, of_application.clone()).await?;
            let all = rows(&answer)?;
            let row = all.iter().find(|row| row["id"] == id);
            let row = row.ok_or_else(|| {
                Mismatch::behaviour(format!("a transaction {id}"), answer.summary())
            })?;
            for wanted in step.table.iter().flat_map(|table| &table.rows) {
                let member = row.get(&wanted[0]).unwrap_or(&Value::Null);
                if row.get(&wanted[0]).is_none() || !is(member, &wanted[1])? {
                    let wanted = format!("{} {}", wanted[0], wanted[1]);
                    return Err(Mismatch::behaviour(wanted, row.to_string()));
                }
            }
            let before = world.values.insert("transactions".to_owned(), json!(all.len()));
            world.values.insert("transactions before".to_owned(), before.unwrap_or_default());
            Ok(())
        })
        .await
}

then!("it is among as many transactions as before", as_many);
fn as_many(world: &mut World) -> StepResult {
    let (before, now) = (world.value("transactions before")?, world.value("transactions")?);
    if before == now {
        return Ok(());
    }
    Err(Mismatch::behaviour(format!("{before} transactions"), now.to_string()))
}

then!("{actor} sees and counts no transaction of {string}", sees_none);
async fn sees_none(world: &mut World, actor: Actor, name: String) -> StepResult {
    let answer = send(world, &actor, of_application(world, &name)?).await?;
    if rows(&answer)?.is_empty() && count(&answer)? == 0 {
        return Ok(());
    }
    Err(Mismatch::behaviour("no transaction and a count of 0", answer.summary()))
}

then!("{actor} neither sees nor counts the purchase among all transactions", not_among_all);
async fn not_among_all(world: &mut World, actor: Actor) -> StepResult {
    let id = purchase(world)?;
    let answer = send(world, &actor, Value::Null).await?;
    let rows = rows(&answer)?;
    // What is counted beyond the rows is somebody else's.
    if rows.iter().all(|row| row["id"] != id) && count(&answer)? == rows.len() as i64 {
        return Ok(());
    }
    Err(Mismatch::behaviour(format!("no transaction {id}, in rows or count"), answer.summary()))
}

fn declined() -> Value {
    json!({ "where": { "status": { "_eq": "declined" } } })
}

async fn counts(world: &World, actor: &Actor) -> StepResult<[i64; 2]> {
    let all = count(&send(world, actor, Value::Null).await?)?;
    Ok([all, count(&send(world, actor, declined()).await?)?])
}

given!("{actor} counts its transactions, and the declined ones", notes_counts);
async fn notes_counts(world: &mut World, actor: Actor) -> StepResult {
    let counts = counts(world, &actor).await.map_err(Mismatch::while_preparing)?;
    world.values.insert("the counts before".to_owned(), json!(counts));
    Ok(())
}

then!("{actor} counts {int} transactions more, and {int} declined one more", counts_more);
async fn counts_more(world: &mut World, actor: Actor, all: i64, declined: i64) -> StepResult {
    let before = world.value("the counts before")?.clone();
    let before = |place: usize| before[place].as_i64().unwrap_or_default();
    let wanted = [before(0) + all, before(1) + declined];
    world
        .until_settled(async |world| {
            let seen = counts(world, &actor).await?;
            if seen == wanted {
                return Ok(());
            }
            Err(Mismatch::behaviour(format!("{wanted:?}"), format!("{seen:?}")))
        })
        .await
}

/// The most pages that are read: a list that does not end is not read for ever.
const MOST_PAGES: usize = 1_000;

then!("the pages of {int} transactions that {actor} sees are as many, newest first", pages);
async fn pages(world: &mut World, size: usize, actor: Actor) -> StepResult {
    let mut seen: Vec<Value> = Vec::new();
    for _ in 0..MOST_PAGES {
        let page = json!({ "limit": size, "offset": seen.len() });
        let answer = send(world, &actor, page).await?;
        let page = rows(&answer)?;
        let is_last = seen.len() + page.len() >= usize::try_from(count(&answer)?).unwrap_or(0);
        let again = page.iter().any(|row| seen.iter().any(|one| one["id"] == row["id"]));
        if again || page.len() > size || (page.len() < size && !is_last) {
            let wanted = format!("a page of {size} transactions, none twice");
            return Err(Mismatch::behaviour(wanted, answer.summary()));
        }
        seen.extend(page.iter().cloned());
        if is_last {
            if count(&answer)? != seen.len() as i64 {
                return Err(Mismatch::behaviour("as many as are counted", answer.summary()));
            }
            let time = |row: &Value| row["created_at"].as_str().unwrap_or_default().to_owned();
            if seen.windows(2).all(|pair| time(&pair[0]) >= time(&pair[1])) {
                return Ok(());
            }
            return Err(Mismatch::behaviour("the newest first", json!(seen).to_string()));
        }
    }
    Err(Mismatch::behaviour(format!("at most {MOST_PAGES} pages"), "more"))
}
