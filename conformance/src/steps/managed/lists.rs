//! Lists, page by page (MC 4.4).

use serde_json::Value;

use crate::{Mismatch, StepResult, World, checks::json as at, drivers::managed::Request};

/// The most pages that are followed: a list that never ends is told by then.
const MOST_PAGES: usize = 50;

/// Every item of a list, on all its pages.
pub(super) async fn all_items(world: &World, actor: &str, path: &str) -> StepResult<Vec<Value>> {
    let mut items = Vec::new();
    let mut cursor = None;
    for _ in 0..MOST_PAGES {
        let query = cursor.map(|cursor| format!("cursor={cursor}")).unwrap_or_default();
        let joined =
            if path.contains('?') { format!("{path}&{query}") } else { format!("{path}?{query}") };
        let path = if query.is_empty() { path.to_owned() } else { joined };
        let page = world.peek_exactly(actor, &Request::exactly("GET", &path, "")).await?;
        let results = page["results"].as_array();
        let results = results.ok_or_else(|| Mismatch::behaviour("results", page.to_string()))?;
        items.extend(results.iter().cloned());
        match &page["next_cursor"] {
            Value::Null => return Ok(items),
            _ => cursor = Some(at::text(&page, "/next_cursor")?.to_owned()),
        }
    }
    Err(Mismatch::behaviour(format!("an end within {MOST_PAGES} pages"), "there is a further page"))
}

then!("the list {string} of {caller} has {int} items", has_items);
async fn has_items(
    world: &mut World,
    path: String,
    actor: super::CallerName,
    count: usize,
) -> StepResult {
    let items = all_items(world, &actor.0, &world.referenced(&path)).await?;
    if items.len() == count {
        return Ok(());
    }
    Err(Mismatch::behaviour(format!("{count} items"), items.len().to_string()))
}

then!("the cursor is noted", cursor_noted);
fn cursor_noted(world: &mut World) -> StepResult {
    let cursor = at::text(&world.heard()?.json, "/next_cursor")?.to_owned();
    world.managed.texts.insert("the cursor".to_owned(), cursor);
    Ok(())
}

then!(regex r#"^the page shows exactly ((?:"[^"]+"(?:, )?)+)$"#, page_shows);
fn page_shows(world: &mut World, names: String) -> StepResult {
    let names = names.split(", ").map(|name| name.trim_matches('"'));
    let wanted: Vec<_> = names
        .map(|name| Ok(world.managed.cards.get(name)?.reference))
        .collect::<StepResult<_>>()?;
    let answer = world.heard()?;
    let shown: Vec<_> = answer.json["results"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|item| item["reference"].as_str().unwrap_or_default().to_owned())
        .collect();
    if shown == wanted {
        return Ok(());
    }
    Err(Mismatch::behaviour(
        wanted.join(", "),
        format!("{}: {}", shown.join(", "), answer.summary()),
    ))
}
