//! Cardholders: who may hold cards, and how far a provider has got to know them.

use cucumber::gherkin::Step;
use serde_json::{Value, json};

use super::{
    ProjectName,
    outcomes::{refused_as, served},
    product_ids::name_by_id,
    texts::rows,
    users::make_user,
};
use crate::{
    Mismatch, StepResult, World, drivers::envelope::Reply, surfaces::envelope::things::User,
};

/// Everything that a provider asks for, valid.
fn kyc_data() -> Value {
    json!({
        "first_name": "Ann", "last_name": "Lee", "birth_date": "1990-01-31",
        "email": "ann@example.com", "phone_number_full": "+15550100", "country_iso": "US",
    })
}

/// The subprovider of the product that scenarios order.
async fn subprovider(world: &World, actor: &str) -> StepResult<String> {
    let listed = world.look(actor, "/cards/products", &Value::Null).await?;
    let wanted = world.project(actor)?.dialect().product_code.unwrap_or_default();
    let products = listed.payload["products"].as_array().cloned().unwrap_or_default();
    let product = products.iter().find(|one| one["product_code"] == *wanted).or(products.first());
    product
        .and_then(|one| one["subprovider_code"].as_str())
        .map(str::to_owned)
        .ok_or_else(|| Mismatch::behaviour("a product with its subprovider", listed.summary()))
}

/// The fields of `/cardholders/create` for somebody.
async fn fields(world: &World, actor: &str, name: &str) -> StepResult<Value> {
    Ok(json!({
        "external_user_id": world.envelope.users.get(name)?.external_id,
        "subprovider_code": subprovider(world, actor).await?,
        "kyc_data": kyc_data(),
    }))
}

async fn submit(world: &mut World, actor: &str, name: &str, fields: &Value) -> StepResult<Reply> {
    let reply = world.call(actor, "/cardholders/create", fields).await?;
    note(world, name, &reply)?;
    Ok(reply)
}

fn note(world: &mut World, name: &str, reply: &Reply) -> StepResult {
    let user = world.envelope.users.get(name)?;
    let cardholder = reply.text("cardholder_id").map(str::to_owned).or(user.cardholder);
    world.envelope.users.name(name, User { cardholder, ..user });
    Ok(())
}

when!("{project} submits the KYC data of {string} by the id of the subprovider", submits_by_id);
async fn submits_by_id(world: &mut World, actor: ProjectName, name: String) -> StepResult {
    let mut fields = fields(world, &actor.0, &name).await?;
    name_by_id(world, &actor.0, "subprovider", &mut fields).await?;
    submit(world, &actor.0, &name, &fields).await.map(drop)
}

given!("an approved cardholder {string} of {project}", approved);
async fn approved(world: &mut World, name: String, actor: ProjectName) -> StepResult {
    make_cardholder(world, &name, &actor.0).await.map_err(Mismatch::while_preparing)
}

/// A new user called `name` whose cardholder may hold cards.
pub(super) async fn make_cardholder(world: &mut World, name: &str, actor: &str) -> StepResult {
    make_user(world, name, actor).await?;
    let fields = fields(world, actor, name).await?;
    let reply = world.look(actor, "/cardholders/create", &fields).await?;
    note(world, name, &reply)?;
    decide(world, name, actor, "approved").await?;
    wait_for_approval(world, name, actor).await
}

/// Has the provider of a foreign target decide about a cardholder, where a hook can reach it. The
/// provider of a sandbox has decided by itself.
async fn decide(world: &World, name: &str, actor: &str, status: &str) -> StepResult {
    let Some(office) = &world.office else { return Ok(()) };
    if world.on_sandbox() || stands(world, actor, name, status).await {
        return Ok(());
    }
    let cardholder = world.envelope.users.get(name)?.cardholder;
    let decision = json!({ "cardholder": cardholder, "status": status });
    match office.act("decide-kyc", &decision).await {
        // It may approve by itself, as others do, and may have done so this moment.
        Err(why) if why.is_out_of_reach() && status == "approved" => Ok(()),
        Err(_) if stands(world, actor, name, status).await => Ok(()),
        decided => decided.map(drop),
    }
}

