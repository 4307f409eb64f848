//! Number, CVC and expiry, revealed.

use serde_json::{Value, json};

use super::{Actor, cards::view_row, sessions::open_session};
use crate::{
    Mismatch, StepResult, World,
    checks::{json as at, luhn::passes_luhn},
    drivers::{
        Answer,
        graphql::{
            names,
            session_key::{Session, TextForm},
        },
    },
};

const REVEAL: &str = "mutation($id: Int!, $session: String!) { revealCardSecrets(cardId: $id, \
    sessionId: $session) { success encryptedSecrets error } }";

async fn reveal(world: &mut World, actor: &Actor, name: &str, session: Session) -> StepResult {
    let id = world.graphql.cards.get(name)?.id;
    let variables = json!({ "id": id, "session": session.id });
    let index = world.graphql.answers.len();
    world.graphql.sessions.name(format!("revealing {index}"), session);
    world.values.insert(format!("revealed of {name}"), json!(index));
    // The in-app guide prints the id; the partner guide leaves it open.
    let document = match names::is_user(&actor.0) {
        true => REVEAL.replace("{ success encryptedSecrets", "{ success id encryptedSecrets"),
        false => REVEAL.to_owned(),
    };
    world.ask(&actor.0, &document, &variables).await.map(drop)
}

when!("{actor} reveals the secrets of {string}", reveals);
async fn reveals(world: &mut World, actor: Actor, name: String) -> StepResult {
    let session = open_session(world, &actor.0).await?;
    reveal(world, &actor, &name, session).await
}

when!("{actor} reveals the secrets of {string} in the session {string}", reveals_in);
async fn reveals_in(world: &mut World, actor: Actor, name: String, opened: String) -> StepResult {
    let session = world.graphql.sessions.get(&opened)?;
    reveal(world, &actor, &name, session).await
}

fn encrypted(answer: &Answer) -> StepResult<&str> {
    at::text(
        names::result(answer, "revealCardSecrets").unwrap_or(&Value::Null),
        "/encryptedSecrets",
    )
    .map_err(|_| Mismatch::behaviour("encryptedSecrets", answer.summary()))
}

/// The decrypted secrets of the answer with this number, with all three members.
pub(in crate::steps) fn decrypted(world: &World, index: usize) -> StepResult<Value> {
    let session = world.graphql.sessions.get(&format!("revealing {index}"))?;
    let answer = &world.graphql.answers[index];
    let by_user = answer.result("revealRainCardSecrets").is_some();
    let codec = world.pin_codec(if by_user { "the user" } else { "the partner" })?;
    let text = session.decrypt(&codec, encrypted(answer)?)?;
    let secrets: Value = serde_json::from_str(&text)
        .map_err(|_| Mismatch::behaviour("a JSON object", "a text that is none"))?;
    for member in ["pan", "cvc"] {
        let digits = secrets[member]
            .as_str()
            .is_some_and(|text| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()));
        if !digits {
            return Err(Mismatch::behaviour(format!("{member} in digits"), "not so"));
        }
    }
    if secrets.get("expiry").is_none_or(Value::is_null) {
        return Err(Mismatch::behaviour("an expiry", "none"));
    }
    Ok(secrets)
}

fn last(world: &World) -> StepResult<usize> {
    world.answer()?;
    Ok(world.graphql.answers.len() - 1)
}

then!("the secrets decrypt to pan, cvc and expiry", decrypt);
fn decrypt(world: &mut World) -> StepResult {
    decrypted(world, last(world)?).map(drop)
}

/// Month and year in two and four digits, and the reading that the form belongs to.
fn expiry(secrets: &Value) -> StepResult<(String, String, &'static str)> {
    let unknown = || Mismatch::behaviour("MM/YY, or an object of month and year", "another form");
    match &secrets["expiry"] {
        Value::String(text) => {
            let (month, year) = text.split_once('/').ok_or_else(unknown)?;
            if month.len() != 2 || year.len() != 2 {
                return Err(unknown());
            }
            Ok((month.to_owned(), format!("20{year}"), "string"))
        }
        object => {
            let text = |name: &str| object[name].as_str().map(str::to_owned).ok_or_else(unknown);
            Ok((text("month")?, text("year")?, "object"))
        }
    }
}

