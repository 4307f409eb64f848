//! Applications of users.

use cucumber::gherkin::Step;
use serde_json::{Value, json};

use crate::{
    Mismatch, StepResult, World,
    checks::json as at,
    steps::graphql::{Actor, documents::members, sessions::open_session},
    things::graphql::Application,
};

/// The mutation that applies for cards, with everything that the page asks for.
pub(super) const APPLY: &str = "mutation($input: CreateRainCardApplicationInput!) { \
    createRainCardApplication(input: $input) { success applicantId rainApplicationId \
    cardApplicationId applicationStatus applicationCompletionUrl error } }";

const FIELD: &str = "createRainCardApplication";

/// The input that the page prints, with other values for some of its members.
pub(super) fn input(other: &Value) -> Value {
    let mut input = json!({
        "walletAddress": "0x1f9840a85d5af5bf1d1762f925bdaddc4201f984",
        "occupation": "Software Developers",
        "annualSalary": "100000_TO_150000",
        "accountPurpose": "PERSONAL_SPENDING",
        "expectedMonthlyVolume": "1000_TO_5000",
        "isTermsOfServiceAccepted": true,
        "cardNickname": "My Card",
        "requestedLimitAmount": 25000,
        "requestedLimitFrequency": "30 day",
    });
    for (member, value) in other.as_object().into_iter().flatten() {
        input[member] = value.clone();
    }
    json!({ "input": input })
}

/// The rows of `AgioCard_card_application` that a user sees.
pub(in crate::steps) async fn rows(world: &World, actor: &str) -> StepResult<Vec<Value>> {
    const TABLE: &str = "AgioCard_card_application";
    let document = format!("{{ {TABLE} {{ id application_status }} }}");
    let answer = world.query(actor, &document, &Value::Null).await?;
    let rows = answer.result(TABLE).and_then(Value::as_array).cloned();
    rows.ok_or_else(|| Mismatch::behaviour(format!("rows of {TABLE}"), answer.summary()))
}

/// The approved application of a user, called `name` from then on: the one that the target file
/// names, or else the one that the user sees.
pub(in crate::steps) async fn own_application(
    world: &mut World,
    name: &str,
    actor: &str,
) -> StepResult<Application> {
    let id = match super::known(world, actor)?.card_application {
        Some(id) => id,
        None => approved(&rows(world, actor).await?)?,
    };
    let application =
        Application { id, external_id: None, card_user: None, owner: actor.to_owned() };
    world.graphql.applications.name(name, application.clone());
    Ok(application)
}

fn status_of(row: &Value) -> &str {
    row["application_status"].as_str().unwrap_or_default()
}

/// The id of an approved application. Statuses are compared without case (AMB-AG-04).
fn approved(rows: &[Value]) -> StepResult<i64> {
    let row = rows.iter().find(|row| status_of(row).eq_ignore_ascii_case("approved"));
    let id = row.and_then(|row| row["id"].as_i64());
    id.ok_or_else(|| Mismatch::behaviour("an approved application", json!(rows).to_string()))
}

async fn apply(world: &mut World, actor: &Actor, other: &Value) -> StepResult {
    let answer = world.ask(&actor.0, APPLY, &input(other)).await?;
    let result = answer.result(FIELD).cloned().unwrap_or_default();
    world.values.insert("the status answered".to_owned(), result["applicationStatus"].clone());
    let name = format!("the application of {}", actor.0);
    match result["cardApplicationId"].as_i64() {
        Some(id) => {
            let external_id = result["rainApplicationId"].as_str().map(str::to_owned);
            let owner = actor.0.clone();
            let application = Application { id, external_id, card_user: None, owner };
            world.graphql.applications.name(name, application);
        }
        None => world.graphql.applications.missed(name, answer.summary()),
    }
    Ok(())
}

then!("{word} answers a text as {string}, where the names of {actor} have one", answers_text);
async fn answers_text(
    world: &mut World,
    field: String,
    member: String,
    actor: Actor,
) -> StepResult {
    if !world.user(&actor.0)?.generation().await?.has(&member) {
        return Ok(());
    }
    match at::text(world.result(&field)?, &format!("/{member}"))? {
        "" => Err(Mismatch::behaviour(format!("a text as {member}"), "an empty one")),
        _ => Ok(()),
    }
}

when!("{actor} applies", applies);
async fn applies(world: &mut World, actor: Actor) -> StepResult {
    apply(world, &actor, &Value::Null).await
}

when!("{actor} applies with", applies_with);
async fn applies_with(world: &mut World, step: &Step, actor: Actor) -> StepResult {
    apply(world, &actor, &members(step)?).await
}

when!("{actor} applies with the PIN {string}", applies_with_pin);
async fn applies_with_pin(world: &mut World, actor: Actor, pin: String) -> StepResult {
    let session = open_session(world, &actor.0).await?;
    let encrypted = session.encrypt_pin(&world.pin_codec(&actor.0)?, &pin)?;
    let other = json!({ "sessionId": session.id, "encryptedPin": encrypted });
    apply(world, &actor, &other).await
}

then!("the application is answered as {string}", answered_as);
fn answered_as(world: &mut World, status: String) -> StepResult {
    let seen = world.value("the status answered")?;
    if seen.as_str().is_some_and(|seen| seen.eq_ignore_ascii_case(&status)) {
        return Ok(());
    }
    Err(Mismatch::behaviour(status, seen.to_string()))
}

then!("the application is answered with an address to complete it at", answered_with_url);
fn answered_with_url(world: &mut World) -> StepResult {
    let url = at::text(world.result(FIELD)?, "/applicationCompletionUrl")?;
    match reqwest::Url::parse(url) {
        Ok(parsed) if matches!(parsed.scheme(), "http" | "https") => Ok(()),
        _ => Err(Mismatch::behaviour("an absolute http or https URL", url)),
    }
}

then!(regex r#"^(the(?: [a-z]+)? user) sees the own application as "(\w+)"$"#, sees_status);
async fn sees_status(world: &mut World, actor: Actor, status: String) -> StepResult {
    world
        .until_settled(async |world| {
            let rows = rows(world, &actor.0).await?;
            if rows.iter().any(|row| status_of(row).eq_ignore_ascii_case(&status)) {
                return Ok(());
            }
            Err(Mismatch::behaviour(format!("an application {status}"), json!(rows).to_string()))
        })
        .await
}

then!(regex r"^(the(?: [a-z]+)? user) sees (\d+) applications?$", sees_count);
async fn sees_count(world: &mut World, actor: Actor, count: usize) -> StepResult {
    world
        .until_settled(async |world| {
            let rows = rows(world, &actor.0).await?;
            if rows.len() == count {
                return Ok(());
            }
            Err(Mismatch::behaviour(format!("{count} applications"), json!(rows).to_string()))
        })
        .await
}

given!("applications are decided in their first answer", decided_at_once);
async fn decided_at_once(world: &mut World) -> StepResult {
    let reading = json!({ "AMB-AG-14": "outcome" });
    world.control()?.readings(&reading).await.map(drop).map_err(Mismatch::while_preparing)
}

when!("{actor} reads the own applications", reads);
async fn reads(world: &mut World, actor: Actor) -> StepResult {
    let document = "{ AgioCard_card_application { id application_status } }";
    world.ask(&actor.0, document, &Value::Null).await.map(drop)
}
