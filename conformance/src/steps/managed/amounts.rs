//! Amounts as a request may write them (MC 4.3).

use cucumber::gherkin::Step;

use super::{
    answers::refused_as,
    names::{json, rows},
};
use crate::{Mismatch, StepResult, World, drivers::managed::Request};

/// The name under which the number of amounts tried is noted.
const TRIED: &str = "the amounts tried";

when!(regex r#"^(the(?: [A-Za-z]+)? caller) tries POST "([^"]*)" with each of these as the amount of (\{.*\})$"#, tries);
/// One request for each amount of the table below, which is written as JSON.
async fn tries(
    world: &mut World,
    step: &Step,
    actor: String,
    path: String,
    body: String,
) -> StepResult {
    let (path, body) = (world.referenced(&path), json(&world.referenced(&body))?);
    let amounts: Vec<_> = rows(world, step).into_iter().flatten().collect();
    for amount in &amounts {
        let mut body = body.clone();
        body["amount"] = json(amount)?;
        let request = Request::exactly("POST", &path, body.to_string());
        world.request_exactly(&actor, &request).await?;
    }
    let count = i64::try_from(amounts.len())
        .map_err(|_| Mismatch::suite("a table of amounts", "too many"))?;
    world.managed.noted.insert(TRIED.to_owned(), count);
    Ok(())
}

then!("each of them is refused as no amount", all_refused);
fn all_refused(world: &mut World) -> StepResult {
    let count = world.managed.noted.get(TRIED).and_then(|count| usize::try_from(*count).ok());
    let count = count.filter(|count| *count > 0);
    let count = count.ok_or_else(|| Mismatch::suite("amounts that were tried", "none"))?;
    for answer in world.managed.answers.iter().rev().take(count) {
        refused_as(answer, 400, "invalid_request")?;
        if answer.json["errors"]["amount"].is_null() {
            return Err(Mismatch::behaviour("errors.amount", answer.summary()));
        }
    }
    Ok(())
}
