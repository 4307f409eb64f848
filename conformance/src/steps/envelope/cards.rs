//! Cards and their data.

use std::collections::BTreeSet;

use cucumber::gherkin::Step;
use jiff::{Timestamp, tz::TimeZone};
use serde_json::{Value, json};

use super::{ProjectName, outcomes::served, texts::rows, users::fresh_id};
use crate::{Mismatch, StepResult, World, checks::luhn::passes_luhn, drivers::envelope::Reply};

when!("{project} asks for the card {string}", asks);
async fn asks(world: &mut World, actor: ProjectName, card: String) -> StepResult {
    let id = world.envelope.cards.get(&card)?.id;
    world.call(&actor.0, "/cards/get", &json!({ "card_id": id })).await.map(drop)
}

when!("{project} calls {word} for {string}", calls_for);
async fn calls_for(
    world: &mut World,
    actor: ProjectName,
    path: String,
    card: String,
) -> StepResult {
    let id = world.envelope.cards.get(&card)?.id;
    world.call(&actor.0, &path, &json!({ "card_id": id })).await.map(drop)
}

when!("{project} calls {word} for {string} in the name of {string}", calls_for_user);
async fn calls_for_user(
    world: &mut World,
    actor: ProjectName,
    path: String,
    card: String,
    user: String,
) -> StepResult {
    let id = world.envelope.cards.get(&card)?.id;
    let user = world.envelope.users.get(&user)?.external_id;
    let fields = json!({ "card_id": id, "external_user_id": user });
    world.call(&actor.0, &path, &fields).await.map(drop)
}

when!("{project} calls {word} for {string} in the name of nobody known", calls_for_nobody);
async fn calls_for_nobody(
    world: &mut World,
    actor: ProjectName,
    path: String,
    card: String,
) -> StepResult {
    let id = world.envelope.cards.get(&card)?.id;
    let fields = json!({ "card_id": id, "external_user_id": fresh_id() });
    world.call(&actor.0, &path, &fields).await.map(drop)
}

then!("it is {string} with the status {string}", is_card);
fn is_card(world: &mut World, card: String, status: String) -> StepResult {
    let id = world.envelope.cards.get(&card)?.id;
    let reply = world.reply()?;
    served(reply)?;
    if reply.payload["card_id"] == *id && reply.payload["status"] == *status {
        return Ok(());
    }
    Err(Mismatch::behaviour(format!("card_id {id}, status {status}"), reply.summary()))
}

