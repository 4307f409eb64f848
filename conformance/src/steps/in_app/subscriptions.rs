//! Subscriptions of users: what they follow, and what they are sent.

use std::time::Duration;

use serde_json::{Value, json};

use super::applications;
use crate::{
    Mismatch, StepResult, World,
    drivers::in_app::subscription::Subscription,
    steps::graphql::{Actor, transactions::purchase},
};

/// The subscription `CardApplicationUpdates` of the page on applying for cards.
const APPLICATIONS: &str = "subscription CardApplicationUpdates { \
    AgioCard_card_application(order_by: {updated_at: desc}) { id rain_application_id \
    application_status application_reason wallet_address created_at updated_at } }";

/// The subscription `CardTransactionUpdates` of the page on transactions.
const TRANSACTIONS: &str = "subscription CardTransactionUpdates($where: \
    AgioCard_card_transaction_bool_exp) { AgioCard_card_transaction(where: $where, order_by: \
    {created_at: desc}, limit: 50) { id status amount merchant_name created_at } }";

/// The longest time for a result after a change.
const PATIENCE: Duration = Duration::from_secs(10);

/// The longest time for the first result.
const FIRST: Duration = Duration::from_secs(2);

/// The time in which nothing has to come.
const QUIET: Duration = Duration::from_secs(1);

/// Follows something. Only one requirement says that a first result comes; the others do not fail
/// without it.
async fn follow(
    world: &mut World,
    (actor, what): (&Actor, &str),
    document: &str,
    variables: &Value,
) -> StepResult {
    let mut subscription = world.user(&actor.0)?.subscribe(document, variables).await?;
    subscription.wait(FIRST, |results| !results.is_empty()).await?;
    let name = format!("the {what} of {}", actor.0);
    world.values.insert(format!("results of {name}"), json!(subscription.results.len()));
    world.in_app.subscriptions.insert(name, subscription);
    Ok(())
}

given!("{actor} follows its applications", follows_applications);
when!("{actor} follows its applications", follows_applications);
async fn follows_applications(world: &mut World, actor: Actor) -> StepResult {
    follow(world, (&actor, "applications"), APPLICATIONS, &Value::Null).await
}

given!("{actor} follows its transactions", follows_transactions);
async fn follows_transactions(world: &mut World, actor: Actor) -> StepResult {
    follow(world, (&actor, "transactions"), TRANSACTIONS, &json!({ "where": {} })).await
}

fn followed<'a>(
    world: &'a mut World,
    actor: &Actor,
    what: &str,
) -> StepResult<&'a mut Subscription> {
    let name = format!("the {what} of {}", actor.0);
    let subscription = world.in_app.subscriptions.get_mut(&name);
    subscription.ok_or_else(|| Mismatch::suite(format!("a subscription to {name}"), "none"))
}

/// The rows of a result of either subscription.
fn rows(result: &Value) -> impl Iterator<Item = &Value> {
    result.as_object().into_iter().flat_map(|data| data.values()).flat_map(|rows| {
        let rows = rows.as_array();
        rows.into_iter().flatten()
    })
}

/// A row with such a status, in any letter case, has come in some result.
async fn is_sent(
    subscription: &mut Subscription,
    (column, status): (&str, &str),
    is_meant: impl Fn(&Value) -> bool,
) -> StepResult {
    let fits = |row: &Value| {
        is_meant(row) && row[column].as_str().is_some_and(|one| one.eq_ignore_ascii_case(status))
    };
    let came = subscription.wait(PATIENCE, |all| all.iter().flat_map(rows).any(&fits)).await?;
    if came {
        return Ok(());
    }
    let seen = json!(subscription.results).to_string();
    let seen = crate::outlet::excerpt(&seen, 300);
    Err(Mismatch::behaviour(format!("a result with {column} {status}"), seen))
}

then!("{actor} is sent its application as {string}", sent_application);
async fn sent_application(world: &mut World, actor: Actor, status: String) -> StepResult {
    let subscription = followed(world, &actor, "applications")?;
    is_sent(subscription, ("application_status", &status), |_| true).await
}

then!("{actor} is sent the purchase as {string}", sent_purchase);
async fn sent_purchase(world: &mut World, actor: Actor, status: String) -> StepResult {
    let id = purchase(world)?;
    let subscription = followed(world, &actor, "transactions")?;
    is_sent(subscription, ("status", &status), |row| row["id"] == id).await
}

