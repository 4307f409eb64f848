//! Judgements on what the control plane tells the back office.
//!
//! Places in its answers are JSON pointers, in which `[name=value]` is the first element whose
//! member `name` is `value`.

use cucumber::gherkin::Step;
use serde_json::{Value, json};

use crate::{Mismatch, StepResult, World, checks::json as at, exchange::blanked_body, outlet};

/// The value at a place of an answer; none where nothing is.
fn found<'a>(json: &'a Value, place: &str) -> Option<&'a Value> {
    let mut steps = place.split('/').skip(1);
    steps.try_fold(json, |value, step| {
        let picked = step.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        match (picked.and_then(|inner| inner.split_once('=')), value) {
            (Some((name, wanted)), Value::Array(items)) => items.iter().find(|item| {
                item[name] == wanted
                    || wanted.parse::<Value>().is_ok_and(|wanted| item.get(name) == Some(&wanted))
            }),
            (None, Value::Array(items)) => items.get(step.parse::<usize>().ok()?),
            (_, value) => value.get(step.replace("~1", "/").replace("~0", "~")),
        }
    })
}

/// A value as a report may show it: the member `name` of an object that loses its secrets.
fn without_secrets(name: &str, value: &Value) -> String {
    let shown = blanked_body(json!({ name: value }).to_string().as_bytes());
    outlet::excerpt(&shown, 300)
}

/// Judges places of the last answer by a table: place, and its value as JSON, or one of the words
/// `there`, `absent` and `not empty`; or `not` and a value that it has not.
fn judge(world: &World, step: &Step) -> StepResult {
    let told = &world.told()?.json;
    for row in step.table.iter().flat_map(|table| &table.rows) {
        let (place, wanted) = (world.named_in(&row[0])?, world.named_in(&row[1])?);
        let seen = found(told, &place);
        let holds = match wanted.as_str() {
            "there" => seen.is_some_and(|value| !value.is_null()),
            "absent" => seen.is_none(),
            "not empty" => seen.is_some_and(|value| match value {
                Value::Array(items) => !items.is_empty(),
                Value::String(text) => !text.is_empty(),
                _ => false,
            }),
            text => {
                let (other, text) =
                    text.strip_prefix("not ").map_or((false, text), |it| (true, it));
                let wanted: Value = serde_json::from_str(text)
                    .map_err(|error| Mismatch::suite("a JSON value", format!("{text}: {error}")))?;
                seen.is_some_and(|seen| at::same(seen, &wanted) != other)
            }
        };
        if !holds {
            let name = place.rsplit('/').next().unwrap_or_default();
            let seen =
                seen.map_or_else(|| "nothing there".to_owned(), |seen| without_secrets(name, seen));
            let wanted = match serde_json::from_str(&wanted) {
                Ok(value) => without_secrets(name, &value),
                // A word, or what it is not: the cell as the feature has it.
                Err(_) => row[1].clone(),
            };
            return Err(Mismatch::behaviour(
                format!("{place}: {wanted}"),
                format!("{place}: {seen}"),
            ));
        }
    }
    Ok(())
}

then!("the back office is told", is_told);
fn is_told(world: &mut World, step: &Step) -> StepResult {
    let answer = world.told()?;
    if !(200..300).contains(&answer.status) {
        return Err(Mismatch::behaviour("an answer that is no refusal", answer.summary()));
    }
    judge(world, step)
}

then!("the summary counts the duties by their verdicts", counts_duties);
fn counts_duties(world: &mut World) -> StepResult {
    let told = &world.told()?.json;
    let duties = told["duties"].as_array().map(Vec::as_slice).unwrap_or_default();
    for verdict in ["kept", "broken", "unseen"] {
        let count = duties.iter().filter(|duty| duty["verdict"] == verdict).count();
        at::equals(told, &format!("/summary/{verdict}"), &json!(count))?;
    }
    Ok(())
}

then!("the back office is not told {string}", is_not_told);
fn is_not_told(world: &mut World, text: String) -> StepResult {
    let answer = world.told()?;
    if !String::from_utf8_lossy(&answer.body).contains(&text) {
        return Ok(());
    }
    Err(Mismatch::behaviour(format!("an answer without {text}"), answer.summary()))
}

then!("the back office is refused with {int} {string}", is_refused);
fn is_refused(world: &mut World, status: u16, code: String) -> StepResult {
    let answer = world.told()?;
    let problem = answer.header("content-type") == Some("application/problem+json");
    if answer.status == status && problem && answer.json["code"] == *code {
        return Ok(());
    }
    Err(Mismatch::behaviour(format!("the problem {code} with HTTP {status}"), answer.summary()))
}

then!("the refusal says", refusal_says);
fn refusal_says(world: &mut World, step: &Step) -> StepResult {
    judge(world, step)
}

then!("the back office is answered with status {int}", has_status);
fn has_status(world: &mut World, status: u16) -> StepResult {
    let answer = world.told()?;
    if answer.status == status {
        return Ok(());
    }
    Err(Mismatch::behaviour(format!("HTTP {status}"), answer.summary()))
}

given!("the back office notes {string} as {string}", has_noted);
fn has_noted(world: &mut World, place: String, name: String) -> StepResult {
    noted(world, &place, name).map_err(Mismatch::while_preparing)
}

when!("the back office notes {string} as {string}", notes);
fn notes(world: &mut World, place: String, name: String) -> StepResult {
    noted(world, &place, name)
}

fn noted(world: &mut World, place: &str, name: String) -> StepResult {
    let answer = world.told()?;
    let whole = json!(String::from_utf8_lossy(&answer.body));
    let value = match place {
        "" => Some(&whole),
        place => found(&answer.json, place),
    };
    let Some(value) = value.cloned() else {
        return Err(Mismatch::behaviour(format!("something at {place}"), answer.summary()));
    };
    world.values.insert(name, value);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_pick_elements_by_a_member() {
        let json = json!({"items": [{"id": "a", "n": 1}, {"id": "b", "n": 2}]});
        assert_eq!(found(&json, "/items/[id=b]/n"), Some(&json!(2)));
        assert_eq!(found(&json, "/items/[n=1]/id"), Some(&json!("a")));
        assert_eq!(found(&json, "/items/1/id"), Some(&json!("b")));
        assert_eq!(found(&json, "/items/[id=c]"), None);
    }
}
