//! Requests that a feature spells out, to the byte: for what the sandbox decided.

use cucumber::gherkin::Step;
use uuid::Uuid;

use super::{CallerName, names::below, tokens::token};
use crate::{
    Mismatch, StepResult, World,
    drivers::managed::{Bearer, ContentType, Request},
};

/// The `Idempotency-Key` that the scenario calls `name`: the same for the same name, and never used
/// before.
pub(super) fn key_called(world: &mut World, name: &str) -> String {
    let fresh = || Uuid::new_v4().to_string();
    world.managed.keys.entry(name.to_owned()).or_insert_with(fresh).clone()
}

/// A request with what the words behind its path change: ` without a token`, ` with the token "x"`
/// (a noted text), ` with the header "name: value"`, ` under the key "k"`, ` as "text/plain"`,
/// ` without a content type`, ` with 65537 bytes`, ` without patience`; several are joined by `,` or
/// ` and`.
pub(super) fn changed(world: &mut World, mut request: Request, words: &str) -> StepResult<Request> {
    let mut rest = words.trim_start_matches([' ', ',']).trim();
    while !rest.is_empty() {
        rest = rest.strip_prefix("and ").unwrap_or(rest);
        let (what, quoted, behind) = part(rest)?;
        request = match (what, quoted) {
            ("without a token", _) => request.with(Bearer::Absent),
            ("without patience", _) => request.impatient(),
            ("bytes", count) => request.saying(body_of(count)?),
            ("without a content type", _) => request.typed(ContentType::Absent),
            ("with the token", name) => {
                let token = token(world, name)?;
                request.with(Bearer::Token(token))
            }
            ("with the Authorization", value) => {
                request.with(Bearer::Header(world.referenced(value)))
            }
            ("with the header", header) => {
                let (name, value) = header
                    .split_once(": ")
                    .ok_or_else(|| Mismatch::suite("a header as name: value", header))?;
                request.header(&name.to_ascii_lowercase(), &world.referenced(value))
            }
            ("under the key", name) => {
                let key = key_called(world, name);
                request.under(key)
            }
            ("as", kind) => request.typed(ContentType::Is(kind.to_owned())),
            (other, _) => return Err(Mismatch::suite("a change of a request", other)),
        };
        rest = behind.trim_start_matches([' ', ',']).trim();
    }
    Ok(request)
}

/// A body of so many bytes that would make a card, were it not for its length.
fn body_of(count: &str) -> StepResult<Vec<u8>> {
    let count: usize =
        count.parse().map_err(|_| Mismatch::suite("a number of bytes", count.to_owned()))?;
    let mut body = br#"{"program":"prg_ke_usd_instant"}"#.to_vec();
    body.resize(count.max(body.len()), b' ');
    Ok(body)
}

/// The first change of a text: its words, what they quote, and what comes behind.
fn part(text: &str) -> StepResult<(&str, &str, &str)> {
    for alone in ["without a token", "without a content type", "without patience"] {
        if let Some(behind) = text.strip_prefix(alone) {
            return Ok((alone, "", behind));
        }
    }
    if let Some((count, behind)) =
        text.strip_prefix("with ").and_then(|rest| rest.split_once(" bytes"))
    {
        return Ok(("bytes", count, behind));
    }
    let wrong = || Mismatch::suite("a change of a request", text.to_owned());
    let (what, behind) = text.split_once('"').ok_or_else(wrong)?;
    let (quoted, behind) = behind.split_once('"').ok_or_else(wrong)?;
    Ok((what.trim(), quoted, behind))
}

when!(regex r#"^(the(?: [A-Za-z]+)? caller) sends (GET|HEAD|POST|PUT|PATCH|DELETE) "([^"]*)"(.*)$"#, sends);
async fn sends(
    world: &mut World,
    step: &Step,
    actor: String,
    method: String,
    path: String,
    words: String,
) -> StepResult {
    let body = below(world, step).unwrap_or_default();
    let request = Request::exactly(&method, &world.referenced(&path), body);
    let words = words.trim_end_matches(':');
    let once = words.strip_suffix(", twice at once");
    let request = changed(world, request, once.unwrap_or(words))?;
    if once.is_none() {
        return world.request_exactly(&actor, &request).await.map(drop);
    }
    let caller = world.caller(&actor)?;
    // Logged in before, so that the two are on their way together.
    caller.access().await?;
    let (first, second) = futures::join!(caller.send(&request), caller.send(&request));
    world.managed.answers.extend([first?, second?]);
    Ok(())
}

when!("{caller} asks for {word} with the token {string}", asks_with_token);
/// An operation without values, in the words of the target.
async fn asks_with_token(
    world: &mut World,
    actor: CallerName,
    operation: String,
    name: String,
) -> StepResult {
    let token = token(world, &name)?;
    let request = world.caller(&actor.0)?.request(&operation, &[])?.with(Bearer::Token(token));
    let answer = world.request_exactly(&actor.0, &request).await?;
    world.has_operation(&operation, &answer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_behind_a_path_change_the_request() {
        let mut world = World::empty();
        world.managed.texts.insert("old".into(), "e.y.J".into());
        let request = Request::exactly("POST", "/x/", "{}");
        let words = " with the token \"old\", as \"text/plain\" and under the key \"k\"";
        let changed = changed(&mut world, request, words).unwrap();
        assert_eq!(changed.bearer, Bearer::Token("e.y.J".into()));
        assert_eq!(changed.content_type, ContentType::Is("text/plain".into()));
        assert_eq!(changed.key.as_ref(), world.managed.keys.get("k"));
    }

    #[test]
    fn words_that_change_nothing_are_a_mistake() {
        let mut world = World::empty();
        let request = Request::exactly("GET", "/x/", "");
        assert!(changed(&mut world, request.clone(), " quickly").is_err());
        assert_eq!(changed(&mut world, request.clone(), "").unwrap(), request);
    }
}
