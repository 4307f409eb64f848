//! Cards as this surface answers them.

use serde_json::{Value, json};

use crate::{
    Mismatch, StepResult, World,
    checks::json as at,
    steps::graphql::{
        Actor,
        card_creation::shipping_address,
        cards::{view_row, view_rows},
        tables::rows_where_known,
    },
    things::graphql::Card,
};

then!("{actor} has no card", has_none);
async fn has_none(world: &mut World, actor: Actor) -> StepResult {
    let rows = view_rows(world, &actor.0, "id").await?;
    if rows.is_empty() {
        return Ok(());
    }
    Err(Mismatch::behaviour("no card", json!(rows).to_string()))
}

fn fixed_expiry(card: &Value) -> StepResult {
    for (member, length) in [("expirationMonth", 2), ("expirationYear", 4)] {
        let text = at::text(card, &format!("/{member}"))?;
        let number = text.parse::<u16>().ok().filter(|_| text.len() == length);
        if number.is_none_or(|number| length == 2 && !(1..=12).contains(&number)) {
            return Err(Mismatch::behaviour(format!("{member}: a text of {length} digits"), text));
        }
    }
    Ok(())
}

then!("createRainCard answers an expiry of two and four digits", created_expiry);
fn created_expiry(world: &mut World) -> StepResult {
    fixed_expiry(world.result("createRainCard")?)
}

then!("the new card has a text as id and an expiry of two and four digits", replaced_expiry);
fn replaced_expiry(world: &mut World) -> StepResult {
    let card = &world.result("replaceVirtualRainCard")?["newCard"];
    at::text(card, "/id")?;
    fixed_expiry(card)
}

then!("{word} tells a whole new card, {string} and {string}", tells_new);
fn tells_new(world: &mut World, field: String, kind: String, status: String) -> StepResult {
    let card = &world.result(&field)?["newCard"];
    let id = &card["id"];
    if !id.is_number() && id.as_str().is_none_or(str::is_empty) {
        return Err(Mismatch::behaviour("newCard with an id", card.to_string()));
    }
    at::equals(card, "/type", &json!(kind))?;
    at::equals(card, "/status", &json!(status))?;
    let digits = |member: &str| {
        let value = &card[member];
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        text.parse::<u32>().ok().map(|number| (number, text.len()))
    };
    let checks = [
        ("last4 of four digits", digits("last4").is_some_and(|(_, length)| length == 4)),
        ("a month", digits("expirationMonth").is_some_and(|(month, _)| (1..=12).contains(&month))),
        ("a year", digits("expirationYear").is_some_and(|(_, length)| matches!(length, 2 | 4))),
    ];
    match checks.into_iter().find(|(_, holds)| !holds) {
        None => Ok(()),
        Some((what, _)) => Err(Mismatch::behaviour(what, card.to_string())),
    }
}

then!("{actor} finds the new card, from then on {string}", finds_new);
async fn finds_new(world: &mut World, actor: Actor, name: String) -> StepResult {
    let rows = view_rows(world, &actor.0, "id").await?;
    let id = rows.iter().filter_map(|row| row["id"].as_i64()).max();
    let id = id.ok_or_else(|| Mismatch::behaviour("cards", "none"))?;
    let card = Card { id, external_id: None, card_user: None, application: None, owner: actor.0 };
    world.graphql.cards.name(name, card);
    Ok(())
}

then!("{actor} sees {string} with the digits that {word} answered", sees_digits);
async fn sees_digits(world: &mut World, actor: Actor, name: String, field: String) -> StepResult {
    let told = world.result(&field)?["newCard"]["last4"].clone();
    world
        .until_settled(async |world| {
            let row = view_row(world, &actor.0, &name, "last4").await?;
            at::equals(&row, "/last4", &told)
        })
        .await
}

then!("{actor} sees {string} with the digits that its creation answered", sees_own_digits);
async fn sees_own_digits(world: &mut World, actor: Actor, name: String) -> StepResult {
    let id = world.graphql.cards.get(&name)?.id;
    let mut created = world.graphql.answers.iter().filter_map(|one| one.result("createRainCard"));
    let told = created.find(|card| card["id"] == id).map(|card| card["last4"].clone());
    let told = told.ok_or_else(|| Mismatch::suite("a card that was created", name.clone()))?;
    world
        .until_settled(async |world| {
            let row = view_row(world, &actor.0, &name, "last4").await?;
            at::equals(&row, "/last4", &told)
        })
        .await
}