then!("{actor} was sent its applications at once, as they are", sent_at_once);
async fn sent_at_once(world: &mut World, actor: Actor) -> StepResult {
    let shown = |row: &Value| json!([row["id"], row["application_status"]]);
    let mut present: Vec<_> =
        applications::rows(world, &actor.0).await?.iter().map(shown).collect();
    let subscription = followed(world, &actor, "applications")?;
    let first = subscription.results.first().map(|first| rows(first).map(shown).collect());
    let mut first: Vec<Value> =
        first.ok_or_else(|| Mismatch::behaviour("a result within 2 s", "none came"))?;
    present.sort_by_key(Value::to_string);
    first.sort_by_key(Value::to_string);
    if first == present {
        return Ok(());
    }
    Err(Mismatch::behaviour(json!(present).to_string(), json!(first).to_string()))
}

then!("{actor} is sent a further result of its applications", sent_further);
async fn sent_further(world: &mut World, actor: Actor) -> StepResult {
    let noted = format!("results of the applications of {}", actor.0);
    let before = world.value(&noted)?.as_u64().unwrap_or_default();
    let subscription = followed(world, &actor, "applications")?;
    let further = |all: &[Value]| all.len() as u64 > before;
    if subscription.wait(PATIENCE, further).await? {
        return Ok(());
    }
    Err(Mismatch::behaviour("a further result", format!("{before} at first, and no more")))
}

then!(
    "a further result of the applications of {actor} has a later updated_at (reading {string}) or the same rows (reading {string})",
    shows_collateral
);
/// Without a further result there is nothing to read; another requirement asks for it.
async fn shows_collateral(
    world: &mut World,
    actor: Actor,
    touch: String,
    resend: String,
) -> StepResult {
    let noted = format!("results of the applications of {}", actor.0);
    let before = world.value(&noted)?.as_u64().and_then(|count| usize::try_from(count).ok());
    let before = before.unwrap_or_default();
    let subscription = followed(world, &actor, "applications")?;
    subscription.wait(PATIENCE, |all| all.len() > before).await?;
    let (first, further) = subscription.results.split_at(before);
    let (Some(first), false) = (first.last(), further.is_empty()) else {
        return Err(Mismatch::missing("a result before and one after", "no further result came"));
    };
    let earlier = |row: &Value| {
        let same = rows(first).find(|one| one["id"] == row["id"]);
        same.is_some_and(|one| instant(&one["updated_at"]) < instant(&row["updated_at"]))
    };
    let reading = if further.iter().flat_map(rows).any(earlier) {
        touch
    } else if further.contains(first) {
        resend
    } else {
        let seen = crate::outlet::excerpt(&json!(further).to_string(), 300);
        return Err(Mismatch::behaviour("a later updated_at, or the same rows", seen));
    };
    world.found_reading(&reading);
    Ok(())
}

fn instant(value: &Value) -> Option<jiff::Timestamp> {
    value.as_str()?.parse().ok()
}

then!("{actor} is sent no transaction, and nothing after the first result", sent_nothing);
async fn sent_nothing(world: &mut World, actor: Actor) -> StepResult {
    let subscription = followed(world, &actor, "transactions")?;
    subscription.wait(QUIET, |all| all.len() > 1).await?;
    if subscription.results.len() == 1 && rows(&subscription.results[0]).next().is_none() {
        return Ok(());
    }
    let seen = json!(subscription.results).to_string();
    Err(Mismatch::behaviour("one result, with an empty list", crate::outlet::excerpt(&seen, 300)))
}

then!("{actor} is sent nothing of {actor}", sent_nothing_of);
async fn sent_nothing_of(world: &mut World, actor: Actor, other: Actor) -> StepResult {
    let transaction = purchase(world)?;
    let others = applications::rows(world, &other.0).await?;
    let is_others = |id: &Value| others.iter().any(|row| row["id"] == *id);
    for what in ["applications", "transactions"] {
        let subscription = followed(world, &actor, what)?;
        subscription.wait(QUIET, |_| false).await?;
        let foreign = subscription.results.iter().flat_map(rows).find(|row| match what {
            "applications" => is_others(&row["id"]),
            _ => row["id"] == transaction,
        });
        if let Some(row) = foreign {
            let wanted = format!("no row of {} among the {what}", other.0);
            return Err(Mismatch::behaviour(wanted, row.to_string()));
        }
    }
    Ok(())
}

when!("the back office approves the application of {actor}", approves);
async fn approves(world: &mut World, actor: Actor) -> StepResult {
    let application = world.graphql.applications.get(&format!("the application of {}", actor.0))?;
    let decision = json!({ "application": application.id, "status": "approved" });
    world.op("decide-application", &decision).await.map(drop)
}
