//! Are the things there that `[known.PG]` names?

use serde_json::Value;

use super::super::{
    Finding,
    known::{Lookup, stands},
};
use crate::{drivers::partner::Partner, target::partner::Known};

/// The things of the first partner.
pub(super) async fn examine(known: &Known, partner: &Partner) -> Vec<Finding> {
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