then!("each expiry is an object (reading {string}) or MM/YY (reading {string})", expiry_form);
fn expiry_form(world: &mut World, object: String, string: String) -> StepResult {
    let count = world.graphql.answers.len();
    let mut found = Vec::new();
    for index in count.saturating_sub(2)..count {
        found.push(expiry(&decrypted(world, index)?)?.2);
    }
    found.dedup();
    let reading = match found.as_slice() {
        ["object"] => object,
        ["string"] => string,
        _ => "mixed".to_owned(),
    };
    world.found_reading(&reading);
    Ok(())
}

then!("the secrets fit what {actor} sees of {string}", fit);
async fn fit(world: &mut World, actor: Actor, name: String) -> StepResult {
    let secrets = decrypted(world, last(world)?)?;
    let row = view_row(world, &actor.0, &name, "last4 expiration_month expiration_year").await?;
    let pan = secrets["pan"].as_str().unwrap_or_default();
    let (month, year, _) = expiry(&secrets)?;
    let checks = [
        ("a number of 16 digits", pan.len() == 16),
        ("a number that passes Luhn", passes_luhn(pan)),
        ("a number that ends in last4", row["last4"].as_str().is_some_and(|l| pan.ends_with(l))),
        ("a CVC of 3 digits", secrets["cvc"].as_str().is_some_and(|cvc| cvc.len() == 3)),
        ("the month of the card", row["expiration_month"] == *month),
        ("the year of the card", row["expiration_year"] == *year),
    ];
    match checks.into_iter().find(|(_, holds)| !holds) {
        None => Ok(()),
        Some((what, _)) => Err(Mismatch::behaviour(what, "not so")),
    }
}

then!("neither JSON nor the number of {string} is readable in the answer", unreadable);
async fn unreadable(world: &mut World, name: String) -> StepResult {
    let owner = world.graphql.cards.get(&name)?.owner;
    let row = view_row(world, &owner, &name, "last4").await?;
    let last4 = row["last4"].as_str().unwrap_or_default().to_owned();
    let text = encrypted(world.answer()?)?.to_owned();
    let decoded = TextForm::Base64.read(&text).unwrap_or_default();
    for form in [text.as_bytes(), &decoded] {
        let form = String::from_utf8_lossy(form);
        let json = serde_json::from_str::<Value>(&form).is_ok_and(|value| value.is_object());
        let number = form
            .split(|letter: char| !letter.is_ascii_digit())
            .any(|run| run.len() >= 13 && run.ends_with(&last4));
        if json || number {
            return Err(Mismatch::behaviour("nothing readable", "JSON or a card number"));
        }
    }
    Ok(())
}

/// The number of a card whose secrets were revealed.
fn number(world: &World, name: &str) -> StepResult<Value> {
    let index = world.value(&format!("revealed of {name}"))?.as_u64().unwrap_or_default();
    Ok(decrypted(world, usize::try_from(index).unwrap_or_default())?["pan"].take())
}

then!("the numbers of {string} and {string} differ", numbers_differ);
fn numbers_differ(world: &mut World, first: String, second: String) -> StepResult {
    if number(world, &first)? != number(world, &second)? {
        return Ok(());
    }
    Err(Mismatch::behaviour("two card numbers", "one number twice"))
}

then!("{string} and {string} have one number", one_number);
fn one_number(world: &mut World, first: String, second: String) -> StepResult {
    if number(world, &first)? == number(world, &second)? {
        return Ok(());
    }
    Err(Mismatch::behaviour("one number twice", "two card numbers"))
}
