//! Orders that are watched while time passes.

use cucumber::gherkin::Step;
use serde_json::{Value, json};

use super::{
    ProjectName,
    card_orders::{Wanted, fields},
    orders::that_order,
    texts::rows,
    topups,
};
use crate::{
    Mismatch, StepResult, World, checks::money, surfaces::envelope::things::OrderSnapshot,
};

/// More steps than any order has.
const PATIENCE: u64 = 24;

when!(regex r#"^(the project) orders a card for "([^"]+)" and watches the order$"#, orders);
async fn orders(world: &mut World, actor: String, user: String) -> StepResult {
    issue(world, &actor, &user, Wanted::default()).await
}

when!(regex r#"^(the project) orders an? (\S+) card for "([^"]+)" and watches the order$"#, orders_product);
async fn orders_product(
    world: &mut World,
    actor: String,
    product: String,
    user: String,
) -> StepResult {
    let wanted = Wanted { product: Some(product), ..Wanted::default() };
    issue(world, &actor, &user, wanted).await
}

when!(regex r#"^(the project) orders an? (\S+) card with (\d+\.\d\d) for "([^"]+)" and watches the order$"#, orders_product_with);
async fn orders_product_with(
    world: &mut World,
    actor: String,
    product: String,
    amount: String,
    user: String,
) -> StepResult {
    let wanted = Wanted { product: Some(product), initial: Some(amount), for_nobody: false };
    issue(world, &actor, &user, wanted).await
}

async fn issue(world: &mut World, actor: &str, user: &str, wanted: Wanted) -> StepResult {
    let fields = fields(world, actor, user, &wanted).await?;
    world.call(actor, "/cards/create", &fields).await?;
    watch(world).await
}

when!("{project} tops up {string} and watches the order", tops_up);
async fn tops_up(world: &mut World, actor: ProjectName, card: String) -> StepResult {
    topups::tops_up(world, actor, card).await?;
    watch(world).await
}

when!(regex r#"^(the project) tops up "([^"]+)" with (\d+\.\d+) and watches the order$"#, tops_up_with);
async fn tops_up_with(
    world: &mut World,
    actor: String,
    card: String,
    amount: String,
) -> StepResult {
    topups::with(world, actor, card, amount).await?;
    watch(world).await
}

/// Looks at an order as the answer showed it, just before each step and at each step, until it has
/// ended and a little longer.
async fn watch(world: &mut World) -> StepResult {
    let reply = world.reply()?.clone();
    if !reply.is_served() {
        return Err(Mismatch::behaviour("an order", reply.summary()));
    }
    let mut sights = vec![sight(world, 0, Some(reply.order().clone())).await?];
    let mut ended = 0;
    for second in 1..=PATIENCE {
        for (pause, after_ms) in [("999ms", second * 1_000 - 1), ("1ms", second * 1_000)] {
            world.control()?.advance(pause).await?;
            sights.push(sight(world, after_ms, None).await?);
        }
        let status = sights.last().map(|sight| sight.order["status"].clone());
        ended += u64::from(status.is_some_and(|one| one == "completed" || one == "failed"));
        if ended > 2 {
            break;
        }
    }
    world.envelope.snapshots = sights;
    Ok(())
}

async fn sight(world: &World, after_ms: u64, order: Option<Value>) -> StepResult<OrderSnapshot> {
    let order = match order {
        Some(order) => order,
        None => that_order(world).await?.order().clone(),
    };
    let id = order["card_id"].as_str().unwrap_or_default().to_owned();
    let owner = world.envelope.orders.get("that order")?.owner;
    let card = world.look(&owner, "/cards/get", &json!({ "card_id": id })).await?.payload;
    Ok(OrderSnapshot { after_ms, order, card })
}

/// The states that may follow each other, as the status models say.
const STATUS: [(&str, &[&str]); 5] = [
    ("new", &["activating", "processing", "failed"]),
    ("activating", &["completed", "failed"]),
    ("processing", &["completed", "failed"]),
    ("completed", &[]),
    ("failed", &[]),
];

const ISSUE_STATUS: [(&str, &[&str]); 10] = [
    ("card_create_pending", &["card_create_done", "card_create_error"]),
    ("card_create_error", &["card_create_pending", "card_create_done"]),
    ("card_create_done", &["initial_topup_pending", "initial_topup_skipped"]),
    ("initial_topup_skipped", &[]),
    ("initial_topup_pending", &["initial_topup_in_progress", "initial_topup_error"]),
    ("initial_topup_error", &["initial_topup_pending", "initial_topup_in_progress"]),
    ("initial_topup_in_progress", &["initial_topup_done", "initial_topup_error"]),
    ("initial_topup_done", &["completed", "initial_topup_verify_error"]),
    ("initial_topup_verify_error", &["initial_topup_done", "completed"]),
    ("completed", &[]),
];

const TOPUP_STATUS: [(&str, &[&str]); 8] = [
    ("new", &["provider_in_progress", "new_error", "failed"]),
    ("new_error", &["new", "provider_in_progress", "failed"]),
    (
        "provider_in_progress",
        &["provider_verification", "provider_in_progress_error", "completed", "failed"],
    ),
    ("provider_in_progress_error", &["provider_in_progress", "provider_verification", "failed"]),
    ("provider_verification", &["completed", "provider_verification_error", "failed"]),
    ("provider_verification_error", &["provider_verification", "completed", "failed"]),
    ("completed", &[]),
    ("failed", &[]),
];

then!("its {word} moved only along the table", along_the_table);
fn along_the_table(world: &mut World, member: String) -> StepResult {
    let table: &[(&str, &[&str])] = match member.as_str() {
        "status" => &STATUS,
        "issue_status" => &ISSUE_STATUS,
        "topup_status" => &TOPUP_STATUS,
        other => return Err(Mismatch::suite("a status with a table", other)),
    };
    let seen = seen(world, &member);
    let unknown = seen.iter().find(|word| !table.iter().any(|(state, _)| state == word));
    if let Some(unknown) = unknown {
        return Err(Mismatch::behaviour(format!("a {member} of the list"), unknown.clone()));
    }
    for pair in seen.windows(2) {
        let next = table.iter().find(|(state, _)| *state == pair[0]).map(|(_, next)| *next);
        if !next.unwrap_or_default().contains(&pair[1].as_str()) {
            return Err(Mismatch::behaviour(
                format!("{member} {} followed by one of {next:?}", pair[0]),
                pair[1].clone(),
            ));
        }
    }
    if seen.len() < 2 {
        return Err(Mismatch::behaviour(format!("a {member} that moves"), seen.join(", ")));
    }
    Ok(())
}

/// The different values of a member, in order.
fn seen(world: &World, member: &str) -> Vec<String> {
    let values = world.envelope.snapshots.iter().map(|sight| match &sight.order[member] {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    });
    let mut seen: Vec<String> = values.collect();
    seen.dedup();
    seen
}

then!("its {word} passed {string} and came to {string}", passed);
fn passed(world: &mut World, member: String, state: String, end: String) -> StepResult {
    let seen = seen(world, &member);
    let again = seen.iter().position(|one| *one == state).is_some_and(|at| at + 2 < seen.len());
    if again && seen.last() == Some(&end) {
        return Ok(());
    }
    Err(Mismatch::behaviour(format!("{member} by way of {state} to {end}"), seen.join(", ")))
}

then!("it showed step by step, and never early", step_by_step);
fn step_by_step(world: &mut World, step: &Step) -> StepResult {
    let rows = rows(step);
    let [header, rows @ ..] = rows.as_slice() else {
        return Err(Mismatch::suite("a table of steps", "none"));
    };
    for sight in &world.envelope.snapshots {
        let at = usize::try_from(sight.after_ms / 1_000).unwrap_or_default();
        let row = &rows[at.min(rows.len() - 1)];
        for (member, expected) in header.iter().zip(row) {
            let actual = shown(sight, member);
            if actual != *expected {
                return Err(Mismatch::behaviour(
                    format!("{member} {expected} {} ms after the order", sight.after_ms),
                    actual,
                ));
            }
        }
    }
    Ok(())
}

fn shown(sight: &OrderSnapshot, member: &str) -> String {
    let value = match member {
        "card" => &sight.card["status"],
        "balance" => {
            let amount = sight.card["balance"].as_str().and_then(money::millionths);
            return amount.map_or_else(|| sight.card["balance"].to_string(), money::shown);
        }
        _ => &sight.order[member],
    };
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
