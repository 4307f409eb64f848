//! Digital wallets of users: the check whether one can fund cards, and the money in it.

use cucumber::gherkin::Step;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    Mismatch, StepResult, World,
    checks::json as at,
    drivers::Answer,
    steps::graphql::{Actor, documents::members},
};

const TABLE: &str = "AgioCrypto_digital_wallet";

/// The documented check for a wallet that can fund cards.
const FUNDING: &str = "query checkCardFundingWalletExists($userId: String, $organizationId: uuid) { \
    AgioCrypto_digital_wallet( where: { network_id: { _eq: 60 } wallet_type_id: { _in: [3, 7] } \
    deleted: { _eq: false } readonly: { _eq: false } _or: [{ user_id: { _eq: $userId }, \
    organization_id: { _is_null: true } }, { organization_id: { _eq: $organizationId } }] } limit: 1 \
    ) { id nickname wallet_type_id network_id } }";

fn rows(answer: &Answer) -> StepResult<&Vec<Value>> {
    let rows = answer.result(TABLE).and_then(Value::as_array);
    rows.filter(|_| answer.status == 200 && answer.errors().is_empty())
        .ok_or_else(|| Mismatch::behaviour(format!("rows of {TABLE}"), answer.summary()))
}

/// The id by which wallets name a user.
fn user_id(world: &World, actor: &str) -> StepResult<String> {
    let id = world.user(actor)?.id();
    id.ok_or_else(|| Mismatch::missing("a user id", "the token tells none"))
}

fn organization(world: &World, actor: &str) -> StepResult<String> {
    let id = world.user(actor)?.organization();
    id.ok_or_else(|| Mismatch::missing("an organization of the user", "the token tells none"))
}

/// The id of a wallet as a swap takes it: a number, though some targets write it as text.
fn id_of(row: &Value) -> Option<i64> {
    row["id"].as_i64().or_else(|| row["id"].as_str()?.parse().ok())
}

/// The smart wallet that an actor swaps from.
pub(super) fn own(world: &World, actor: &str) -> StepResult<i64> {
    let wallet = world.in_app.wallets.get(actor).copied();
    wallet.ok_or_else(|| Mismatch::suite(format!("a wallet of {actor}"), "none was spoken of"))
}

given!("a smart wallet of {actor}", smart_wallet);
/// The wallet that the target file names, or else the one that the documented check finds.
async fn smart_wallet(world: &mut World, actor: Actor) -> StepResult {
    let known = super::known(world, &actor.0)?.wallet;
    let wallet = match known {
        Some(id) => id,
        None => {
            let variables = json!({ "userId": user_id(world, &actor.0)? });
            let answer = world.query(&actor.0, FUNDING, &variables).await?;
            let row = rows(&answer).map_err(Mismatch::while_preparing)?.first();
            let found = row.and_then(id_of);
            found.ok_or_else(|| Mismatch::missing("a smart wallet", "the user has none"))?
        }
    };
    world.in_app.wallets.insert(actor.0, wallet);
    Ok(())
}

async fn make(world: &mut World, owner: Value, kind: Value) -> StepResult {
    let mut input = owner;
    for (member, value) in kind.as_object().into_iter().flatten() {
        input[member] = value.clone();
    }
    let _preparing = world.preparing();
    world.op("make-wallet", &input).await.map(drop).map_err(Mismatch::while_preparing)
}

given!("a wallet of {actor} with", wallet_with);
async fn wallet_with(world: &mut World, step: &Step, actor: Actor) -> StepResult {
    let owner = json!({ "user": user_id(world, &actor.0)? });
    make(world, owner, members(step)?).await
}

given!("a wallet of the organization of {actor}", organization_wallet);
async fn organization_wallet(world: &mut World, actor: Actor) -> StepResult {
    let owner = json!({ "organization": organization(world, &actor.0)? });
    make(world, owner, Value::Null).await
}

when!("{actor} looks for a funding wallet", looks);
async fn looks(world: &mut World, actor: Actor) -> StepResult {
    let variables = json!({ "userId": user_id(world, &actor.0)? });
    world.ask(&actor.0, FUNDING, &variables).await.map(drop)
}

when!("{actor} looks for a funding wallet of its organization", looks_in_organization);
async fn looks_in_organization(world: &mut World, actor: Actor) -> StepResult {
    let user = user_id(world, &actor.0)?;
    let variables = json!({ "userId": user, "organizationId": organization(world, &actor.0)? });
    world.ask(&actor.0, FUNDING, &variables).await.map(drop)
}