/// Whether a cardholder is seen to be in a state, by either of its two statuses.
async fn stands(world: &World, actor: &str, name: &str, status: &str) -> bool {
    let Ok(user) = world.envelope.users.get(name) else { return false };
    let fields = json!({ "external_user_id": user.external_id });
    let reply = world.look(actor, "/cardholders/get", &fields).await;
    reply.is_ok_and(|reply| {
        let is = |member: &str| reply.payload[member] == *status;
        is("kyc_status") || is("registration_status")
    })
}

async fn wait_for_approval(world: &mut World, name: &str, actor: &str) -> StepResult {
    let id = world.envelope.users.get(name)?.external_id;
    world
        .until_settled(async |world| {
            let fields = json!({ "external_user_id": id });
            let reply = world.look(actor, "/cardholders/get", &fields).await?;
            if reply.payload["registration_status"] == "active"
                && reply.payload["kyc_status"] == "approved"
            {
                return Ok(());
            }
            Err(Mismatch::behaviour("an active and approved cardholder", reply.summary()))
        })
        .await
}

when!("{string} is approved", becomes_approved);
async fn becomes_approved(world: &mut World, name: String) -> StepResult {
    wait_for_approval(world, &name, "the project").await
}

given!("a cardholder {string} of {project} who is {string}", in_state);
async fn in_state(
    world: &mut World,
    name: String,
    actor: ProjectName,
    state: String,
) -> StepResult {
    let made = make_in_state(world, &name, &actor.0, &state).await;
    made.map_err(Mismatch::while_preparing)
}

async fn make_in_state(world: &mut World, name: &str, actor: &str, state: &str) -> StepResult {
    if !world.has_back_office() {
        return Err(Mismatch::missing(format!("a cardholder who is {state}"), "no [provision]"));
    }
    make_user(world, name, actor).await?;
    let mut fields = fields(world, actor, name).await?;
    // On a sandbox the word in the name decides the review; elsewhere the hook does.
    let last_name = match state {
        "pending" => "Pending",
        "rejected" => "Denied",
        "expired" => "Expired",
        "suspended" => "Suspended",
        _ => "Lee",
    };
    if world.on_sandbox() {
        fields["kyc_data"]["last_name"] = Value::from(last_name);
    }
    let reply = world.look(actor, "/cardholders/create", &fields).await?;
    note(world, name, &reply)?;
    decide(world, name, actor, state).await
}

when!("{project} submits the KYC data of {string}", submits);
async fn submits(world: &mut World, actor: ProjectName, name: String) -> StepResult {
    let fields = fields(world, &actor.0, &name).await?;
    submit(world, &actor.0, &name, &fields).await.map(drop)
}

when!("{project} submits the KYC data of {string} without {word}", submits_without);
async fn submits_without(
    world: &mut World,
    actor: ProjectName,
    name: String,
    member: String,
) -> StepResult {
    let mut fields = fields(world, &actor.0, &name).await?;
    let data = if member == "kyc_data" { &mut fields } else { &mut fields["kyc_data"] };
    data.as_object_mut().and_then(|members| members.remove(&member));
    submit(world, &actor.0, &name, &fields).await.map(drop)
}

when!("{project} submits the KYC data of {string} with {word} {string}", submits_with);
async fn submits_with(
    world: &mut World,
    actor: ProjectName,
    name: String,
    member: String,
    value: String,
) -> StepResult {
    let mut fields = fields(world, &actor.0, &name).await?;
    fields["kyc_data"][member] = Value::from(value);
    submit(world, &actor.0, &name, &fields).await.map(drop)
}

when!(
    "{project} submits the KYC data of {string} with a birth date {int} years ago",
    submits_young
);
async fn submits_young(
    world: &mut World,
    actor: ProjectName,
    name: String,
    years: i16,
) -> StepResult {
    let today = world.clock.now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let mut fields = fields(world, &actor.0, &name).await?;
    let born = today.saturating_sub(jiff::Span::new().years(years));
    fields["kyc_data"]["birth_date"] = Value::from(born.to_string());
    submit(world, &actor.0, &name, &fields).await.map(drop)
}

