//! Things that answers show: given names, read again, counted and timed. For what the sandbox
//! decided.

use jiff::{SignedDuration, Timestamp, ToSpan};
use serde_json::Value;

use super::{
    CallerName, authorizations::take_authorization, cards::take_card, disputes::take_dispute,
};
use crate::{Mismatch, StepResult, World, checks::json as at, drivers::managed::Request};

then!("that is the card {string} of {caller}", is_card);
fn is_card(world: &mut World, name: String, owner: CallerName) -> StepResult {
    let answer = world.heard()?.clone();
    let program = at::text(&answer.json, "/program")?.to_owned();
    take_card(world, &name, &owner.0, &program, &answer);
    world.managed.cards.get(&name).map(drop)
}

then!("that is the authorization {string} on {string}", is_authorization);
fn is_authorization(world: &mut World, name: String, card: String) -> StepResult {
    let answer = world.heard()?.clone();
    let owner = world.managed.cards.get(&card)?.owner;
    take_authorization(world, &name, &owner, &card, &answer);
    world.managed.authorizations.get(&name).map(drop)
}

then!("that is the dispute {string} of {string}", is_dispute);
fn is_dispute(world: &mut World, name: String, authorization: String) -> StepResult {
    let answer = world.heard()?.clone();
    let about = world.managed.authorizations.get(&authorization)?;
    take_dispute(world, &name, &about.owner, about.card.as_deref(), &answer);
    world.managed.disputes.get(&name).map(drop)
}

/// The object at a path, in which names in braces stand for references.
async fn object_at(world: &World, actor: &str, path: &str) -> StepResult<Value> {
    let path = world.referenced(path);
    world.peek_exactly(actor, &Request::exactly("GET", &path, "")).await
}

then!("{caller} reads the same at {string}", reads_the_same);
async fn reads_the_same(world: &mut World, actor: CallerName, path: String) -> StepResult {
    let read = object_at(world, &actor.0, &path).await?;
    at::equals_whole(&read, &world.heard()?.json)
}

then!("{caller} finds the same in the list {string}", lists_the_same);
async fn lists_the_same(world: &mut World, actor: CallerName, path: String) -> StepResult {
    lists_the_part(world, actor, String::new(), path).await
}

then!("{caller} finds its {string} in the list {string}", lists_the_part);
/// The part that the last answer shows at a place, whole and under its own reference.
async fn lists_the_part(
    world: &mut World,
    actor: CallerName,
    place: String,
    path: String,
) -> StepResult {
    let items = super::lists::all_items(world, &actor.0, &world.referenced(&path)).await?;
    let answer = &world.heard()?.json;
    let wanted = answer.pointer(&place).unwrap_or(&Value::Null);
    let found: Vec<_> =
        items.iter().filter(|one| one["reference"] == wanted["reference"]).collect();
    match found.as_slice() {
        [one] => at::equals_whole(one, wanted),
        all => {
            let found = format!("it is there {} times", all.len());
            Err(Mismatch::behaviour(format!("{wanted} once in the list"), found))
        }
    }
}

then!("{caller} finds its reference once in the list {string}", is_listed);
async fn is_listed(world: &mut World, actor: CallerName, path: String) -> StepResult {
    let items = super::lists::all_items(world, &actor.0, &world.referenced(&path)).await?;
    let wanted = at::text(&world.heard()?.json, "/reference")?;
    match items.iter().filter(|one| one["reference"] == wanted).count() {
        1 => Ok(()),
        count => Err(Mismatch::behaviour(format!("{wanted} once"), format!("{count} times"))),
    }
}

given!("{caller} notes what is at {string}", notes);
then!("{caller} notes what is at {string}", notes);
async fn notes(world: &mut World, actor: CallerName, path: String) -> StepResult {
    let seen = object_at(world, &actor.0, &path).await?;
    world.managed.seen.insert(path, seen);
    Ok(())
}

then!("what is at {string} has not changed for {caller}", is_unchanged);
async fn is_unchanged(world: &mut World, path: String, actor: CallerName) -> StepResult {
    let before = world.managed.seen.get(&path).cloned();
    let before = before.ok_or_else(|| Mismatch::suite("a noted object", path.clone()))?;
    at::equals_whole(&object_at(world, &actor.0, &path).await?, &before)
}

then!(regex r#"^"(/[^"]*)" has (\d+) entr(?:y|ies)$"#, has_entries);
fn has_entries(world: &mut World, pointer: String, count: usize) -> StepResult {
    let list = world.heard()?.json.pointer(&pointer).and_then(Value::as_array);
    match list.map(Vec::len) {
        Some(found) if found == count => Ok(()),
        found => {
            let found = found.map_or_else(|| "no list".to_owned(), |found| found.to_string());
            Err(Mismatch::behaviour(format!("{count} entries at {pointer}"), found))
        }
    }
}

then!("{string} is {int} seconds after {string}", is_after);
fn is_after(world: &mut World, later: String, seconds: i64, earlier: String) -> StepResult {
    let json = &world.heard()?.json;
    let time = |pointer: &str| {
        let text = at::text(json, pointer)?;
        text.parse::<Timestamp>()
            .map_err(|_| Mismatch::behaviour(format!("a time at {pointer}"), text.to_owned()))
    };
    let found = time(&later)?.duration_since(time(&earlier)?);
    if found == SignedDuration::from_secs(seconds) {
        return Ok(());
    }
    let wanted = format!("{later} {seconds} s after {earlier}");
    Err(Mismatch::behaviour(wanted, format!("{} s", found.as_secs_f64())))
}

then!(regex r#"^"(/[^"]*)" has (\d+) digits$"#, has_digits);
fn has_digits(world: &mut World, pointer: String, count: usize) -> StepResult {
    let text = at::text(&world.heard()?.json, &pointer)?;
    if text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(());
    }
    Err(Mismatch::behaviour(format!("{count} digits at {pointer}"), text.to_owned()))
}

then!(regex r#"^"(/[^"]*)" is noted as "([^"]+)"$"#, is_noted);
/// A text of the answer, whose name in braces stands for it from then on.
fn is_noted(world: &mut World, pointer: String, name: String) -> StepResult {
    let text = at::text(&world.heard()?.json, &pointer)?.to_owned();
    world.managed.texts.insert(name, text);
    Ok(())
}

then!("the card expires {int} months after it was made", expires_after);
fn expires_after(world: &mut World, months: i32) -> StepResult {
    let card = &world.heard()?.json;
    let made = at::text(card, "/created_at")?;
    let made = made
        .parse::<Timestamp>()
        .map_err(|_| Mismatch::behaviour("a time at /created_at", made.to_owned()))?;
    let end = made.to_zoned(jiff::tz::TimeZone::UTC).date().saturating_add(months.months());
    at::equals(card, "/expiry_month", &end.month().into())?;
    at::equals(card, "/expiry_year", &end.year().into())
}
