//! Who there is: people with or without applications, made where the target can make them.

use cucumber::given;
use serde_json::json;

use crate::{
    Mismatch, StepResult, World,
    checks::{json as at, refusal},
    things::{Application, CardUser},
};

/// The mutation that applies for cards, with everything it can answer.
pub const APPLY: &str = "mutation($input: CreateCardApplicationForPartnerUserInput!) { \
    createCardApplicationForPartnerUser(input: $input) { success applicantId cardApplicationId \
    cardApplicationExternalId applicationStatus applicationCompletionUrl error } }";

#[given(expr = "a card user {string} of {actor}")]
async fn card_user(world: &mut World, name: String, actor: super::Actor) -> StepResult {
    make_card_user(world, &name, &actor.0).await.map(drop).map_err(Mismatch::while_preparing)
}

#[given(expr = "an approved application {string} of {actor}")]
async fn approved_application(world: &mut World, name: String, actor: super::Actor) -> StepResult {
    make_application(world, &name, &actor.0).await.map(drop).map_err(Mismatch::while_preparing)
}

/// A person with everything that an application asks for, called `name`.
pub async fn make_card_user(world: &mut World, name: &str, actor: &str) -> StepResult<CardUser> {
    let (partner, organization) = if actor == "the second partner" {
        ("globex", "globex-main")
    } else {
        ("acme", "acme-north")
    };
    let made = world
        .control()?
        .op(
            "make-card-user",
            &json!({ "partner": partner, "organization": organization, "name": "Lena Approved" }),
        )
        .await?;
    let id = at::text(&made, "/card_user_id")?.to_owned();
    let user = CardUser { id, owner: actor.to_owned() };
    world.card_users.name(name, user.clone());
    Ok(user)
}

/// An approved application called `name`: made on a sandbox, known from the target file elsewhere.
/// Its card user is called `the holder of <name>`.
pub async fn make_application(
    world: &mut World,
    name: &str,
    actor: &str,
) -> StepResult<Application> {
    let application = if world.on_sandbox() {
        let user = make_card_user(world, &format!("the holder of {name}"), actor).await?;
        let partner = world.partner(actor)?;
        let answer = partner.query(APPLY, &json!({ "input": application_input(&user.id) })).await?;
        let result = refusal::succeeded(&answer, "createCardApplicationForPartnerUser")?;
        let id = at::integer(result, "/cardApplicationId")?;
        let external_id = result["cardApplicationExternalId"].as_str().map(str::to_owned);
        // Her name says it: the review approves her before the next request.
        Application { id, external_id, card_user: Some(user.id), owner: actor.to_owned() }
    } else {
        let known = world.target()?.partner.clone().unwrap_or_default().known;
        let id = known.card_application.ok_or_else(|| {
            Mismatch::precondition("an approved application", "no [known.PG] card_application")
        })?;
        Application { id, external_id: None, card_user: known.card_user, owner: actor.to_owned() }
    };
    world.applications.name(name, application.clone());
    Ok(application)
}

/// Everything that an application states, valid.
pub fn application_input(card_user: &str) -> serde_json::Value {
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
