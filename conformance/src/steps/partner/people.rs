//! People with or without what an application asks for, and their applications.

use serde_json::{Value, json};

use super::Actor;
use crate::{
    Mismatch, StepResult, World,
    checks::{graphql::refusal, json as at},
    steps::graphql::tables::row_where_known,
    surfaces::partner::things::CardUser,
    things::graphql::Application,
};

/// The mutation that applies for cards, with everything it can answer.
pub const APPLY: &str = "mutation($input: CreateCardApplicationForPartnerUserInput!) { \
    createCardApplicationForPartnerUser(input: $input) { success applicantId cardApplicationId \
    cardApplicationExternalId applicationStatus applicationCompletionUrl error } }";

given!("a card user {string} of {actor}", card_user);
async fn card_user(world: &mut World, name: String, actor: Actor) -> StepResult {
    prepared(world, &name, &actor, json!({})).await
}

given!("a card user {string} of {actor} whose review ends in {string}", reviewed);
async fn reviewed(world: &mut World, name: String, actor: Actor, outcome: String) -> StepResult {
    prepared(world, &name, &actor, json!({ "outcome": outcome })).await
}

given!("a card user {string} of {actor} without KYC profile and Sumsub applicant", without_profile);
async fn without_profile(world: &mut World, name: String, actor: Actor) -> StepResult {
    prepared(world, &name, &actor, json!({ "kyc": "none", "applicant": false })).await
}

given!(
    "a card user {string} of {actor} whose profile lacks the {word}, without Sumsub applicant",
    lacking
);
async fn lacking(world: &mut World, name: String, actor: Actor, what: String) -> StepResult {
    let wanted = json!({ "kyc": { what: null }, "applicant": false });
    prepared(world, &name, &actor, wanted).await
}

given!("a card user {string} of {actor} whose profile lacks the {word}", incomplete);
async fn incomplete(world: &mut World, name: String, actor: Actor, what: String) -> StepResult {
    prepared(world, &name, &actor, json!({ "kyc": { what: null } })).await
}

given!("a card user {string} of {actor} without Sumsub applicant", without_applicant);
async fn without_applicant(world: &mut World, name: String, actor: Actor) -> StepResult {
    prepared(world, &name, &actor, json!({ "applicant": false })).await
}

async fn prepared(world: &mut World, name: &str, actor: &Actor, wanted: Value) -> StepResult {
    make_card_user(world, name, &actor.0, wanted).await.map_err(Mismatch::while_preparing).map(drop)
}

/// A person called `name`, with everything that an application asks for unless `wanted` differs.
pub async fn make_card_user(
    world: &mut World,
    name: &str,
    actor: &str,
    wanted: Value,
) -> StepResult<CardUser> {
    let (partner, organization) = if actor == "the second partner" {
        ("globex", "globex-main")
    } else {
        ("acme", "acme-north")
    };
    let mut input = json!({
        "partner": partner, "organization": organization, "name": "Lena Approved",
    });
    for (member, value) in wanted.as_object().into_iter().flatten() {
        input[member] = value.clone();
    }
    let made = world.op("make-card-user", &input).await?;
    let id = at::text(&made, "/card_user_id")?.to_owned();
    let user = CardUser { id, owner: actor.to_owned() };
    world.partner.card_users.name(name, user.clone());
    Ok(user)
}

/// An approved application called `name`: made by the back office, or else the one that the target
/// file names. Its card user is called `the holder of <name>`.
pub async fn make_application(
    world: &mut World,
    name: &str,
    actor: &str,
) -> StepResult<Application> {
    let _preparing = world.preparing();
    let application = match new_application(world, name, actor).await {
        Err(why) if why.is_out_of_reach() => known_application(world, name, actor, why)?,
        made => made?,
    };
    world.graphql.applications.name(name, application.clone());
    Ok(application)
}

/// Somebody new who applies, and is approved.
async fn new_application(world: &mut World, name: &str, actor: &str) -> StepResult<Application> {
    let user = make_card_user(world, &format!("the holder of {name}"), actor, json!({})).await?;
    let partner = world.partner(actor)?;
    let answer = partner.query(APPLY, &json!({ "input": application_input(&user.id) })).await?;
    let result = refusal::succeeded(&answer, "createCardApplicationForPartnerUser")?;
    let id = at::integer(result, "/cardApplicationId")?;
    let external_id = result["cardApplicationExternalId"].as_str().map(str::to_owned);
    // The review of a sandbox approves before the next request.
    if !world.on_sandbox() && result["applicationStatus"] != "APPROVED" {
        approve(world, actor, id).await?;
    }
    Ok(Application { id, external_id, card_user: Some(user.id), owner: actor.to_owned() })
}

/// Has the back office approve an application, unless the target's own review has done so.
async fn approve(world: &World, actor: &str, id: i64) -> StepResult {
    if is_approved(world, actor, id).await {
        return Ok(());
    }
    let decision = json!({ "application": id, "status": "approved" });
    match world.op("decide-application", &decision).await {
        // The review may have been quicker than the hook.
        Err(_) if is_approved(world, actor, id).await => Ok(()),
        decided => decided.map(drop),
    }
}

/// Whether an application is known to be approved.
async fn is_approved(world: &World, actor: &str, id: i64) -> bool {
    let table = "AgioCard_card_application";
    let row = row_where_known(world, actor, table, &json!(id), "application_status").await;
    row.is_ok_and(|row| matches!(row["application_status"].as_str(), Some("APPROVED" | "ACTIVE")))
}

/// The application that the target file names; `why` says why none is made.
fn known_application(
    world: &mut World,
    name: &str,
    actor: &str,
    why: Mismatch,
) -> StepResult<Application> {
    let known = world.target()?.surfaces.partner.clone().unwrap_or_default().known;
    let (Some(id), "the partner") = (known.card_application, actor) else {
        let lacking = match actor {
            "the partner" => "no [known.PG] card_application",
            _ => "[known.PG] names only what the first partner has",
        };
        return Err(Mismatch { actual: format!("{}, and {lacking}", why.actual), ..why });
    };
    if let Some(id) = &known.card_user {
        let user = CardUser { id: id.clone(), owner: actor.to_owned() };
        world.partner.card_users.name(format!("the holder of {name}"), user);
    }
    Ok(Application { id, external_id: None, card_user: known.card_user, owner: actor.to_owned() })
}

/// Everything that an application states, valid.
pub fn application_input(card_user: &str) -> Value {
    json!({
        "cardUserId": card_user,
        "walletAddress": "0x52908400098527886e0f7030069857d2e4169ee7",
        "occupation": "15-1252",
        "annualSalary": "100000",
        "accountPurpose": "Business expenses",
        "expectedMonthlyVolume": "5000",
        "isTermsOfServiceAccepted": true,
    })
}