when!("{actor} looks for a funding wallet of {actor}", looks_for_other);
async fn looks_for_other(world: &mut World, actor: Actor, other: Actor) -> StepResult {
    let variables = json!({ "userId": user_id(world, &other.0)? });
    world.ask(&actor.0, FUNDING, &variables).await.map(drop)
}

when!(
    "{actor} looks for a funding wallet of null, or of an organization that is not its own",
    looks_for_null
);
async fn looks_for_null(world: &mut World, actor: Actor) -> StepResult {
    let variables = json!({ "userId": null, "organizationId": Uuid::new_v4().to_string() });
    world.ask(&actor.0, FUNDING, &variables).await.map(drop)
}

when!("{actor} lists all wallets", lists);
async fn lists(world: &mut World, actor: Actor) -> StepResult {
    let document = format!("{{ {TABLE}(limit: 100) {{ id }} }}");
    world.ask(&actor.0, &document, &Value::Null).await.map(drop)
}

then!("one funding wallet is found", found_one);
fn found_one(world: &mut World) -> StepResult {
    let answer = world.answer()?;
    let [row] = rows(answer)?.as_slice() else {
        return Err(Mismatch::behaviour("one row", answer.summary()));
    };
    let holds = id_of(row).is_some()
        && [3, 7].iter().any(|kind| row["wallet_type_id"] == *kind)
        && row["network_id"] == 60
        && (row["nickname"].is_null() || row["nickname"].is_string());
    if holds {
        return Ok(());
    }
    let wanted = "an id, wallet_type_id 3 or 7, network_id 60, nickname a text or null";
    Err(Mismatch::behaviour(wanted, row.to_string()))
}

then!("it has a nickname where the wallet is known to have one", has_nickname);
/// The wallet of a sandbox's first user has one.
fn has_nickname(world: &mut World) -> StepResult {
    let answer = world.answer()?;
    let row = rows(answer)?.first().cloned().unwrap_or_default();
    if world.on_sandbox() { at::text(&row, "/nickname").map(drop) } else { Ok(()) }
}

then!("no funding wallet is found", found_none);
fn found_none(world: &mut World) -> StepResult {
    let answer = world.answer()?;
    if rows(answer)?.is_empty() {
        return Ok(());
    }
    Err(Mismatch::behaviour("an empty list", answer.summary()))
}

then!("the wallet of {actor} is not shown", not_shown);
fn not_shown(world: &mut World, owner: Actor) -> StepResult {
    let wallet = own(world, &owner.0)?;
    let answer = world.answer()?;
    if rows(answer)?.iter().all(|row| id_of(row) != Some(wallet)) {
        return Ok(());
    }
    Err(Mismatch::behaviour(format!("no row with id {wallet}"), answer.summary()))
}

/// The smallest unit of USDC, which the back office pays in to be told what a wallet holds then.
const UNIT: &str = "0.000001";

/// The USDC that a wallet holds on Base, in smallest units, with the unit that was paid in for the
/// question.
async fn count(world: &World, actor: &str) -> StepResult<i64> {
    let wallet = own(world, actor)?.to_string();
    let told = world.op("deposit", &json!({ "wallet": wallet, "amount": UNIT })).await?;
    let balance = told["balance"].as_str().and_then(|text| text.parse::<f64>().ok());
    let units = balance.map(|tokens| (tokens * 1e6).round() as i64);
    units.ok_or_else(|| Mismatch::missing("what a wallet holds", told.to_string()))
}

given!("the USDC in the wallet of {actor} are counted", counted);
async fn counted(world: &mut World, actor: Actor) -> StepResult {
    let units = count(world, &actor.0).await.map_err(Mismatch::while_preparing)?;
    world.values.insert("the USDC before".to_owned(), json!(units));
    Ok(())
}

then!(regex r"^the wallet of (the(?: [a-z]+)? user) has (\d+) USDC (less|more)$", changed);
async fn changed(world: &mut World, actor: Actor, tokens: i64, how: String) -> StepResult {
    let before = world.value("the USDC before")?.as_i64().unwrap_or_default();
    let by = if how == "less" { -tokens } else { tokens } * 1_000_000;
    // The unit of the second question came on top.
    let seen = count(world, &actor.0).await? - 1 - before;
    if seen == by {
        return Ok(());
    }
    Err(Mismatch::behaviour(format!("{by} smallest units"), seen.to_string()))
}