then!(regex r#"^the ids of (\w+) are those of "([^"]+)" and of the new card$"#, ids_of_both);
/// Each id may name either card (AMB-AG-09), and the new card is the newest of its owner.
async fn ids_of_both(world: &mut World, field: String, old: String) -> StepResult {
    let old = world.graphql.cards.get(&old)?;
    let result = world.result(&field)?.clone();
    let rows = view_rows(world, &old.owner, "id card_external_id").await?;
    let newest = rows.iter().max_by_key(|row| row["id"].as_i64());
    let newest = newest.ok_or_else(|| Mismatch::behaviour("cards", "none"))?;
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let before = [text(&json!(old.id)), old.external_id.unwrap_or_default()];
    let after = [text(&newest["id"]), text(&newest["card_external_id"])];
    let id = text(&result["id"]);
    let fits = (id == before[0] || id == after[0])
        && before.contains(&text(&result["oldCardId"]))
        && after.contains(&text(&result["newCard"]["id"]));
    if fits {
        return Ok(());
    }
    let wanted = format!("ids of {before:?} and {after:?}");
    Err(Mismatch::behaviour(wanted, result.to_string()))
}

then!("{word} answers the {string} of {string}", answers_of);
fn answers_of(world: &mut World, field: String, member: String, name: String) -> StepResult {
    let card = world.graphql.cards.get(&name)?;
    let expected = match member.as_str() {
        "id" => json!(card.id),
        "cardId" => json!(card.external_id),
        other => return Err(Mismatch::suite("id or cardId", other)),
    };
    at::equals(world.result(&field)?, &format!("/{member}"), &expected)
}

then!("{actor} sees {string} at once with status {string}", sees_at_once);
async fn sees_at_once(world: &mut World, actor: Actor, name: String, status: String) -> StepResult {
    let row = view_row(world, &actor.0, &name, "status").await?;
    at::equals(&row, "/status", &json!(status))
}

then!("the secrets are those of the card that createRainCard answered", secrets_fit);
fn secrets_fit(world: &mut World) -> StepResult {
    let secrets =
        crate::steps::graphql::secrets::decrypted(world, world.graphql.answers.len() - 1)?;
    let mut answers = world.graphql.answers.iter().rev();
    let created = answers.find_map(|answer| answer.result("createRainCard"));
    let created = created.ok_or_else(|| Mismatch::suite("a card that was created", "none"))?;
    let number = |value: &Value| {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        text.parse::<u32>().ok()
    };
    let year = |value: &Value| number(value).map(|year| year % 100);
    let expiry = &secrets["expiry"];
    let pan = secrets["pan"].as_str().unwrap_or_default();
    let checks = [
        ("an expiry with month and year as texts", {
            expiry["month"].is_string() && expiry["year"].is_string()
        }),
        ("the month of the card", {
            number(&expiry["month"]).is_some()
                && number(&expiry["month"]) == number(&created["expirationMonth"])
        }),
        ("the year of the card", year(&expiry["year"]) == year(&created["expirationYear"])),
        ("a number that ends in last4", {
            created["last4"].as_str().is_some_and(|last4| pan.ends_with(last4))
        }),
    ];
    match checks.into_iter().find(|(_, holds)| !holds) {
        None => Ok(()),
        Some((what, _)) => Err(Mismatch::behaviour(what, "not so")),
    }
}

then!("the card number begins with {string}", begins_with);
fn begins_with(world: &mut World, digit: String) -> StepResult {
    let secrets =
        crate::steps::graphql::secrets::decrypted(world, world.graphql.answers.len() - 1)?;
    if secrets["pan"].as_str().is_some_and(|pan| pan.starts_with(&digit)) {
        return Ok(());
    }
    Err(Mismatch::behaviour(format!("a number that begins with {digit}"), "another"))
}

then!("{word} tells nothing that can be read", tells_nothing);
fn tells_nothing(world: &mut World, field: String) -> StepResult {
    let text = at::text(world.result(&field)?, "/encryptedSecrets")?;
    let json: Value = serde_json::from_str(text).unwrap_or_default();
    let told = ["pan", "cvc", "expiry"].iter().any(|member| json.get(*member).is_some());
    if told {
        return Err(Mismatch::behaviour("no pan, cvc or expiry in clear", "there is one"));
    }
    Ok(())
}

const BALANCE: &str = "success balance { creditLimit pendingCharges postedCharges spendingPower }";

then!("spendingPower of {string} is what is left for {actor}", is_left);
async fn is_left(world: &mut World, name: String, actor: Actor) -> StepResult {
    let id = world.graphql.cards.get(&name)?.id;
    let document = format!("{{ cardBalance(cardId: {id}) {{ {BALANCE} }} }}");
    let answer = world.query(&actor.0, &document, &Value::Null).await?;
    let result = crate::checks::graphql::refusal::succeeded(&answer, "cardBalance")?;
    let cents = |member: &str| {
        result["balance"][member].as_f64().map(|dollars| (dollars * 100.0).round() as i64)
    };
    let left = cents("creditLimit")
        .zip(cents("pendingCharges").zip(cents("postedCharges")))
        .map(|(limit, (pending, posted))| limit - pending - posted);
    if left.is_some() && left == cents("spendingPower") {
        return Ok(());
    }
    Err(Mismatch::behaviour("creditLimit - pendingCharges - postedCharges", answer.summary()))
}

then!("rainCardBalance answers what cardBalance answers", same_balance);
fn same_balance(world: &mut World) -> StepResult {
    let expected = world.result("cardBalance")?.clone();
    at::equals_whole(world.result("rainCardBalance")?, &expected)
}

then!("{actor} sees the parcel with {string} go to the shipping address", shipped_to);
async fn shipped_to(world: &mut World, actor: Actor, name: String) -> StepResult {
    let card = world.graphql.cards.get(&name)?;
    let columns = "card_id line1 city region postal_code country_code";
    let rows = rows_where_known(world, &actor.0, "AgioCard_card_shipment", columns).await?;
    let row = rows.into_iter().find(|row| row["card_id"] == card.id).unwrap_or_default();
    let sent = shipping_address();
    for (column, member) in [
        ("line1", "line1"),
        ("city", "city"),
        ("region", "region"),
        ("postal_code", "postalCode"),
        ("country_code", "countryCode"),
    ] {
        at::equals(&row, &format!("/{column}"), &sent[member])?;
    }
    Ok(())
}
