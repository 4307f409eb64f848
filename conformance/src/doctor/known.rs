//! Are the things there that the file says are known?

use serde_json::{Value, json};

use super::Finding;
use crate::{
    drivers::{Partner, envelope::Project},
    target::{Known, envelope::EnvelopeThings},
};

/// The things of the first partner.
pub(super) async fn of_partner(known: &Known, partner: &Partner) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some(id) = known.card_application {
        let row = row(partner, "AgioCard_card_application", id, "application_status").await;
        let good = ["APPROVED", "ACTIVE"];
        let repair = "name an application that is approved or active";
        findings.push(stands("[known.PG] card_application", row, &good, repair));
    }
    if let Some(id) = known.card {
        let row = row(partner, "AgioCard_card", id, "status").await;
        let repair = "name a card that is active; one that is frozen is unfrozen before it is used";
        findings.push(stands("[known.PG] card", row, &["active", "locked", "frozen"], repair));
    }
    if known.card_user.is_none() && (known.card.is_some() || known.card_application.is_some()) {
        findings.push(Finding::warning(
            "[known.PG] card_user",
            "it is not named",
            "name the card user of the application, so that charges can be judged",
        ));
    }
    findings
}

/// A row by its id, a state in it: the state, or why there is none.
async fn row(partner: &Partner, table: &str, id: i64, column: &str) -> Result<Value, Lookup> {
    let document = format!("{{ {table} {{ id {column} }} }}");
    let answer = partner.query(&document, &Value::Null).await;
    let answer = answer.map_err(|mismatch| Lookup::Impossible(mismatch.actual))?;
    let rows = answer.result(table).and_then(Value::as_array);
    let rows = rows.ok_or_else(|| Lookup::Impossible(answer.summary()))?;
    let row = rows.iter().find(|row| row["id"] == id);
    row.map(|row| row[column].clone()).ok_or(Lookup::Nothing(id))
}

enum Lookup {
    /// There are rows, and it is not among them.
    Nothing(i64),
    /// It cannot be told.
    Impossible(String),
}

fn stands(what: &str, row: Result<Value, Lookup>, good: &[&str], repair: &str) -> Finding {
    match row {
        Ok(Value::String(state)) if good.contains(&state.as_str()) => {
            Finding::ok(what, format!("it is {state}"))
        }
        Ok(state) => Finding::problem(what, format!("it is {state}"), repair),
        Err(Lookup::Nothing(id)) => {
            Finding::problem(what, format!("the first partner has no {id}"), repair)
        }
        Err(Lookup::Impossible(seen)) => Finding::warning(
            what,
            format!("it cannot be looked up: {seen}"),
            "scenarios that start from it may be blocked",
        ),
    }
}

/// The things of the first project.
pub(super) async fn of_project(known: &EnvelopeThings, project: &Project) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some(id) = &known.card {
        let what = "[known.ER] card";
        let repair = "name a card that is active; one that is frozen is unfrozen before it is used";
        findings.push(match project.call("/cards/get", &json!({ "card_id": id })).await {
            Ok(reply) if reply.is_served() => {
                let state = Ok(reply.payload["status"].clone());
                stands(what, state, &["active", "frozen"], repair)
            }
            Ok(reply) => Finding::problem(what, reply.summary(), repair),
            Err(mismatch) => Finding::problem(what, mismatch.actual, repair),
        });
    }
    if let Some(id) = &known.external_user_id {
        let what = "[known.ER] external_user_id";
        let fields = json!({ "user_id": id, "external_user_id": id });
        let repair = "name a user that this project has registered";
        findings.push(match project.call("/users/get", &fields).await {
            Ok(reply) if reply.is_served() => Finding::ok(what, "it is known"),
            Ok(reply) => Finding::problem(what, reply.summary(), repair),
            Err(mismatch) => Finding::problem(what, mismatch.actual, repair),
        });
    }
    findings
}
