//! Answers beside each other: the same thing is told alike in both, and times follow each other.

use cucumber::gherkin::Step;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::{order_statuses::STATUSES, outcomes::served, texts::rows};
use crate::{
    Mismatch, StepResult, World,
    checks::money::{self, millionths},
    drivers::envelope::Reply,
};

/// The time by which two clocks may differ: the window of timestamps (envelope-rest, Decrypted
/// payload).
const SKEW: SignedDuration = SignedDuration::from_secs(30);

/// A member of what an answer shows: at the root, or in the order or the card data that it has.
fn shown<'a>(reply: &'a Reply, member: &str) -> &'a Value {
    [&reply.payload, reply.order(), reply.details()]
        .into_iter()
        .find_map(|object| object.get(member))
        .unwrap_or(&Value::Null)
}

/// Equality of members; amounts may be written with more or fewer digits.
fn alike(one: &Value, other: &Value) -> bool {
    let amount =
        |value: &Value| value.as_str().filter(|text| text.contains('.')).and_then(millionths);
    one == other || (amount(one).is_some() && amount(one) == amount(other))
}

then!("both answers have the same", same_members);
fn same_members(world: &mut World, step: &Step) -> StepResult {
    let [first, second] = world.two_replies()?;
    served(first)?;
    served(second)?;
    for row in rows(step) {
        let member = &row[0];
        let (one, other) = (shown(first, member), shown(second, member));
        let there = !one.is_null() && *one != *"";
        if !there || !alike(one, other) {
            let expected = format!("one and the same {member} in both");
            return Err(Mismatch::behaviour(expected, format!("{one}, then {other}")));
        }
    }
    Ok(())
}

then!("both answers have an object as {word}", objects);
fn objects(world: &mut World, member: String) -> StepResult {
    for reply in world.two_replies()? {
        if !shown(reply, &member).is_object() {
            let expected = format!("an object as {member}");
            return Err(Mismatch::behaviour(expected, reply.summary()));
        }
    }
    Ok(())
}

then!("both answers have a status of an order", order_statuses);
fn order_statuses(world: &mut World) -> StepResult {
    for reply in world.two_replies()? {
        let status = reply.order()["status"].as_str();
        if !status.is_some_and(|word| STATUSES.contains(&word)) {
            let expected = format!("a status in {STATUSES:?}");
            return Err(Mismatch::behaviour(expected, reply.summary()));
        }
    }
    Ok(())
}

then!("both answers name {string} as external_user_id", name_user);
fn name_user(world: &mut World, name: String) -> StepResult {
    let id = world.envelope.users.get(&name)?.external_id;
    for reply in world.two_replies()? {
        if *shown(reply, "external_user_id") != *id {
            let expected = format!("external_user_id {id}");
            return Err(Mismatch::behaviour(expected, reply.summary()));
        }
    }
    Ok(())
}

then!("both answers are about {string}", about);
fn about(world: &mut World, name: String) -> StepResult {
    let id = world.envelope.cards.get(&name)?.id;
    for reply in world.two_replies()? {
        if *shown(reply, "card_id") != *id {
            return Err(Mismatch::behaviour(format!("card_id {id}"), reply.summary()));
        }
    }
    Ok(())
}

then!("both answers have nothing as {word}", no_money);
fn no_money(world: &mut World, member: String) -> StepResult {
    for reply in world.two_replies()? {
        if money::amount(&reply.payload, &member)? != 0 {
            return Err(Mismatch::behaviour(format!("{member} of zero"), reply.summary()));
        }
    }
    Ok(())
}

then!("the product of the card is the one that was ordered", of_usual_product);
fn of_usual_product(world: &mut World) -> StepResult {
    let usual = world.project("the project")?.dialect().product_code.ok_or_else(|| {
        Mismatch::missing("a product to order", "surfaces.ER.dialect.product_code")
    })?;
    let reply = world.reply()?;
    if reply.payload["product_code"] == *usual {
        return Ok(());
    }
    Err(Mismatch::behaviour(format!("product_code {usual}"), reply.summary()))
}

then!("is_issued is {word}", is_issued);
fn is_issued(world: &mut World, word: String) -> StepResult {
    let expected: bool = word.parse().map_err(|_| Mismatch::suite("true or false", &word))?;
    let reply = world.reply()?;
    if reply.order()["is_issued"] == expected {
        return Ok(());
    }
    Err(Mismatch::behaviour(format!("is_issued {word}"), reply.summary()))
}

/// Times at members of objects, none before the one ahead of it and none in the future.
pub(super) fn follow(world: &World, times: &[(&Value, &str)]) -> StepResult {
    let mut last = Timestamp::MIN;
    for (object, member) in times {
        let time = object[*member].as_str().and_then(|text| text.parse::<Timestamp>().ok());
        let Some(time) = time else {
            let expected = format!("an ISO 8601 time as {member}");
            return Err(Mismatch::behaviour(expected, object[*member].to_string()));
        };
        if time < last {
            let expected = format!("{member} at {last} or later");
            return Err(Mismatch::behaviour(expected, time.to_string()));
        }
        last = time;
    }
    let latest = world.clock.now().saturating_add(SKEW).unwrap_or(Timestamp::MAX);
    if last > latest {
        return Err(Mismatch::behaviour("no time of the future", last.to_string()));
    }
    Ok(())
}

then!("in the answer these times follow each other", times_follow);
fn times_follow(world: &mut World, step: &Step) -> StepResult {
    let reply = world.reply()?;
    let rows = rows(step);
    let times: Vec<_> = rows.iter().map(|row| (reply.order(), row[0].as_str())).collect();
    follow(world, &times)
}

then!("in both answers these times follow each other", times_follow_in_both);
fn times_follow_in_both(world: &mut World, step: &Step) -> StepResult {
    let rows = rows(step);
    for reply in world.two_replies()? {
        let times: Vec<_> = rows.iter().map(|row| (reply.order(), row[0].as_str())).collect();
        follow(world, &times)?;
    }
    Ok(())
}

then!("the card was issued after its order was made, and then activated", issued_after_order);
fn issued_after_order(world: &mut World) -> StepResult {
    let [order, card] = world.two_replies()?;
    let card = &card.payload;
    let order = order.order();
    follow(world, &[(order, "created_at"), (card, "issued_at"), (card, "activated_at")])
}
