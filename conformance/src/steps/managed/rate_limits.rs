//! Rate limits and the headers that tell them (MC 15.2).

use serde_json::json;

use super::CallerName;
use crate::{
    Mismatch, StepResult, World,
    drivers::{Answer, managed::Request},
};

/// The longest window, in seconds.
const WINDOW: u64 = 60;

given!("the rate limit is {int} calls", limit);
async fn limit(world: &mut World, calls: u64) -> StepResult {
    let rule = json!({ "mc.rate.limit": calls });
    world.control()?.rules(&rule).await.map_err(Mismatch::while_preparing)?;
    world.managed.texts.insert("the rate limit".to_owned(), calls.to_string());
    Ok(())
}

when!("{caller} uses up the rate limit", uses_up);
async fn uses_up(world: &mut World, actor: CallerName) -> StepResult {
    let calls = world.managed.texts.get("the rate limit").and_then(|text| text.parse().ok());
    let calls: u64 = calls.ok_or_else(|| Mismatch::suite("a rate limit", "none was set"))?;
    for _ in 0..calls {
        let request = Request::exactly("GET", "/cards/api/v1/programs/", "").impatient();
        let answer = world.request_exactly(&actor.0, &request).await?;
        if answer.status != 200 {
            return Err(Mismatch::behaviour("HTTP 200 within the limit", answer.summary()));
        }
    }
    Ok(())
}

/// The whole number in a header.
fn number(answer: &Answer, name: &str) -> StepResult<u64> {
    let text = answer.header(&name.to_ascii_lowercase());
    text.and_then(|text| text.parse().ok()).ok_or_else(|| {
        let shown = format!("{text:?} with {}", answer.summary());
        Mismatch::behaviour(format!("a whole number as {name}"), shown)
    })
}

then!("the last {int} answers tell the rate limit, one less each time", count_down);
fn count_down(world: &mut World, count: usize) -> StepResult {
    let answers = &world.managed.answers;
    let from = answers.len().checked_sub(count);
    let from = from.ok_or_else(|| Mismatch::suite("as many answers", answers.len().to_string()))?;
    let mut before: Option<(u64, u64)> = None;
    for answer in &answers[from..] {
        let limit = number(answer, "RateLimit-Limit")?;
        let remaining = number(answer, "RateLimit-Remaining")?;
        let reset = number(answer, "RateLimit-Reset")?;
        if reset > WINDOW {
            return Err(Mismatch::behaviour("RateLimit-Reset up to 60", reset.to_string()));
        }
        let fits = before.is_none_or(|(constant, one_more)| {
            limit == constant && one_more.checked_sub(1) == Some(remaining)
        });
        if !fits || remaining >= limit {
            let wanted = format!("the same limit and one less remaining than {before:?}");
            return Err(Mismatch::behaviour(wanted, format!("{limit} and {remaining}")));
        }
        before = Some((limit, remaining));
    }
    Ok(())
}

then!("Retry-After is a number of seconds from 1 to 60", retry_after);
fn retry_after(world: &mut World) -> StepResult {
    match number(world.heard()?, "Retry-After")? {
        1..=WINDOW => Ok(()),
        other => Err(Mismatch::behaviour("Retry-After from 1 to 60", other.to_string())),
    }
}

when!("the time of Retry-After passes", passes);
async fn passes(world: &mut World) -> StepResult {
    let seconds = number(world.heard()?, "Retry-After")?;
    world.control()?.advance(&format!("{seconds}s")).await.map(drop)
}