/// The five members of card data.
pub(super) fn card_data(reply: &Reply) -> StepResult {
    let details = reply.details();
    let digits = |member: &str, least: usize, most: usize| {
        details[member].as_str().is_some_and(|text| {
            (least..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
        })
    };
    let present =
        |member: &str| details.get(member).is_some_and(|value| !value.is_null() && *value != *"");
    if digits("card_number", 13, 19)
        && digits("cvv", 3, 4)
        && present("expiry_month")
        && present("expiry_year")
        && details["billing_address"].is_object()
    {
        return Ok(());
    }
    Err(Mismatch::behaviour(
        "card_number of 13 to 19 digits, cvv of 3 or 4, expiry_month, expiry_year and \
         billing_address",
        blanked(details),
    ))
}

/// The names of the members, without their values.
fn blanked(details: &Value) -> String {
    let members = details.as_object().into_iter().flatten();
    members.map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ")
}

then!("the answer has card data", has_card_data);
fn has_card_data(world: &mut World) -> StepResult {
    card_data(world.reply()?)
}

then!("both show the same card data", same_data);
fn same_data(world: &mut World) -> StepResult {
    let [first, second] = world.two_replies()?;
    card_data(first)?;
    if first.details() == second.details() {
        return Ok(());
    }
    Err(Mismatch::behaviour("the same card data again", "something else"))
}

then!("the card number begins with {int}, has {int} digits and a right check digit", well_formed);
fn well_formed(world: &mut World, start: u64, length: usize) -> StepResult {
    let number = world.reply()?.details()["card_number"].as_str().unwrap_or_default();
    let formed = number.len() == length && number.starts_with(&start.to_string());
    if formed && passes_luhn(number) {
        return Ok(());
    }
    let (length, starts) = (number.len(), number.starts_with(&start.to_string()));
    Err(Mismatch::behaviour(
        format!("{length} digits that begin with {start} and pass the Luhn check"),
        format!("{length} digits, right beginning: {starts}, Luhn: {}", passes_luhn(number)),
    ))
}

then!("the card expires {int} months after its issue", expires);
async fn expires(world: &mut World, months: i32) -> StepResult {
    let reply = world.reply()?;
    let details = reply.details();
    let shown = format!(
        "{}-{}",
        details["expiry_year"].as_str().unwrap_or_default(),
        details["expiry_month"].as_str().unwrap_or_default()
    );
    let card = world.look_at_card("the card").await?;
    let issued = card.text("issued_at").and_then(|text| text.parse::<Timestamp>().ok());
    let issued = issued.ok_or_else(|| Mismatch::behaviour("issued_at", card.summary()))?;
    let date = issued.to_zoned(TimeZone::UTC).date();
    let expected = date.saturating_add(jiff::Span::new().months(months));
    let expected = expected.strftime("%Y-%m").to_string();
    if shown == expected {
        return Ok(());
    }
    Err(Mismatch::behaviour(format!("expiry {expected}"), shown))
}

then!("the place of the card data tells the reading", place_of_data);
fn place_of_data(world: &mut World) -> StepResult {
    let reply = world.reply()?;
    card_data(reply)?;
    let nested = reply.payload["details"].is_object();
    world.found_reading(if nested { "nested" } else { "root" });
    Ok(())
}

then!("the cache flag tells the reading", cache_flag);
fn cache_flag(world: &mut World) -> StepResult {
    let reply = world.reply()?;
    served(reply)?;
    let reading = match reply.payload.get("is_from_cache") {
        Some(Value::Bool(_)) => "with-cache-flag",
        None => "plain",
        Some(other) => {
            return Err(Mismatch::behaviour("a boolean is_from_cache, or none", other.to_string()));
        }
    };
    world.found_reading(reading);
    Ok(())
}

then!("the place of the order tells the reading", place_of_order);
fn place_of_order(world: &mut World) -> StepResult {
    let reply = world.reply()?;
    served(reply)?;
    let id = |value: &Value| value["order_id"].as_str().is_some_and(|id| !id.is_empty());
    let reading = match (id(&reply.payload["order"]), id(&reply.payload)) {
        (true, _) => "nested",
        (false, true) => "root",
        (false, false) => return Err(Mismatch::behaviour("an order_id", reply.summary())),
    };
    world.found_reading(reading);
    Ok(())
}

then!("each product has its own code and the code of its subprovider", products_have_codes);
fn products_have_codes(world: &mut World) -> StepResult {
    let reply = world.reply()?;
    let products = reply.payload["products"].as_array().cloned().unwrap_or_default();
    let text = |product: &Value, member: &str| {
        product[member].as_str().is_some_and(|text| !text.is_empty())
    };
    let whole = products.iter().all(|one| {
        (text(one, "product_code") || text(one, "product_id"))
            && (text(one, "subprovider_code") || text(one, "subprovider_id"))
    });
    let codes: Vec<_> = products.iter().filter_map(|one| one["product_code"].as_str()).collect();
    let distinct = codes.iter().collect::<BTreeSet<_>>().len() == codes.len();
    if whole && distinct && !products.is_empty() {
        return Ok(());
    }
    Err(Mismatch::behaviour("products, each once and with both codes", reply.summary()))
}

then!("the product that scenarios order is among them", usual_is_listed);
fn usual_is_listed(world: &mut World) -> StepResult {
    let usual = world.project("the project")?.dialect().product_code.ok_or_else(|| {
        Mismatch::missing("a product to order", "surfaces.ER.dialect.product_code")
    })?;
    let reply = world.reply()?;
    let mut products = reply.payload["products"].as_array().into_iter().flatten();
    if products.any(|one| one["product_code"] == *usual || one["product_id"] == *usual) {
        return Ok(());
    }
    Err(Mismatch::behaviour(format!("the product {usual}"), reply.summary()))
}

then!("the products are", products_are);
fn products_are(world: &mut World, step: &Step) -> StepResult {
    let reply = world.reply()?;
    let rows = rows(step);
    let [header, rows @ ..] = rows.as_slice() else {
        return Err(Mismatch::suite("a table of products", "none"));
    };
    let products = reply.payload["products"].as_array().cloned().unwrap_or_default();
    if products.len() != rows.len() {
        return Err(Mismatch::behaviour(format!("{} products", rows.len()), reply.summary()));
    }
    for (product, row) in products.iter().zip(rows) {
        for (member, expected) in header.iter().zip(row) {
            let typed = match (member.as_str(), expected.as_str()) {
                (_, "null") => Value::Null,
                ("free_issue" | "is_active", flag) => Value::from(flag == "true"),
                (_, text) => Value::from(text),
            };
            if product.get(member) != Some(&typed) {
                return Err(Mismatch::behaviour(
                    format!("{member} {typed} of {}", row[0]),
                    product.to_string(),
                ));
            }
        }
        let id = |member: &str| product[member].as_str().is_some_and(|id| !id.is_empty());
        if !id("product_id") || !id("subprovider_id") || product["currency"] != "USD" {
            let expected = format!("product_id, subprovider_id and currency USD of {}", row[0]);
            return Err(Mismatch::behaviour(expected, product.to_string()));
        }
    }
    Ok(())
}
