//! Transactions of a card.

use cucumber::gherkin::Step;
use serde_json::{Value, json};

use super::{ProjectName, outcomes::served, texts::rows};
use crate::{Mismatch, StepResult, World, drivers::envelope::Reply};

when!(regex r#"^"([^"]+)" pays (\d+\.\d\d)$"#, pays);
async fn pays(world: &mut World, card: String, amount: String) -> StepResult {
    let card = world.envelope.cards.get(&card)?;
    let input = json!({ "card": card.id, "amount": amount });
    let made = world.op("authorize", &input).await?;
    if made["status"] == "declined" {
        return Err(Mismatch::precondition("a payment that is approved", made.to_string()));
    }
    let payment = made["transaction"].as_str().map(str::to_owned);
    let lacking = || Mismatch::precondition("a payment with its transaction", made.to_string());
    world.envelope.payment = Some(payment.ok_or_else(lacking)?);
    Ok(())
}

when!(regex r"^the payment is cleared at (\d+\.\d\d)$", cleared);
async fn cleared(world: &mut World, amount: String) -> StepResult {
    let payment = world.envelope.payment.clone();
    let payment = payment.ok_or_else(|| Mismatch::suite("a payment", "none"))?;
    let input = json!({ "transaction": payment, "amount": amount });
    world.op("clear", &input).await.map(drop)
}

async fn list(world: &mut World, actor: &str, card: &str, mut fields: Value) -> StepResult {
    fields["card_id"] = Value::from(world.envelope.cards.get(card)?.id);
    world.call(actor, "/cards/txs", &fields).await.map(drop)
}

when!("{project} lists the transactions of {string}", lists);
async fn lists(world: &mut World, actor: ProjectName, card: String) -> StepResult {
    list(world, &actor.0, &card, json!({})).await
}

when!("{project} lists the transactions of {string} with limit {int} and skip {int}", lists_page);
async fn lists_page(
    world: &mut World,
    actor: ProjectName,
    card: String,
    limit: u64,
    skip: u64,
) -> StepResult {
    list(world, &actor.0, &card, json!({ "limit": limit, "skip": skip })).await
}

when!("{project} lists the transactions of {string} with slug {string}", lists_slug);
async fn lists_slug(
    world: &mut World,
    actor: ProjectName,
    card: String,
    slug: String,
) -> StepResult {
    list(world, &actor.0, &card, json!({ "slug": slug })).await
}

fn listed(reply: &Reply) -> StepResult<&[Value]> {
    served(reply)?;
    let list = reply.payload["transactions"].as_array();
    list.map(Vec::as_slice).ok_or_else(|| Mismatch::behaviour("transactions", reply.summary()))
}

then!("the list begins with", begins_with);
fn begins_with(world: &mut World, step: &Step) -> StepResult {
    let reply = world.reply()?;
    let rows = rows(step);
    let [header, rows @ ..] = rows.as_slice() else {
        return Err(Mismatch::suite("a table of transactions", "none"));
    };
    let list = listed(reply)?;
    for (at, row) in rows.iter().enumerate() {
        for (member, expected) in header.iter().zip(row) {
            if list.get(at).is_none_or(|one| one[member] != **expected) {
                return Err(Mismatch::behaviour(
                    format!("{member} {expected} of transaction {at}"),
                    reply.summary(),
                ));
            }
        }
    }
    Ok(())
}

then!("the first two belong to the last two orders", belong_to_orders);
fn belong_to_orders(world: &mut World) -> StepResult {
    let replies = &world.envelope.replies;
    let orders: Vec<_> =
        replies.iter().rev().filter_map(|reply| reply.order()["order_id"].as_str()).collect();
    let list = listed(world.reply()?)?;
    let shown: Vec<_> = list.iter().filter_map(|one| one["order_id"].as_str()).collect();
    if orders.len() >= 2 && shown.get(..2) == orders.get(..2) {
        return Ok(());
    }
    Err(Mismatch::behaviour(format!("the orders {orders:?}"), format!("{shown:?}")))
}

then!("each transaction has the members", have_members);
fn have_members(world: &mut World, step: &Step) -> StepResult {
    let reply = world.reply()?;
    let list = listed(reply)?;
    for row in rows(step) {
        if list.iter().any(|one| one.get(&row[0]).is_none()) {
            return Err(Mismatch::behaviour(format!("{} in each", row[0]), reply.summary()));
        }
    }
    Ok(())
}

then!("it is the second of the whole list, and all are counted", second_of_all);
fn second_of_all(world: &mut World) -> StepResult {
    let [whole, page] = world.two_replies()?;
    let (all, one) = (listed(whole)?, listed(page)?);
    let counted = page.payload["total"].as_u64();
    let expected = u64::try_from(all.len()).ok();
    if one.len() == 1 && all.get(1) == one.first() && counted.is_some() && counted == expected {
        return Ok(());
    }
    Err(Mismatch::behaviour(
        format!("the second of {} transactions, total {expected:?}", all.len()),
        page.summary(),
    ))
}

then!("only transactions with the slug {string} are listed", only_slug);
fn only_slug(world: &mut World, slug: String) -> StepResult {
    let reply = world.reply()?;
    let list = listed(reply)?;
    if !list.is_empty() && list.iter().all(|one| one["slug"] == *slug) {
        return Ok(());
    }
    Err(Mismatch::behaviour(format!("transactions, all with slug {slug}"), reply.summary()))
}