when!("{project} submits the KYC data of {string} to the subprovider {string}", submits_to);
async fn submits_to(
    world: &mut World,
    actor: ProjectName,
    name: String,
    subprovider: String,
) -> StepResult {
    let mut fields = fields(world, &actor.0, &name).await?;
    fields["subprovider_code"] = Value::from(subprovider);
    submit(world, &actor.0, &name, &fields).await.map(drop)
}

when!("{project} submits the KYC data of {string} to another subprovider", submits_elsewhere);
async fn submits_elsewhere(world: &mut World, actor: ProjectName, name: String) -> StepResult {
    let mut fields = fields(world, &actor.0, &name).await?;
    let listed = world.look(&actor.0, "/cards/products", &Value::Null).await?;
    let products = listed.payload["products"].as_array().into_iter().flatten();
    let other = products
        .filter_map(|one| one.get("subprovider_code"))
        .find(|code| **code != fields["subprovider_code"])
        .ok_or_else(|| Mismatch::missing("a second subprovider", "/cards/products"))?;
    fields["subprovider_code"] = other.clone();
    submit(world, &actor.0, &name, &fields).await.map(drop)
}

when!("{project} asks for that cardholder by its id", asks_by_id);
async fn asks_by_id(world: &mut World, actor: ProjectName) -> StepResult {
    let id = world.reply()?.text("cardholder_id").map(str::to_owned);
    let id = id.ok_or_else(|| Mismatch::behaviour("a cardholder_id", "none"))?;
    world.call(&actor.0, "/cardholders/get", &json!({ "cardholder_id": id })).await.map(drop)
}

then!("both show the same cardholder", same);
fn same(world: &mut World) -> StepResult {
    let [first, second] = world.two_replies()?;
    served(first)?;
    served(second)?;
    if first.text("cardholder_id").is_some()
        && first.text("cardholder_id") == second.text("cardholder_id")
    {
        return Ok(());
    }
    Err(Mismatch::behaviour(first.summary(), second.summary()))
}

then!("the cardholder is", is);
fn is(world: &mut World, step: &Step) -> StepResult {
    let reply = world.reply()?;
    for row in rows(step) {
        let expected = if row[1] == "null" { Value::Null } else { Value::from(row[1].clone()) };
        if reply.payload.get(&row[0]) != Some(&expected) {
            return Err(Mismatch::behaviour(format!("{} {expected}", row[0]), reply.summary()));
        }
    }
    Ok(())
}

const REGISTRATION: [&str; 4] = ["pending", "active", "suspended", "failed"];
const KYC: [&str; 5] = ["not_started", "pending", "approved", "rejected", "expired"];
const LEVEL: [&str; 4] = ["none", "basic", "advanced", "full"];

then!("the statuses of the cardholder are in their lists", in_lists);
fn in_lists(world: &mut World) -> StepResult {
    let reply = world.reply()?;
    served(reply)?;
    let lists: [(&str, &[&str]); 3] =
        [("registration_status", &REGISTRATION), ("kyc_status", &KYC), ("kyc_level", &LEVEL)];
    for (member, list) in lists {
        let value = &reply.payload[member];
        let optional = member == "kyc_level" && value.is_null();
        if !optional && !value.as_str().is_some_and(|word| list.contains(&word)) {
            return Err(Mismatch::behaviour(format!("{member} in {list:?}"), reply.summary()));
        }
    }
    Ok(())
}

then!(
    "it is refused as {string} (reading {string}) or served (reading {string})",
    refused_or_served
);
fn refused_or_served(
    world: &mut World,
    slug: String,
    refused: String,
    taken: String,
) -> StepResult {
    let reply = world.reply()?;
    if served(reply).is_ok() {
        world.found_reading(&taken);
        return Ok(());
    }
    refused_as(reply, &slug)?;
    world.found_reading(&refused);
    Ok(())
}
